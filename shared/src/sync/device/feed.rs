//! Following the relay's log: a page at a time, each durable before the next is asked for. It must never
//! move the cursor without what came with it, nor forget what was owed without a cursor that proves it.

use super::entry::take_entry;
use super::{AfterKeep, DeviceEffect, DeviceSession, Keep, send};
use crate::protocol::{Cursor, Entry, FromDevice, limits};

impl DeviceSession {
    pub(super) fn ask(&mut self, wait: bool, out: &mut Vec<DeviceEffect>) {
        out.push(send(&FromDevice::Feed { after: self.cursor, bytes: limits::FEED_PAGE_BYTES_MAX as u64, wait }));
    }

    pub(super) fn page(&mut self, entries: Vec<Entry>, next: Option<Cursor>, end: bool, out: &mut Vec<DeviceEffect>) {
        // A page that names no place leaves the device at its own.
        let next = next.or(self.cursor);
        self.heard_to = self.heard_to.max(next.map_or(0, |cursor| cursor.number));
        let acknowledged = self.outbox.passed(self.heard_to);
        let mut keep = Keep { cursor: next, acknowledged, ..Keep::default() };
        self.ahead.put_into(&mut keep);
        for entry in entries {
            take_entry(entry, &mut keep);
        }
        if keep.is_empty() && next == self.cursor {
            self.followed(end, out);
            return;
        }
        self.keep(keep, AfterKeep::NextPage { end }, out);
        self.finish_offering(out);
    }

    /// A page is durable: on to the next. What the relay lacks is compared once the feed has said all,
    /// for until then this device may hold documents that are not its person's any more.
    pub(super) fn followed(&mut self, end: bool, out: &mut Vec<DeviceEffect>) {
        self.caught_up = end;
        if end && self.offering && !self.heads_asked {
            self.heads_asked = true;
            out.push(DeviceEffect::WantHeads);
        }
        self.ask(end, out);
    }
}
