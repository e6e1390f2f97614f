//! Who a document is tied to by what stands in it: its office, its pair, its author. The relay keeps these as
//! access rows, renewed in the transaction of the change. It must never grant what a disputed
//! value grants only in part.

use super::document::Document;
use super::field::Stated;
use super::kind::Kind;
use super::root::About;
use super::{consult, request, visit};
use crate::access::{Stage, Tie};
use crate::ids::OfficeId;

/// The ties of a document, sorted, each once. Where a seat of the pair stands twice after a merge,
/// it ties only whom both values tie: two differing values tie nobody. Where the office stands
/// twice, both offices are tied, and `access` lets their coordinators settle it and no more: a
/// document that nobody's coordinators reach could never be settled by anybody.
pub fn ties(document: &Document) -> Vec<Tie> {
    let mut ties = match document.kind() {
        Kind::Programme | Kind::Handbook => vec![Tie::Prefecture],
        Kind::Visit => visit_ties(document),
        Kind::Request => offices(&request::office(document)),
        Kind::Consult => offices(&consult::office(document)),
        Kind::Visitor | Kind::Aftercare | Kind::Safeguard => of_root(&document.root().about),
        _ => Vec::new(),
    };
    ties.sort();
    ties.dedup();
    ties
}

/// How far a document has come. Of the kinds that this version opens none is ever handed in: a report
/// is, and no report can be made yet.
pub fn stage(document: &Document) -> Stage {
    match document.kind() {
        Kind::Programme
        | Kind::Handbook
        | Kind::Visitor
        | Kind::Request
        | Kind::Visit
        | Kind::Consult
        | Kind::Aftercare
        | Kind::Safeguard => Stage::Open,
        // What cannot be opened is not written either: the stricter of the two.
        Kind::Desk | Kind::Course | Kind::Report | Kind::Board => Stage::Submitted,
    }
}

fn visit_ties(document: &Document) -> Vec<Tie> {
    let plan = visit::plan(document);
    let mut ties = offices(&plan.office);
    ties.extend(plan.pair.iter().filter_map(|seat| seat.settled()).map(|seat| Tie::Pair(seat.member)));
    ties
}

/// What a root ties for ever: no change moves it.
fn of_root(about: &About) -> Vec<Tie> {
    match about {
        About::Aftercare { visitor, supporter, .. } => {
            [Tie::Author(*visitor)].into_iter().chain(supporter.map(Tie::Supporter)).collect()
        }
        About::Visitor { member } => vec![Tie::Pair(*member)],
        About::Safeguard { author } => vec![Tie::Author(*author), Tie::Safeguarding],
        About::Programme | About::Handbook | About::Request | About::Consult { .. } | About::Visit { .. } => Vec::new(),
    }
}

/// The offices that stand. Beside a value that this version cannot read none is tied: it would
/// seem the only one, and be granted all.
fn offices(stated: &Stated<OfficeId>) -> Vec<Tie> {
    if stated.unread() > 0 {
        return Vec::new();
    }
    stated.all().iter().map(|said| Tie::Office(said.value.clone())).collect()
}
