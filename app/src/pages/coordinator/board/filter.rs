//! Which requests a coordinator wants to see, as a code in the address.

use core::str::FromStr;

use shared::domain::RequestState;
use shared::text::fold;

use super::super::found::Found;
use crate::store::RequestRow;

/// The query's name in the address.
pub const STATE: &str = "state";

/// A state to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Everything that is not closed.
    #[default]
    Open,
    /// One state.
    In(RequestState),
    /// Everything.
    All,
}

impl Filter {
    /// Every filter, in the order of the page.
    pub fn all() -> impl Iterator<Item = Filter> {
        let states = RequestState::ALL.iter().copied().map(Filter::In);
        [Filter::Open].into_iter().chain(states).chain([Filter::All])
    }

    /// The code in the address.
    pub fn code(self) -> &'static str {
        match self {
            Filter::Open => "open",
            Filter::In(state) => state.code(),
            Filter::All => "all",
        }
    }

    /// Its words.
    pub fn label(self) -> &'static str {
        use crate::messages::board as say;
        match self {
            Filter::Open => say::OPEN,
            Filter::In(state) => state.label(),
            Filter::All => say::ALL,
        }
    }

    /// The address of the board in this state.
    pub fn href(self) -> String {
        match self {
            Filter::Open => "/requests".to_owned(),
            other => format!("/requests?{STATE}={}", other.code()),
        }
    }

    /// A request that cannot be read is in no state, and goes on as far as anybody knows.
    fn fits(self, row: &RequestRow) -> bool {
        match self {
            Filter::Open => row.unread || row.state.is_open(),
            Filter::In(wanted) => !row.unread && wanted == row.state,
            Filter::All => true,
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
        Filter::all().find(|filter| filter.code() == code).ok_or(UnknownFilter)
    }
}

/// How many requests are in each state; a state without any is left out.
pub fn counts(rows: &[RequestRow]) -> Vec<(Filter, usize)> {
    let count = |filter: Filter| rows.iter().filter(|row| filter.fits(row)).count();
    let all = Filter::all().map(|filter| (filter, count(filter)));
    all.filter(|(filter, count)| *count > 0 || !matches!(filter, Filter::In(_))).collect()
}

/// The requests in a state whose name, よみ or hospital holds the words, the first `limit` of them.
pub fn find(rows: &[RequestRow], filter: Filter, words: &str, limit: usize) -> Found<RequestRow> {
    let wanted = fold(words.trim());
    let named = |row: &&RequestRow| {
        wanted.is_empty() || [&row.name, &row.kana, &row.hospital_name].iter().any(|text| fold(text).contains(&wanted))
    };
    let found: Vec<&RequestRow> = rows.iter().filter(|row| filter.fits(row)).filter(named).collect();
    Found::first(&found, limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ids::DocumentId;

    fn row(n: u8, name: &str, state: RequestState) -> RequestRow {
        RequestRow {
            id: DocumentId([n; 16]),
            received: None,
            channel: None,
            name: name.to_owned(),
            kana: String::new(),
            hospital: None,
            hospital_name: "みほん病院".to_owned(),
            ward: String::new(),
            office: None,
            office_name: String::new(),
            state,
            since: None,
            ask_again: None,
            visits: Vec::new(),
            consult: None,
            writable: true,
            owed: false,
            disputed: false,
            damaged: false,
            unread: false,
        }
    }

    #[test]
    fn every_filter_is_read_from_its_own_code() {
        for filter in Filter::all() {
            assert_eq!(filter.code().parse(), Ok(filter));
        }
        assert_eq!("nothing".parse::<Filter>(), Err(UnknownFilter));
    }

    #[test]
    fn what_is_closed_is_found_only_where_it_is_asked_for() {
        let rows = [row(1, "見本 はま", RequestState::Closed), row(2, "例示 たろう", RequestState::Judging)];
        let ids = |filter, words: &str| {
            let found = find(&rows, filter, words, 10);
            found.rows.iter().map(|row| row.id.0[0]).collect::<Vec<_>>()
        };
        assert_eq!(ids(Filter::Open, ""), [2]);
        assert_eq!(ids(Filter::All, ""), [1, 2]);
        assert_eq!(ids(Filter::In(RequestState::Closed), ""), [1]);
        assert_eq!(ids(Filter::All, "タロウ"), [2], "kana of either kind");
        assert_eq!(ids(Filter::All, "みほん"), [1, 2]);
        assert!(find(&rows, Filter::All, "", 1).has_more());
    }

    #[test]
    fn what_cannot_be_read_stands_among_what_goes_on_and_in_no_state() {
        let rows = [RequestRow { unread: true, ..row(1, "", RequestState::Received) }];
        let count = |filter| find(&rows, filter, "", 10).rows.len();
        assert_eq!((count(Filter::Open), count(Filter::All)), (1, 1));
        assert_eq!(count(Filter::In(RequestState::Received)), 0);
    }
}
