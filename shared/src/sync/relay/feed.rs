//! One feed question at a time: what goes ahead of its page, when the page is worth sending, what of it
//! is an echo. It must never pass over a row of a page that it does not send.

use super::{Asking, RelayEffect, RelaySession, number, send};
use crate::domain::Role;
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{Cursor, Entry, FromRelay, What, limits};

impl RelaySession {
    /// Something was sent that the page being read must follow.
    pub(super) fn goes_ahead(&mut self) {
        if let Asking::Reading { ahead, .. } = &mut self.asking {
            *ahead = true;
        }
    }

    /// The membership has changed: goes ahead of the page whose row says so.
    pub(super) fn role(&mut self, role: Role, rights: &[(DocumentId, bool)], out: &mut Vec<RelayEffect>) {
        self.goes_ahead();
        let mut rest = rights;
        loop {
            let (part, more) = rest.split_at(rest.len().min(limits::RIGHTS_MAX));
            out.push(send(&FromRelay::Role { role, rights: part.to_vec() }));
            if more.is_empty() {
                return;
            }
            rest = more;
        }
    }

    /// An acknowledgement named a row: a page up to it must come, even if it says nothing else.
    pub(super) fn owes_page(&mut self, row: Option<u64>, out: &mut Vec<RelayEffect>) {
        self.acknowledged_to = self.acknowledged_to.max(row.unwrap_or(0));
        if self.acknowledged_to > self.said_to && matches!(self.asking, Asking::Waiting { .. }) {
            self.wake(out);
        }
    }

    pub(super) fn read(&mut self, after: Option<Cursor>, bytes: usize, wait: bool, out: &mut Vec<RelayEffect>) {
        self.asking = Asking::Reading { after, bytes, wait, woken: false, ahead: false };
        out.push(RelayEffect::ReadFeed { after, bytes });
    }

    pub(super) fn page(
        &mut self,
        mut entries: Vec<Entry>,
        next: Option<Cursor>,
        end: bool,
        out: &mut Vec<RelayEffect>,
    ) {
        let Asking::Reading { after, bytes, wait, woken, ahead } = self.asking else {
            return;
        };
        // Rows meant for others are passed over without a word: what happens elsewhere costs this
        // device no byte.
        let owed = self.acknowledged_to > self.said_to;
        let passes = owed && number(next) >= self.acknowledged_to;
        if wait && entries.is_empty() && !ahead && !passes {
            let after = next.or(after);
            if woken || !end || owed {
                self.read(after, bytes, wait, out);
            } else {
                self.asking = Asking::Waiting { after, bytes };
            }
            return;
        }
        self.asking = Asking::Nothing;
        self.said_to = self.said_to.max(number(next));
        for entry in entries.iter().filter(|entry| entry.what == What::Gone) {
            self.leaves(entry.document, out);
        }
        self.leave_out_echo(&mut entries);
        out.push(send(&FromRelay::Feed { entries, next, end }));
    }

    /// Leaves out the changes that this very connection brought: the device has them durable. Not
    /// from a grant: the right was lost before it, and the document deleted with all that it held.
    fn leave_out_echo(&mut self, entries: &mut Vec<Entry>) {
        if self.brought.is_empty() {
            return;
        }
        let changed = |entry: &&mut Entry| entry.what == What::Changes;
        for entry in entries.iter_mut().filter(changed) {
            entry.changes.retain(|bytes| {
                crate::documents::hash_of_plain(bytes).is_none_or(|hash| !self.brought.contains(&hash))
            });
        }
        entries.retain(|entry| entry.what != What::Changes || !entry.changes.is_empty());
    }

    pub(super) fn remember(&mut self, hashes: Vec<ChangeHash>) {
        const BROUGHT_MAX: usize = 10_000;
        if self.brought.len() + hashes.len() > BROUGHT_MAX {
            self.brought.clear();
        }
        self.brought.extend(hashes);
    }

    /// Up to which row everything is known to a question that waits; none if none does.
    pub fn waits_at(&self) -> Option<u64> {
        match self.asking {
            Asking::Waiting { after, .. } => Some(number(after)),
            _ => None,
        }
    }

    /// Nothing between where a question waits and this row is for this member: it waits from there on. What the
    /// device is told stays as it was.
    pub fn passed(&mut self, to: Cursor) {
        if let Asking::Waiting { after, .. } = &mut self.asking
            && to.number > number(*after)
        {
            *after = Some(to);
        }
    }

    pub(super) fn wake(&mut self, out: &mut Vec<RelayEffect>) {
        match &mut self.asking {
            Asking::Waiting { after, bytes } => {
                let (after, bytes) = (*after, *bytes);
                self.read(after, bytes, true, out);
            }
            // The page looked at the membership before this, or nobody asks for one.
            Asking::Reading { woken, .. } => {
                *woken = true;
                self.look(out);
            }
            Asking::Nothing => self.look(out),
        }
    }
}
