//! Who a document is tied to by what stands in it: its office, its pair. The relay keeps these as
//! access rows, renewed in the transaction of the change. It must never grant what a disputed
//! value grants only in part.

use super::document::Document;
use super::kind::Kind;
use super::visit;
use crate::access::Tie;

/// The ties of a document, sorted, each once. Where a guarded value stands twice after a merge,
/// it ties only those whom both values tie: two differing values tie nobody.
pub fn ties(document: &Document) -> Vec<Tie> {
    match document.kind() {
        Kind::Programme => vec![Tie::Prefecture],
        Kind::Visit => visit_ties(document),
        _ => Vec::new(),
    }
}

fn visit_ties(document: &Document) -> Vec<Tie> {
    let plan = visit::plan(document);
    let mut ties = Vec::new();
    if let Some(office) = plan.office.settled() {
        ties.push(Tie::Office(office.clone()));
    }
    for seat in plan.pair.iter().filter_map(|seat| seat.settled()) {
        ties.push(Tie::Pair(seat.member));
    }
    ties.sort();
    ties.dedup();
    ties
}
