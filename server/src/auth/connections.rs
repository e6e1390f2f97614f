//! Who is connected, and how often: one member has so many connections, and those of whom nothing is
//! known yet are so many. It must never count one that is gone.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use shared::ids::MemberId;
use shared::protocol::limits;

/// What stands now.
#[derive(Debug, Default)]
pub struct Connections {
    members: Mutex<HashMap<MemberId, usize>>,
    unknown: Arc<Mutex<Unknown>>,
}

/// Those of whom nothing is known yet: all, and by the address they come from.
#[derive(Debug, Default)]
struct Unknown {
    all: usize,
    by_address: HashMap<Option<IpAddr>, usize>,
}

/// A place among those of whom nothing is known yet; given back when it is dropped.
#[derive(Debug)]
pub struct Knock {
    unknown: Arc<Mutex<Unknown>>,
    address: Option<IpAddr>,
}

/// A place among a member's connections; given back when it is dropped.
#[derive(Debug)]
pub struct Entered {
    connections: Arc<Connections>,
    member: MemberId,
}

impl Connections {
    /// A place for a socket of which nothing is known but its address; none while there are too many, of all or of
    /// that address: whoever says nothing must not keep others out.
    pub fn knock(&self, address: Option<IpAddr>) -> Option<Knock> {
        let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        let own = unknown.by_address.get(&address).copied().unwrap_or_default();
        if unknown.all >= limits::HANDSHAKES_MAX || own >= limits::HANDSHAKES_PER_ADDRESS_MAX {
            return None;
        }
        unknown.all += 1;
        unknown.by_address.insert(address, own + 1);
        Some(Knock { unknown: Arc::clone(&self.unknown), address })
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
        let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        unknown.all = unknown.all.saturating_sub(1);
        if let Some(own) = unknown.by_address.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                unknown.by_address.remove(&self.address);
            }
        }
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
        let from = |n: usize| Some(IpAddr::from([192, 0, 2, u8::try_from(n % 250).unwrap()]));
        let mut held: Vec<Knock> = (0..limits::HANDSHAKES_MAX).map(|n| connections.knock(from(n)).unwrap()).collect();
        for _ in 0..3 {
            assert!(connections.knock(None).is_none());
        }
        held.pop();
        assert!(connections.knock(None).is_some());
        held.clear();
        assert_eq!(connections.unknown.lock().unwrap().by_address.len(), 0, "who is gone is not kept");
    }

    #[test]
    fn one_address_has_its_share_and_keeps_nobody_else_out() {
        let connections = Connections::default();
        let [one, other] = [[192, 0, 2, 1], [192, 0, 2, 2]].map(|address| Some(IpAddr::from(address)));
        let mut held: Vec<Knock> =
            (0..limits::HANDSHAKES_PER_ADDRESS_MAX).map(|_| connections.knock(one).unwrap()).collect();
        assert!(connections.knock(one).is_none());
        assert!(connections.knock(other).is_some(), "others are others");
        held.pop();
        assert!(connections.knock(one).is_some());
    }
}
