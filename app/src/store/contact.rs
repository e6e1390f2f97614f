//! Whether the relay still hears of this device, for who stands at the door and who works behind it.

use shared::ids::MemberId;
use shared::time::{Day, Instant};

/// After so many days without a word with the relay a connection is asked for: nobody learns sooner that a device was
/// said to be lost, or that its owner has left, and words that wait so long are words that the partner does not have. It
/// is the programme's own rule for tablets, the same for everybody, and so no setting.
pub const CONTACT_DAYS_MAX: i32 = 14;

/// What is known of one person's device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Whose.
    pub member: MemberId,
    /// When the relay was last spoken to.
    pub at: Instant,
    /// Whether the relay has locked it, for too many wrong secrets shown there.
    pub locked: bool,
}

impl Contact {
    /// Since how many days nothing was heard, if a connection is asked for.
    pub fn overdue(&self, today: Day) -> Option<i32> {
        let days = today.days_after(self.at.tokyo_day());
        (days >= CONTACT_DAYS_MAX).then_some(days)
    }
}

/// What one person's vault owes the relay, as it is seen without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Whose.
    pub member: MemberId,
    /// How many changes.
    pub changes: usize,
}

impl Owed {
    /// All of it but what somebody owes who has their vault open: they count it themselves, as they write.
    pub fn beside(all: &[Self], open: Option<MemberId>) -> usize {
        all.iter().filter(|one| Some(one.member) != open).map(|one| one.changes).sum()
    }
}

/// What the relay had taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wiped {
    /// Whether the device was said to be lost, and everybody's went.
    pub lost: bool,
    /// Whether something that was owed could not be handed over; none after the page was loaded anew.
    pub left: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_owes_is_counted_once() {
        let [one, other] = [(1, 3), (2, 4)].map(|(id, changes)| Owed { member: MemberId([id; 8]), changes });
        assert_eq!(Owed::beside(&[one, other], None), 7);
        assert_eq!(Owed::beside(&[one, other], Some(one.member)), 4);
        assert_eq!(Owed::beside(&[], None), 0);
    }

    #[test]
    fn after_fourteen_days_without_the_relay_a_connection_is_asked_for() {
        let contact = Contact { member: MemberId([1; 8]), at: Instant::from_ms(0), locked: false };
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(contact.overdue(day("1970-01-14")), None);
        assert_eq!(contact.overdue(day("1970-01-15")), Some(CONTACT_DAYS_MAX));
        // A clock that was set back asks for nothing.
        assert_eq!(contact.overdue(day("1969-01-15")), None);
    }
}
