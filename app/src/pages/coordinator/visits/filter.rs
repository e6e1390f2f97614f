//! Which visits a coordinator wants to see, as a code in the address.

use core::str::FromStr;

use shared::text::fold;

use super::super::found::Found;
use crate::store::{VisitRow, VisitState};

/// The query's name in the address.
pub const STATE: &str = "state";

/// A state to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Everything that is not over.
    #[default]
    Open,
    /// To come.
    Planned,
    /// Being written.
    Writing,
    /// Written, or written in again: a coordinator is to receive it.
    ToAccept,
    /// Received.
    Accepted,
    /// Called off.
    Ended,
    /// Everything.
    All,
}

impl Filter {
    /// Every filter, in the order of the page.
    pub const ALL: [Filter; 7] = [
        Filter::Open,
        Filter::Planned,
        Filter::Writing,
        Filter::ToAccept,
        Filter::Accepted,
        Filter::Ended,
        Filter::All,
    ];

    /// The code in the address.
    pub fn code(self) -> &'static str {
        match self {
            Filter::Open => "open",
            Filter::Planned => "planned",
            Filter::Writing => "writing",
            Filter::ToAccept => "to_accept",
            Filter::Accepted => "accepted",
            Filter::Ended => "ended",
            Filter::All => "all",
        }
    }

    /// Its words.
    pub fn label(self) -> &'static str {
        use crate::messages::visits as say;
        match self {
            Filter::Open => say::OPEN,
            Filter::Planned => say::PLANNED,
            Filter::Writing => say::WRITING,
            Filter::ToAccept => say::TO_ACCEPT,
            Filter::Accepted => say::ACCEPTED,
            Filter::Ended => say::ENDED,
            Filter::All => say::ALL,
        }
    }

    /// The address of the list in this state.
    pub fn href(self) -> String {
        match self {
            Filter::Open => "/visits".to_owned(),
            other => format!("/visits?{STATE}={}", other.code()),
        }
    }

    fn fits(self, state: VisitState) -> bool {
        match state {
            VisitState::Planned => matches!(self, Filter::Planned | Filter::Open | Filter::All),
            VisitState::Writing => matches!(self, Filter::Writing | Filter::Open | Filter::All),
            VisitState::ToAccept => matches!(self, Filter::ToAccept | Filter::Open | Filter::All),
            VisitState::ChangedAfter(_) => {
                matches!(self, Filter::ToAccept | Filter::Accepted | Filter::Open | Filter::All)
            }
            VisitState::Accepted(_) => matches!(self, Filter::Accepted | Filter::All),
            VisitState::Ended(_) => matches!(self, Filter::Ended | Filter::All),
        }
    }
}

/// A code that is no filter's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no filter has this code")]
pub struct UnknownFilter;

impl FromStr for Filter {
    type Err = UnknownFilter;

    fn from_str(code: &str) -> Result<Self, UnknownFilter> {
        Filter::ALL.into_iter().find(|filter| filter.code() == code).ok_or(UnknownFilter)
    }
}

/// How many visits are in each state.
pub fn counts(rows: &[VisitRow]) -> Vec<(Filter, usize)> {
    let count = |filter: Filter| rows.iter().filter(|row| filter.fits(row.state)).count();
    Filter::ALL.into_iter().map(|filter| (filter, count(filter))).collect()
}

/// The visits in a state whose hospital's name or よみ holds the words, the first `limit` of them.
/// What is open comes as rows do, by day; what is over comes newest first.
pub fn find(
    rows: &[VisitRow],
    filter: Filter,
    words: &str,
    limit: usize,
    reading: &dyn Fn(&VisitRow) -> Option<String>,
) -> Found<VisitRow> {
    let wanted = fold(words.trim());
    let named = |row: &&VisitRow| {
        wanted.is_empty()
            || fold(&row.hospital_name).contains(&wanted)
            || reading(row).is_some_and(|reading| fold(&reading).contains(&wanted))
    };
    let mut found: Vec<&VisitRow> = rows.iter().filter(|row| filter.fits(row.state)).filter(named).collect();
    if matches!(filter, Filter::Accepted | Filter::Ended | Filter::All) {
        found.reverse();
    }
    Found::first(&found, limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::domain::VisitOutcome;
    use shared::ids::DocumentId;

    fn row(n: u8, hospital: &str, state: VisitState) -> VisitRow {
        VisitRow {
            id: DocumentId([n; 16]),
            day: None,
            time: None,
            hospital: None,
            hospital_name: hospital.to_owned(),
            ward: String::new(),
            place: String::new(),
            meet: String::new(),
            office: None,
            office_name: String::new(),
            pair: Vec::new(),
            state,
            mine: false,
            writable: true,
            owed: false,
            disputed: false,
            damaged: false,
            unread: false,
            briefed: false,
            nth: None,
            away: Vec::new(),
            asked: false,
        }
    }

    fn ids(found: &Found<VisitRow>) -> Vec<u8> {
        found.rows.iter().map(|row| row.id.0[0]).collect()
    }

    fn rows() -> Vec<VisitRow> {
        let met = VisitOutcome::Met;
        vec![
            row(1, "みほん病院", VisitState::Accepted(met)),
            row(2, "湘南みほん病院", VisitState::ToAccept),
            row(3, "あさひ病院", VisitState::ChangedAfter(met)),
            row(4, "あさひ病院", VisitState::Planned),
            row(5, "あさひ病院", VisitState::Ended(VisitOutcome::Cancelled)),
        ]
    }

    #[test]
    fn codes_are_read_back() {
        for filter in Filter::ALL {
            assert_eq!(filter.code().parse(), Ok(filter));
        }
        assert_eq!("".parse::<Filter>(), Err(UnknownFilter));
    }

    #[test]
    fn each_filter_shows_its_states() {
        let shown = |filter| ids(&find(&rows(), filter, "", 9, &|_| None));
        assert_eq!(shown(Filter::Open), [2, 3, 4]);
        assert_eq!(shown(Filter::ToAccept), [2, 3]);
        assert_eq!(shown(Filter::Accepted), [3, 1]);
        assert_eq!(shown(Filter::Ended), [5]);
        assert_eq!(shown(Filter::All), [5, 4, 3, 2, 1]);
    }

    #[test]
    fn hospitals_are_found_by_name_and_reading() {
        let found = |words: &str| {
            ids(&find(&rows(), Filter::All, words, 9, &|row| (row.id.0[0] == 2).then(|| "しょうなんみほん".to_owned())))
        };
        assert_eq!(found("ミホン"), [2, 1]);
        assert_eq!(found("しょうなん"), [2]);
        assert!(found("ない").is_empty());
    }

    #[test]
    fn a_long_list_comes_in_parts() {
        let found = find(&rows(), Filter::All, "", 2, &|_| None);
        assert_eq!((found.rows.len(), found.all, found.has_more()), (2, 5, true));
    }
}
