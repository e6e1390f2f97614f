//! What came into the feed after a row, and whom it may concern: so that one question, asked once a group of
//! changes, tells which connections must be woken. It must never leave out a member who may see one of the rows;
//! naming one who may not costs a question more.

use std::collections::BTreeSet;

use shared::ids::MemberId;

use super::feed::Cursor;

/// What came after a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The newest row when the store was asked: everything up to here was looked at. None while the feed is empty.
    pub to: Option<Cursor>,
    /// For whom there may be something.
    pub whom: Whom,
}

/// Whom rows may concern, by the rights of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Perhaps everybody: there are too many rows to look at each, or names have changed.
    Everybody,
    /// Nobody but these.
    Members(BTreeSet<MemberId>),
}

impl Whom {
    /// Whether a member may be concerned.
    pub fn holds(&self, member: MemberId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Members(members) => members.contains(&member),
        }
    }
}
