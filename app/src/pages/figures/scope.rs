//! Whose facts a table counts: everybody's, or those of some offices. A fact whose office is not
//! told belongs to no office; how many those are is said beside the table, never guessed away.

use shared::domain::ProgrammeData;
use shared::ids::OfficeId;
use shared::report::Line;

use crate::store::SourceLines;

/// Whose facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    Everything,
    /// Of these offices alone.
    Offices(Vec<OfficeId>),
}

/// The facts of a scope, each with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The facts, in the order of their sources.
    pub lines: Vec<Line>,
    /// The place of each fact's source.
    from: Vec<usize>,
    /// Facts left out because nothing tells their office.
    pub without_office: Vec<Line>,
}

impl Facts {
    /// The source of the fact at a place.
    pub fn source<'a>(&self, at: usize, sources: &'a [SourceLines]) -> Option<&'a SourceLines> {
        sources.get(*self.from.get(at)?)
    }
}

impl Scope {
    /// The facts that belong to it.
    pub fn facts(&self, sources: &[SourceLines]) -> Facts {
        let mut facts = Facts::default();
        for (at, source) in sources.iter().enumerate() {
            for line in &source.lines {
                match self.holds(line, source) {
                    Some(true) => {
                        facts.lines.push(line.clone());
                        facts.from.push(at);
                    }
                    Some(false) => {}
                    None => facts.without_office.push(line.clone()),
                }
            }
        }
        facts
    }

    /// The programme with the offices of the scope alone: a row of zeros for another office would
    /// claim to know that it had nothing.
    pub fn programme(&self, programme: &ProgrammeData) -> ProgrammeData {
        let mut narrowed = programme.clone();
        if let Scope::Offices(offices) = self {
            narrowed.offices.retain(|office| offices.contains(&office.id));
        }
        narrowed
    }

    /// None where the fact's office is not told.
    fn holds(&self, line: &Line, source: &SourceLines) -> Option<bool> {
        let Scope::Offices(offices) = self else {
            return Some(true);
        };
        let named = match line {
            // Courses are the prefecture's: they belong to every office alike.
            Line::Training { .. } => return Some(true),
            // A call that is due is no fact of any table.
            Line::Aftercare { .. } => return Some(false),
            Line::Request { office, .. } => Some(office),
            Line::Visit { office, .. } => office.as_ref(),
            Line::Outcome { .. } | Line::Content { .. } | Line::Extra { .. } => None,
        };
        let office = source.office.as_ref().or(named);
        office.map(|office| offices.contains(office))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{programme, sources};
    use super::*;

    #[test]
    fn an_office_counts_its_own_and_what_belongs_to_all() {
        let (sources, own) = (sources(), Scope::Offices(vec!["keno".parse().unwrap()]));
        let facts = own.facts(&sources);
        assert!(facts.lines.iter().any(|line| matches!(line, Line::Training { .. })));
        for (at, line) in facts.lines.iter().enumerate() {
            let source = facts.source(at, &sources).unwrap();
            assert!(source.lines.contains(line));
            if let Line::Request { office, .. } = line {
                assert_eq!(office.as_str(), "keno");
            }
        }
        assert!(!facts.without_office.is_empty(), "the import tells no office of its visits");
        assert_eq!(own.programme(&programme()).offices.len(), 1);
    }

    #[test]
    fn everything_leaves_nothing_out() {
        let sources = sources();
        let facts = Scope::Everything.facts(&sources);
        assert_eq!(facts.lines.len(), sources.iter().map(|source| source.lines.len()).sum::<usize>());
        assert_eq!(facts.without_office, []);
        assert_eq!(Scope::Everything.programme(&programme()), programme());
    }
}
