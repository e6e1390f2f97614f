//! How long visitors' devices hold a visit that is settled: dated entries beside the terms of retention, set by the
//! prefecture. What two officers set differently for one day stands twice, and the longer holds.

use super::terms::TERMS;
use super::{Document, Kind};
use crate::documents::chunk::Chunk;
use crate::documents::document::{EditError, Writer};
use crate::documents::field::Scalar;
use crate::domain::{AtHand, AtHandRules};

/// How the keys begin; the day and the field follow.
const AT_HAND: &str = "at_hand@";
const DAYS: &str = "/days";

/// What a programme says of it; nothing set in a document of another kind.
pub fn at_hand(document: &Document) -> AtHandRules {
    if document.kind() != Kind::Programme {
        return AtHandRules::default();
    }
    let set = document.keys(TERMS).into_iter().flat_map(|key| {
        let from = key.strip_prefix(AT_HAND).and_then(|rest| rest.strip_suffix(DAYS)).and_then(|day| day.parse().ok());
        let stated = document.stated(TERMS, &key, None);
        let days: Vec<u32> = stated.all().iter().filter_map(|said| said.value.text()?.parse().ok()).collect();
        from.into_iter().flat_map(move |from| days.clone().into_iter().map(move |days| AtHand { from, days }))
    });
    AtHandRules::new(set.collect())
}

/// Sets it from a day on; what was set for the same day is changed.
///
/// # Errors
/// When the document takes no edit.
pub fn put_at_hand(document: &mut Document, writer: &Writer, rule: &AtHand) -> Result<Option<Chunk>, EditError> {
    let key = format!("{AT_HAND}{}{DAYS}", rule.from);
    document.set_many(writer, vec![(TERMS, vec![(key, Some(Scalar::Text(rule.days.to_string())))])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::programme;
    use crate::ids::Actor;
    use crate::time::Instant;

    fn put(document: &mut Document, writer: u8, from: &str, days: u32) {
        let writer = Writer { actor: Actor([writer; 16]), at: Instant::from_ms(1) };
        put_at_hand(document, &writer, &AtHand { from: from.parse().unwrap(), days }).unwrap();
    }

    #[test]
    fn what_was_set_is_read_and_is_no_term_of_retention() {
        let mut document = programme::create("140007".parse().unwrap()).unwrap();
        assert_eq!(at_hand(&document), AtHandRules::default());
        put(&mut document, 1, "2026-10-01", 14);
        put(&mut document, 1, "2026-10-01", 21);
        let read = at_hand(&document);
        assert_eq!(read.all(), [AtHand { from: "2026-10-01".parse().unwrap(), days: 21 }]);
        assert_eq!(programme::terms(&document), programme::Terms::default());
    }

    #[test]
    fn of_what_two_officers_set_the_longer_holds() {
        let prefecture = || programme::create("140007".parse().unwrap()).unwrap();
        let (mut one, mut other) = (prefecture(), prefecture());
        put(&mut one, 1, "2026-10-01", 14);
        put(&mut other, 2, "2026-10-01", 45);
        let chunks = [one.changes_since(&[]), other.changes_since(&[])].concat();
        let bytes: Vec<&[u8]> = chunks.iter().map(Chunk::bytes).collect();
        let merged = Document::open(&bytes).unwrap();
        assert_eq!(at_hand(&merged).days_on("2026-10-01".parse().unwrap()), 45);
    }
}
