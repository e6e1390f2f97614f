//! How many bytes of pushes of each member are in the relay without an answer. It must never let one member fill the
//! relay's memory, whatever they send on however many connections, nor count what has been answered or has gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::ids::MemberId;
use shared::protocol::limits::PUSHES_BYTES_PER_MEMBER_MAX;

/// What is in the relay now, by member.
#[derive(Debug, Default)]
pub struct Loads {
    members: Mutex<HashMap<MemberId, usize>>,
}

/// A push in the relay; its bytes are given back when it is dropped.
#[derive(Debug)]
pub struct Load {
    loads: Arc<Loads>,
    member: MemberId,
    bytes: usize,
}

impl Loads {
    fn members(&self) -> MutexGuard<'_, HashMap<MemberId, usize>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for a push of so many bytes; none while too much of its member is without an answer.
    pub fn take(self: &Arc<Self>, member: MemberId, bytes: usize) -> Option<Load> {
        let mut members = self.members();
        let there = members.get(&member).copied().unwrap_or(0);
        if there + bytes > PUSHES_BYTES_PER_MEMBER_MAX {
            return None;
        }
        members.insert(member, there + bytes);
        Some(Load { loads: Arc::clone(self), member, bytes })
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        let mut members = self.loads.members();
        if let Some(there) = members.get_mut(&self.member) {
            *there = there.saturating_sub(self.bytes);
            if *there == 0 {
                members.remove(&self.member);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_member_holds_so_many_bytes_and_gives_them_back() {
        let loads = Arc::new(Loads::default());
        let (one, other) = (MemberId([1; 8]), MemberId([2; 8]));
        let most = loads.take(one, PUSHES_BYTES_PER_MEMBER_MAX).unwrap();
        assert!(loads.take(one, 1).is_none());
        assert!(loads.take(other, 1).is_some(), "another member has room of their own");
        drop(most);
        let half = loads.take(one, PUSHES_BYTES_PER_MEMBER_MAX / 2).unwrap();
        assert!(loads.take(one, PUSHES_BYTES_PER_MEMBER_MAX / 2 + 1).is_none());
        drop(half);
        assert!(loads.members().is_empty(), "nothing is remembered of who has nothing there");
    }
}
