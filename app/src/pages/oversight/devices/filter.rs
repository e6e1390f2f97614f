//! Which devices somebody wants to see, as a code in the address, and which of them need somebody first.

use core::str::FromStr;

use shared::time::Instant;

use crate::messages::devices as say;
use crate::oversight::{DeviceRow, DeviceState};

/// The query's name in the address.
pub const STATE: &str = "state";
/// Words that have waited for so long need somebody.
pub const OWED_MS: i64 = 24 * 3_600_000;
/// A device that was silent for so long needs somebody.
pub const SILENT_MS: i64 = 14 * 24 * 3_600_000;

/// Why a device needs somebody; the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It is lost, and has not said that it wiped itself.
    Lost,
    /// Too many wrong secrets were shown on it.
    Locked,
    /// Words have waited on it for a day.
    Owes,
    /// It was silent for two weeks.
    Silent,
    /// It has no code of its own, or does not encrypt what it stores.
    Open,
}

/// Why a device needs somebody, if it does.
pub fn need(row: &DeviceRow, now: Instant) -> Option<Need> {
    let older = |at: Instant, ms: i64| now.ms() - at.ms() >= ms;
    match row.state {
        DeviceState::Lost => Some(Need::Lost),
        DeviceState::Locked => Some(Need::Locked),
        DeviceState::Ended | DeviceState::Wiped => None,
        DeviceState::Active if row.oldest_unsent.is_some_and(|at| older(at, OWED_MS)) => Some(Need::Owes),
        DeviceState::Active if older(row.last_contact, SILENT_MS) => Some(Need::Silent),
        DeviceState::Active if row.passcode == Some(false) || row.encrypted == Some(false) => Some(Need::Open),
        DeviceState::Active => None,
    }
}

/// A state to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All that can still be used, or is lost and not wiped.
    #[default]
    Held,
    /// Those that need somebody.
    Needing,
    /// In use.
    Active,
    /// Lost.
    Lost,
    /// Over.
    Ended,
    /// Everything.
    All,
}

impl Filter {
    /// Every filter, in the order of the page.
    pub const ALL: [Filter; 6] =
        [Filter::Held, Filter::Needing, Filter::Active, Filter::Lost, Filter::Ended, Filter::All];

    /// The code in the address.
    pub fn code(self) -> &'static str {
        match self {
            Filter::Held => "held",
            Filter::Needing => "needing",
            Filter::Active => "active",
            Filter::Lost => "lost",
            Filter::Ended => "ended",
            Filter::All => "all",
        }
    }

    /// Its words.
    pub fn label(self) -> &'static str {
        match self {
            Filter::Held => say::HELD,
            Filter::Needing => say::NEEDING,
            Filter::Active => say::ACTIVE,
            Filter::Lost => say::LOST,
            Filter::Ended => say::ENDED,
            Filter::All => say::ALL,
        }
    }

    /// The address of the list in this state.
    pub fn href(self) -> String {
        match self {
            Filter::Held => "/devices".to_owned(),
            other => format!("/devices?{STATE}={}", other.code()),
        }
    }

    fn fits(self, row: &DeviceRow, now: Instant) -> bool {
        match self {
            Filter::Held => !matches!(row.state, DeviceState::Ended | DeviceState::Wiped),
            Filter::Needing => need(row, now).is_some(),
            Filter::Active => matches!(row.state, DeviceState::Active),
            Filter::Lost => matches!(row.state, DeviceState::Lost | DeviceState::Wiped),
            Filter::Ended => matches!(row.state, DeviceState::Ended | DeviceState::Wiped),
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
        Filter::ALL.into_iter().find(|filter| filter.code() == code).ok_or(UnknownFilter)
    }
}

/// The devices in a state: what needs somebody first, then what is in use by its holder's name, what is over last.
pub fn find(rows: &[DeviceRow], filter: Filter, now: Instant) -> Vec<DeviceRow> {
    let mut found: Vec<DeviceRow> = rows.iter().filter(|row| filter.fits(row, now)).cloned().collect();
    found.sort_by_cached_key(|row| {
        let over = matches!(row.state, DeviceState::Ended | DeviceState::Wiped);
        let need = need(row, now);
        (over, need.is_none(), need, row.name.clone(), -row.last_contact.ms())
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ids::{DeviceId, MemberId};

    const NOW: i64 = 100 * 24 * 3_600_000;

    fn row(n: u8, state: DeviceState) -> DeviceRow {
        let now = Instant::from_ms(NOW);
        DeviceRow {
            device: DeviceId([n; 8]),
            member: MemberId([n; 8]),
            name: format!("見本{n}"),
            state,
            enrolled: now,
            last_contact: now,
            managed: Some(true),
            passcode: Some(true),
            encrypted: Some(true),
            app: None,
            reported: None,
            unsent: None,
            oldest_unsent: None,
            lost: None,
            lost_by: None,
            wiped: None,
        }
    }

    fn rows() -> Vec<DeviceRow> {
        let ago = |ms: i64| Instant::from_ms(NOW - ms);
        let active = |n| row(n, DeviceState::Active);
        vec![
            active(1),
            row(2, DeviceState::Ended),
            DeviceRow { encrypted: Some(false), ..active(3) },
            DeviceRow { last_contact: ago(SILENT_MS), ..active(4) },
            DeviceRow { oldest_unsent: Some(ago(OWED_MS)), ..active(5) },
            row(6, DeviceState::Locked),
            row(7, DeviceState::Lost),
            row(8, DeviceState::Wiped),
            DeviceRow { last_contact: ago(SILENT_MS - 1), oldest_unsent: Some(ago(OWED_MS - 1)), ..active(9) },
        ]
    }

    fn shown(filter: Filter) -> Vec<u8> {
        find(&rows(), filter, Instant::from_ms(NOW)).iter().map(|row| row.device.0[0]).collect()
    }

    #[test]
    fn what_needs_somebody_comes_first_and_what_is_over_last() {
        assert_eq!(shown(Filter::All), [7, 6, 5, 4, 3, 1, 9, 2, 8]);
        assert_eq!(shown(Filter::Needing), [7, 6, 5, 4, 3]);
    }

    #[test]
    fn each_filter_shows_its_states_and_its_code_is_read_back() {
        assert_eq!(shown(Filter::Held), [7, 6, 5, 4, 3, 1, 9]);
        assert_eq!(shown(Filter::Active), [5, 4, 3, 1, 9]);
        assert_eq!(shown(Filter::Lost), [7, 8]);
        assert_eq!(shown(Filter::Ended), [2, 8]);
        for filter in Filter::ALL {
            assert_eq!(filter.code().parse(), Ok(filter));
        }
        assert_eq!("".parse::<Filter>(), Err(UnknownFilter));
    }
}
