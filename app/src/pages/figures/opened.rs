//! What an open cell lists: for an office its own records, for everybody else facts. Facts that
//! read alike and come from one place are listed once, with how many they are.

use shared::documents::Kind;
use shared::domain::ProgrammeData;
use shared::ids::DocumentId;

use super::scope::Facts;
use super::words;
use crate::messages::figures as say;
use crate::store::SourceLines;

/// How many entries are listed at most: more belong into a file.
pub const ITEMS_MAX: usize = 200;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The fact.
    pub words: String,
    /// The record's page, where this person has it on this device.
    pub href: Option<String>,
    /// Where the fact comes from, where it has no page.
    pub from: Option<String>,
    /// How many facts read so.
    pub count: usize,
}

/// The entries of some facts, in their order.
pub fn items(places: &[usize], facts: &Facts, sources: &[SourceLines], programme: &ProgrammeData) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for at in places {
        let (Some(line), Some(source)) = (facts.lines.get(*at), facts.source(*at, sources)) else {
            continue;
        };
        let href = page(source);
        let from = href.is_none().then(|| name(source));
        let words = words::of(line, programme);
        match items.iter_mut().rev().find(|item| item.words == words && item.href == href && item.from == from) {
            Some(item) => item.count += 1,
            None => items.push(Item { words, href, from, count: 1 }),
        }
    }
    items
}

fn page(source: &SourceLines) -> Option<String> {
    let id = source.document?;
    match source.kind {
        Some(Kind::Visit) => Some(format!("/visits/{id}")),
        Some(Kind::Request) => Some(format!("/requests/{id}")),
        _ => None,
    }
}

fn name(source: &SourceLines) -> String {
    match source.source.parse::<DocumentId>() {
        Ok(_) => say::ELSEWHERE.to_owned(),
        Err(_) => say::imported(&source.source),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{programme, sources};
    use super::super::scope::Scope;
    use super::*;

    fn all(sources: &[SourceLines]) -> Vec<Item> {
        let facts = Scope::Everything.facts(sources);
        let places: Vec<usize> = (0..facts.lines.len()).collect();
        items(&places, &facts, sources, &programme())
    }

    #[test]
    fn an_office_comes_to_its_records_and_an_import_is_named() {
        let items = all(&sources());
        let record = format!("/visits/{}", DocumentId([1; 16]));
        assert!(items.iter().any(|item| item.href.as_ref() == Some(&record) && item.from.is_none()));
        assert!(items.iter().any(|item| item.from.as_deref() == Some("取り込んだ資料：r6") && item.href.is_none()));
        assert!(items.iter().any(|item| item.count == 2), "two ticks of one month read alike");
    }

    #[test]
    fn a_record_that_is_not_here_is_no_link_and_shows_no_id() {
        let mut sources = sources();
        for source in sources.iter_mut().filter(|source| source.document.is_some()) {
            source.source = source.document.take().unwrap().to_string();
        }
        for item in all(&sources).iter().filter(|item| !item.from.as_ref().unwrap().contains("r6")) {
            assert_eq!((item.href.as_ref(), item.from.as_deref()), (None, Some("事業所の記録")));
        }
    }
}
