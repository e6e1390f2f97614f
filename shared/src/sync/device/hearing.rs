//! What the relay says, taken one message at a time. It must never act upon a frame that cannot be read,
//! nor upon one of a line that was given up.

use super::entry::take_entry;
use super::{AfterKeep, DeviceEffect, DeviceSession, Keep, Line};
use crate::protocol::{self, CloseCode, FromRelay, Refusal, VERSION, limits};
use crate::time::Instant;

impl DeviceSession {
    pub(super) fn frame(&mut self, now: Instant, random: u64, bytes: &[u8], out: &mut Vec<DeviceEffect>) {
        if !matches!(self.line, Line::Joining { .. } | Line::Up) {
            return;
        }
        self.last_heard = now;
        match protocol::decode_from_relay(bytes) {
            Ok(message) => self.message(now, random, message, out),
            // A newer relay may say things this version does not know; what it needs comes by
            // the messages it does know.
            Err(protocol::FrameError::UnknownType) => {}
            Err(_) => {
                out.push(DeviceEffect::Disconnect);
                self.lost(now, random, None);
            }
        }
    }

    fn message(&mut self, now: Instant, random: u64, message: FromRelay, out: &mut Vec<DeviceEffect>) {
        match message {
            FromRelay::Peer { version, member, now: relay_now, read_only, .. } => {
                if version != VERSION {
                    out.push(DeviceEffect::Disconnect);
                    self.lost(now, random, Some(CloseCode::Version));
                    return;
                }
                self.line = Line::Up;
                self.member = Some(member);
                self.read_only = read_only;
                self.last_ping = now;
                out.push(DeviceEffect::RelayClock(relay_now));
                out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
                self.heard_to = self.cursor.map_or(0, |cursor| cursor.number);
                self.ask(false, out);
                self.open_all(now, out);
            }
            FromRelay::Restart => self.restart(out),
            FromRelay::Feed { entries, next, end } => {
                self.cursor_confirmed = true;
                self.page(entries, next, end, out);
            }
            FromRelay::Figures { forget, sources } => {
                let fits = self.ahead.add_figures(forget, sources);
                self.hang_up_unless(fits, now, random, out);
            }
            // The names come too, and this member's own role among them.
            FromRelay::Role { rights, .. } => {
                let fits = self.ahead.add_rights(rights);
                self.hang_up_unless(fits, now, random, out);
            }
            FromRelay::Purge(documents) => {
                let fits = self.ahead.add_purged(documents);
                self.hang_up_unless(fits, now, random, out);
            }
            FromRelay::Changes { entry, .. } => {
                let mut keep = Keep::default();
                take_entry(entry, &mut keep);
                self.keep(keep, AfterKeep::Nothing, out);
            }
            FromRelay::Lacks(offers) => {
                self.offers_under_way = self.offers_under_way.saturating_sub(1);
                self.send_offers(out);
                self.lacks(offers, out);
            }
            FromRelay::Ack { batch, receipts, row, .. } => {
                // What is acknowledged at a row that no page has reached yet stays owed on the disk: if
                // the relay loses that row in a backup that knows the cursor, it is pushed again.
                let row = row.filter(|row| *row > self.heard_to);
                if let Some((document, hashes)) = self.outbox.acknowledged(batch, row) {
                    self.last_ack = Some(now);
                    let keep = Keep {
                        receipts: receipts.into_iter().map(|r| (document, r)).collect(),
                        acknowledged: hashes.into_iter().map(|hash| (document, hash)).collect(),
                        ..Keep::default()
                    };
                    self.keep(keep, AfterKeep::Nothing, out);
                    self.leave(document, out);
                    self.finish_offering(out);
                }
            }
            FromRelay::Reject { batch, refusal, .. } if refusal.is_passing() => {
                self.outbox.put_off(batch);
                out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
            }
            FromRelay::Reject { batch, refusal: Refusal::Missing, hashes, .. } => self.missing(batch, &hashes, out),
            // The right may have ended between the answer to an offer and the push: what was brought back for
            // others is nothing that this person wrote.
            FromRelay::Reject { batch, document, refusal: refusal @ (Refusal::NoRight | Refusal::Gone), hashes }
                if (self.unnamed.contains(&document) || hashes.is_empty())
                    && self.reduce(batch, refusal == Refusal::Gone, out) => {}
            FromRelay::Reject { batch, refusal, hashes, .. } => {
                if let Some((document, hashes)) = self.outbox.refused(batch, &hashes, refusal)
                    && !hashes.is_empty()
                {
                    self.refused(document, hashes, refusal, out);
                }
            }
            FromRelay::Presence { document, present, left } => self.others(document, present, &left),
            FromRelay::Auth => {
                self.ticket_wanted = true;
                out.push(DeviceEffect::FetchTicket);
            }
            FromRelay::Refused { document, kept, end } => self.quarantined(document, kept, end, out),
            FromRelay::People(people) => out.push(DeviceEffect::People(people)),
            FromRelay::Error(code) => {
                out.push(DeviceEffect::Disconnect);
                self.lost(now, random, Some(code));
            }
            FromRelay::Pong { now: relay_now } => {
                // Only a line that holds counts as a success: one that the relay closes at the
                // same message each time must not be tried without a wait.
                self.attempts = 0;
                out.push(DeviceEffect::RelayClock(relay_now));
            }
        }
    }

    /// More came ahead of a page than any page has.
    fn hang_up_unless(&mut self, fits: bool, now: Instant, random: u64, out: &mut Vec<DeviceEffect>) {
        if !fits {
            out.push(DeviceEffect::Disconnect);
            self.lost(now, random, None);
        }
    }
}
