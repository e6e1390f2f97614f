//! Who is connected, and how often: one member has so many connections, and those of whom nothing is
//! known yet are so many. It must never count one that is gone.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use shared::ids::MemberId;
use shared::protocol::limits;

/// What stands now.
#[derive(Debug, Default)]
pub struct Connections {
    members: Mutex<HashMap<MemberId, usize>>,
    unknown: Arc<AtomicUsize>,
}

/// A place among those of whom nothing is known yet; given back when it is dropped.
#[derive(Debug)]
pub struct Knock(Arc<AtomicUsize>);

/// A place among a member's connections; given back when it is dropped.
#[derive(Debug)]
pub struct Entered {
    connections: Arc<Connections>,
    member: MemberId,
}

impl Connections {
    /// A place for a socket of which nothing is known; none while there are too many.
    pub fn knock(&self) -> Option<Knock> {
        let count = self.unknown.fetch_add(1, Ordering::Relaxed);
        // Dropped at once if it is one too many.
        let knock = Knock(Arc::clone(&self.unknown));
        (count < limits::HANDSHAKES_MAX).then_some(knock)
    }

    /// A place for a member's connection; none while they have as many as one may have.
    pub fn enter(self: &Arc<Self>, member: MemberId) -> Option<Entered> {
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let count = members.entry(member).or_default();
        if *count >= limits::CONNECTIONS_PER_MEMBER_MAX {
            return None;
        }
        *count += 1;
        Some(Entered { connections: Arc::clone(self), member })
    }
}

impl Drop for Knock {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut members = self.connections.members.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = members.get_mut(&self.member) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                members.remove(&self.member);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_has_so_many_connections_and_a_place_comes_back() {
        let connections = Arc::new(Connections::default());
        let (one, other) = (MemberId([1; 8]), MemberId([2; 8]));
        let mut held: Vec<Entered> =
            (0..limits::CONNECTIONS_PER_MEMBER_MAX).map(|_| connections.enter(one).unwrap()).collect();
        assert!(connections.enter(one).is_none());
        assert!(connections.enter(other).is_some(), "others are others");
        held.pop();
        held.push(connections.enter(one).unwrap());
        assert!(connections.enter(one).is_none());
        held.clear();
        assert!(connections.members.lock().unwrap().is_empty(), "who is gone is not kept");
    }

    #[test]
    fn of_the_unknown_there_are_so_many_and_a_place_comes_back() {
        let connections = Connections::default();
        let mut held: Vec<Knock> = (0..limits::HANDSHAKES_MAX).map(|_| connections.knock().unwrap()).collect();
        for _ in 0..3 {
            assert!(connections.knock().is_none());
        }
        held.pop();
        assert!(connections.knock().is_some());
    }
}
