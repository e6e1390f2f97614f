//! How long documents are kept: a dated entry for each kind, set by the prefecture from its rules for
//! documents (文書管理規程). There is no term that nobody set: without one a document never ends.

use super::{Document, Kind, Row, Rows};
use crate::documents::chunk::Chunk;
use crate::documents::document::{EditError, Writer};
use crate::documents::field::Scalar;
use crate::time::{Day, FiscalYear};

pub(super) const TERMS: &str = "terms";
/// The longest term: what must be kept for ever has none.
pub const TERM_YEARS_MAX: u32 = 100;

/// How long documents of a kind are kept, from one day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The kind.
    pub kind: Kind,
    /// The first day on which this term is used.
    pub from: Day,
    /// Whole fiscal years, counted from the 1 April after the last writing; 1 to `TERM_YEARS_MAX`.
    pub years: u32,
    /// The rule it comes from.
    pub source: Option<String>,
}

impl Term {
    /// Whether documents of a kind may end at all: what describes the programme itself may not.
    pub fn may_end(kind: Kind) -> bool {
        !matches!(kind, Kind::Programme | Kind::Handbook)
    }

    /// The first day on which a document may end that was last written on a day.
    pub fn ends_on(&self, last_written: Day) -> Day {
        let years = i32::try_from(self.years).unwrap_or(i32::MAX);
        let first = FiscalYear::of(last_written).0.saturating_add(1);
        FiscalYear(first.saturating_add(years)).first_day()
    }

    fn id(&self) -> String {
        format!("{}@{}", self.kind.code(), self.from)
    }
}

/// Every term there was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// By kind and day.
    pub all: Vec<Term>,
    /// Kinds with a term that two officers set differently: nothing of them ends until one is chosen.
    pub disputed: Vec<Kind>,
}

impl Terms {
    /// The term that is used for a kind on a day.
    pub fn on(&self, kind: Kind, day: Day) -> Option<&Term> {
        if self.disputed.contains(&kind) {
            return None;
        }
        self.all.iter().filter(|term| term.kind == kind && term.from <= day).max_by_key(|term| term.from)
    }
}

/// The terms of a programme; none set in a document of another kind.
pub fn terms(document: &Document) -> Terms {
    if document.kind() != Kind::Programme {
        return Terms::default();
    }
    let mut rows = Rows { document, disputed: Vec::new() };
    let mut all: Vec<Term> = rows.entries(TERMS).iter().filter_map(|(id, row)| read_term(id, row)).collect();
    all.sort_by_key(|term| (term.kind, term.from));
    let kind_of = |field: &String| {
        let code = field.strip_prefix(TERMS)?.strip_prefix('/')?.split('@').next()?;
        Kind::from_code(code)
    };
    let mut disputed: Vec<Kind> =
        rows.disputed.iter().filter(|field| field.ends_with("/years")).filter_map(kind_of).collect();
    disputed.sort_unstable();
    disputed.dedup();
    Terms { all, disputed }
}

fn read_term(id: &str, row: &Row) -> Option<Term> {
    let (kind, from) = id.split_once('@')?;
    let term = Term {
        kind: Kind::from_code(kind)?,
        from: from.parse().ok()?,
        years: row.number("years")?,
        source: row.text("source"),
    };
    ((1..=TERM_YEARS_MAX).contains(&term.years) && Term::may_end(term.kind)).then_some(term)
}

/// Sets a term; one of the same kind and day is changed.
///
/// # Errors
/// When the document takes no edit.
pub fn put_term(document: &mut Document, writer: &Writer, term: &Term) -> Result<Option<Chunk>, EditError> {
    let key = |field: &str| format!("{}/{field}", term.id());
    let years = Some(Scalar::Text(term.years.to_string()));
    let source = term.source.clone().map(Scalar::Text);
    document.set_many(writer, vec![(TERMS, vec![(key("years"), years), (key("source"), source)])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::programme;
    use crate::ids::Actor;
    use crate::time::Instant;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn term(kind: Kind, from: &str, years: u32) -> Term {
        Term { kind, from: day(from), years, source: Some("文書管理規程".to_owned()) }
    }

    fn put(document: &mut Document, writer: u8, term: &Term) {
        let writer = Writer { actor: Actor([writer; 16]), at: Instant::from_ms(1) };
        put_term(document, &writer, term).unwrap();
    }

    fn empty() -> Document {
        programme::create("140007".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_term_counts_whole_fiscal_years_after_the_one_of_the_last_writing() {
        let five = term(Kind::Visit, "2024-10-25", 5);
        assert_eq!(five.ends_on(day("2024-12-18")), day("2030-04-01"));
        assert_eq!(five.ends_on(day("2025-03-31")), day("2030-04-01"));
        assert_eq!(five.ends_on(day("2025-04-01")), day("2031-04-01"));
    }

    #[test]
    fn the_term_of_a_day_is_the_one_that_began_last() {
        let mut document = empty();
        assert_eq!(terms(&document), Terms::default(), "nobody set one");
        let all = [
            term(Kind::Request, "2026-04-01", 3),
            term(Kind::Visit, "2024-10-25", 5),
            term(Kind::Visit, "2027-04-01", 10),
        ];
        for term in &all {
            put(&mut document, 1, term);
        }
        let read = terms(&document);
        assert_eq!(read.all, all);
        let on = |kind, at: &str| read.on(kind, day(at)).map(|term| term.years);
        assert_eq!(on(Kind::Visit, "2024-10-24"), None);
        assert_eq!(on(Kind::Visit, "2027-03-31"), Some(5));
        assert_eq!(on(Kind::Visit, "2027-04-01"), Some(10));
        assert_eq!(on(Kind::Request, "2027-04-01"), Some(3));
        assert_eq!(on(Kind::Consult, "2027-04-01"), None);
    }

    #[test]
    fn a_disputed_term_ends_nothing_and_impossible_ones_are_none() {
        let (mut one, mut other) = (empty(), empty());
        put(&mut one, 1, &term(Kind::Visit, "2024-10-25", 5));
        put(&mut other, 2, &term(Kind::Visit, "2024-10-25", 1));
        let chunks = [one.changes_since(&[]), other.changes_since(&[])].concat();
        let bytes: Vec<&[u8]> = chunks.iter().map(Chunk::bytes).collect();
        let merged = terms(&Document::open(&bytes).unwrap());
        assert_eq!(merged.disputed, [Kind::Visit]);
        assert_eq!(merged.on(Kind::Visit, day("2030-04-01")), None);

        let mut document = empty();
        put(&mut document, 1, &term(Kind::Programme, "2024-10-25", 5));
        put(&mut document, 1, &term(Kind::Visit, "2024-10-25", 0));
        put(&mut document, 1, &term(Kind::Request, "2024-10-25", 101));
        assert_eq!(terms(&document), Terms::default());
    }
}
