//! Tickets: what a session is changed for just before a socket opens. They live in memory for
//! half a minute and work once, so that no cookie has to open a socket by itself.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use shared::ids::SessionId;

use super::Secret;
use super::secret::NoRandomness;
use crate::storage::{Principal, SecretHash, Session};

/// How long a ticket is good.
pub const TICKET_MS: i64 = 30_000;
/// Tickets that stand at once. The oldest makes room: its holder asks for another.
pub const TICKETS_MAX: usize = 10_000;

/// The tickets that stand.
#[derive(Debug, Default)]
pub struct Tickets {
    standing: Mutex<Standing>,
}

#[derive(Debug, Default)]
struct Standing {
    by_secret: HashMap<SecretHash, Ticket>,
    /// In the order in which they were given, which is the order in which they end.
    order: VecDeque<(SecretHash, i64)>,
}

#[derive(Debug)]
struct Ticket {
    shown: Shown,
    expires_at_ms: i64,
}

/// What a ticket says: who comes in, by a session that must still stand then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Who comes in.
    pub who: Principal,
    /// The session that was changed for the ticket.
    pub session: SessionId,
}

impl Tickets {
    /// Gives a ticket for one socket.
    pub fn give(&self, session: &Session, now_ms: i64) -> Result<String, NoRandomness> {
        let secret = Secret::random()?;
        let expires_at_ms = now_ms.saturating_add(TICKET_MS);
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        standing.make_room(now_ms);
        standing.order.push_back((secret.hash(), expires_at_ms));
        let ticket = Ticket { shown: Shown { who: session.who, session: session.id }, expires_at_ms };
        standing.by_secret.insert(secret.hash(), ticket);
        Ok(secret.text())
    }

    /// Takes a ticket; it does not work again. Whether its session stands is for whoever takes it to ask.
    pub fn take(&self, text: &str, now_ms: i64) -> Option<Shown> {
        let secret = Secret::parse(text)?;
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let ticket = standing.by_secret.remove(&secret.hash())?;
        (now_ms < ticket.expires_at_ms).then_some(ticket.shown)
    }
}

impl Standing {
    fn make_room(&mut self, now_ms: i64) {
        while let Some((secret, expires_at_ms)) = self.order.front() {
            if *expires_at_ms > now_ms && self.order.len() < TICKETS_MAX {
                break;
            }
            self.by_secret.remove(secret);
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{DeviceId, MemberId};

    use super::*;

    fn session(n: u8) -> Session {
        let who = Principal { member: MemberId([n; 8]), device: DeviceId([n; 8]) };
        Session { id: SessionId([n; 8]), who, ends_at_ms: i64::MAX }
    }

    fn shown(n: u8) -> Shown {
        let Session { id, who, .. } = session(n);
        Shown { who, session: id }
    }

    #[test]
    fn a_ticket_works_once_and_for_its_own_person() {
        let tickets = Tickets::default();
        let one = tickets.give(&session(1), 0).unwrap();
        let two = tickets.give(&session(2), 0).unwrap();
        assert_eq!(tickets.take(&two, 1), Some(shown(2)));
        assert_eq!(tickets.take(&one, 1), Some(shown(1)));
        assert_eq!(tickets.take(&one, 1), None);
    }

    #[test]
    fn a_ticket_ends_after_half_a_minute() {
        let tickets = Tickets::default();
        let ticket = tickets.give(&session(1), 1_000).unwrap();
        assert_eq!(tickets.take(&ticket, 1_000 + TICKET_MS), None);
    }

    #[test]
    fn tickets_are_bounded_and_the_newest_work() {
        let tickets = Tickets::default();
        let first = tickets.give(&session(1), 0).unwrap();
        let mut last = String::new();
        for _ in 0..TICKETS_MAX {
            last = tickets.give(&session(2), 0).unwrap();
        }
        let count = tickets.standing.lock().unwrap().by_secret.len();
        assert!(count <= TICKETS_MAX, "{count}");
        assert_eq!(tickets.take(&first, 1), None);
        assert_eq!(tickets.take(&last, 1), Some(shown(2)));
    }
}
