//! The device's end: tells the relay what is owed, takes in what is new, and never forgets a word
//! before the relay has it for good. It must never call a change acknowledged before the relay's
//! `ack`, nor move its cursor before what came with it is durable here.

mod outbox;
#[cfg(test)]
mod tests;
mod types;

pub use types::{DeviceEffect, DeviceEvent, Keep, OwedChange, Refused, Status};

use std::collections::{BTreeMap, VecDeque};

use outbox::Outbox;

use crate::ids::DocumentId;
use crate::protocol::{
    self, CloseCode, Cursor, Entry, FromDevice, FromRelay, Offer, VERSION, What, limits,
};
use crate::time::Instant;

/// Where the connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// No socket; the next attempt at this time.
    Down { retry_at: Instant },
    /// The host was asked to connect.
    Dialling,
    /// `join` is sent.
    Joining { since: Instant },
    /// The handshake is done.
    Up,
    /// No attempt will help before a person or an update does something.
    Stopped(CloseCode),
}

/// The device's session with the relay, for one person's vault.
#[derive(Debug)]
pub struct DeviceSession {
    line: Line,
    app: String,
    attempts: u32,
    cursor: Option<Cursor>,
    /// What the relay lacks must still be asked: survives a restart of the device.
    offering: bool,
    /// On this line, the host has named every document it has.
    offered_all: bool,
    /// On this line, the relay has answered from this device's cursor.
    cursor_confirmed: bool,
    outbox: Outbox,
    /// Pages being made durable by the host, by keep number.
    keeping: BTreeMap<u64, AfterKeep>,
    next_keep: u64,
    /// Documents whose missing changes the host was asked for.
    wanted: VecDeque<DocumentId>,
    last_heard: Instant,
    last_ping: Instant,
    last_ack: Option<Instant>,
    caught_up: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum AfterKeep {
    /// Ask for the next page of the feed.
    NextPage { end: bool },
    /// Tell the relay everything this device has.
    OfferAll,
    /// Nothing more.
    Nothing,
}

impl DeviceSession {
    /// A session as it stands when the device starts: what was durable when it last ran.
    pub fn new(
        now: Instant,
        app: String,
        cursor: Option<Cursor>,
        offering: bool,
        owed: Vec<OwedChange>,
    ) -> Self {
        Self {
            line: Line::Down { retry_at: now },
            app,
            attempts: 0,
            cursor,
            offering,
            offered_all: false,
            cursor_confirmed: false,
            outbox: Outbox::new(owed),
            keeping: BTreeMap::new(),
            next_keep: 1,
            wanted: VecDeque::new(),
            last_heard: now,
            last_ping: now,
            last_ack: None,
            caught_up: false,
        }
    }

    /// One step. `random` is fresh randomness for the waits between attempts.
    pub fn handle(&mut self, now: Instant, random: u64, event: DeviceEvent) -> Vec<DeviceEffect> {
        let mut out = Vec::new();
        match event {
            DeviceEvent::Tick => self.tick(now, random, &mut out),
            DeviceEvent::Connected { ticket } => self.connected(now, ticket, &mut out),
            DeviceEvent::NotConnected { code } => self.lost(now, random, code),
            DeviceEvent::Frame(bytes) => self.frame(now, random, &bytes, &mut out),
            DeviceEvent::Owed(changes) => self.outbox.add(changes),
            DeviceEvent::Kept(keep) => self.kept(keep, &mut out),
            DeviceEvent::Heads(offers) => self.offer(offers, &mut out),
            DeviceEvent::Missing {
                document,
                changes,
                receipts,
            } => {
                self.wanted.retain(|wanted| *wanted != document);
                self.outbox.bring_back(document, changes, receipts);
                self.finish_offering(&mut out);
            }
            DeviceEvent::TryNow => self.try_now(now),
        }
        self.dial(now, &mut out);
        self.send_owed(&mut out);
        out.push(DeviceEffect::Status(self.status()));
        out
    }

    fn dial(&mut self, now: Instant, out: &mut Vec<DeviceEffect>) {
        if let Line::Down { retry_at } = self.line {
            if now >= retry_at {
                self.line = Line::Dialling;
                out.push(DeviceEffect::Connect);
            } else {
                out.push(DeviceEffect::WakeAt(retry_at));
            }
        }
    }

    fn connected(&mut self, now: Instant, ticket: Option<String>, out: &mut Vec<DeviceEffect>) {
        self.line = Line::Joining { since: now };
        self.last_heard = now;
        out.push(send(&FromDevice::Join {
            sender: "device".to_owned(),
            versions: vec![VERSION.to_owned()],
            app: self.app.clone(),
            ticket,
        }));
        out.push(DeviceEffect::WakeAt(now.plus_ms(limits::HANDSHAKE_MS_MAX)));
    }

    fn lost(&mut self, now: Instant, random: u64, code: Option<CloseCode>) {
        self.outbox.connection_lost();
        self.wanted.clear();
        self.offered_all = false;
        self.cursor_confirmed = false;
        self.caught_up = false;
        // What the host is making durable stays under way, but asks for nothing afterwards.
        for after in self.keeping.values_mut() {
            *after = AfterKeep::Nothing;
        }
        self.line = match code {
            Some(code @ (CloseCode::Version | CloseCode::SignedOut)) => Line::Stopped(code),
            _ => {
                self.attempts = self.attempts.saturating_add(1);
                let wait = retry_wait_ms(self.attempts, random);
                Line::Down {
                    retry_at: now.plus_ms(wait),
                }
            }
        };
    }

    fn try_now(&mut self, now: Instant) {
        if matches!(self.line, Line::Down { .. } | Line::Stopped(_)) {
            self.attempts = 0;
            self.line = Line::Down { retry_at: now };
        }
    }

    fn tick(&mut self, now: Instant, random: u64, out: &mut Vec<DeviceEffect>) {
        let silent_since = match self.line {
            Line::Joining { since } => Some((since, limits::HANDSHAKE_MS_MAX)),
            Line::Up => Some((self.last_heard, limits::SILENCE_MS_MAX)),
            _ => None,
        };
        if let Some((since, max)) = silent_since
            && now.ms() - since.ms() >= max
        {
            out.push(DeviceEffect::Disconnect);
            self.lost(now, random, None);
            return;
        }
        if self.line == Line::Up {
            self.outbox.retry_put_off();
            if now.ms() - self.last_ping.ms() >= limits::PING_MS {
                self.last_ping = now;
                out.push(send(&FromDevice::Ping));
            }
            out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
        }
    }

    fn frame(&mut self, now: Instant, random: u64, bytes: &[u8], out: &mut Vec<DeviceEffect>) {
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

    fn message(
        &mut self,
        now: Instant,
        random: u64,
        message: FromRelay,
        out: &mut Vec<DeviceEffect>,
    ) {
        match message {
            FromRelay::Peer {
                version,
                now: relay_now,
                ..
            } => {
                if version != VERSION {
                    out.push(DeviceEffect::Disconnect);
                    self.lost(now, random, Some(CloseCode::Version));
                    return;
                }
                self.line = Line::Up;
                self.attempts = 0;
                self.last_ping = now;
                out.push(DeviceEffect::RelayClock(relay_now));
                out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
                self.ask(false, out);
                if self.offering {
                    out.push(DeviceEffect::WantHeads);
                }
            }
            FromRelay::Restart => self.restart(out),
            FromRelay::Feed { entries, next, end } => {
                self.cursor_confirmed = true;
                self.page(entries, next, end, out);
            }
            FromRelay::Changes { entry, .. } => {
                let mut keep = Keep::default();
                take_entry(entry, &mut keep);
                self.keep(keep, AfterKeep::Nothing, out);
            }
            FromRelay::Lacks(offers) => {
                for offer in offers {
                    out.push(DeviceEffect::WantChanges {
                        document: offer.document,
                        since: offer.heads,
                    });
                }
                self.finish_offering(out);
            }
            FromRelay::Ack {
                batch, receipts, ..
            } => {
                if let Some((document, hashes)) = self.outbox.acknowledged(batch) {
                    self.last_ack = Some(now);
                    let keep = Keep {
                        receipts: receipts.into_iter().map(|r| (document, r)).collect(),
                        acknowledged: hashes.into_iter().map(|hash| (document, hash)).collect(),
                        ..Keep::default()
                    };
                    self.keep(keep, AfterKeep::Nothing, out);
                    self.finish_offering(out);
                }
            }
            FromRelay::Reject { batch, refusal, .. } if refusal.is_passing() => {
                self.outbox.put_off(batch);
                out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
            }
            FromRelay::Reject {
                batch,
                refusal,
                hashes,
                ..
            } => {
                if let Some((document, hashes)) = self.outbox.refused(batch, &hashes) {
                    let keep = Keep {
                        refused: vec![Refused {
                            document,
                            hashes,
                            refusal,
                        }],
                        ..Keep::default()
                    };
                    self.keep(keep, AfterKeep::Nothing, out);
                    self.finish_offering(out);
                }
            }
            FromRelay::People(people) => out.push(DeviceEffect::People(people)),
            FromRelay::Error(code) => {
                out.push(DeviceEffect::Disconnect);
                self.lost(now, random, Some(code));
            }
            FromRelay::Pong { now: relay_now } => out.push(DeviceEffect::RelayClock(relay_now)),
        }
    }

    fn ask(&mut self, wait: bool, out: &mut Vec<DeviceEffect>) {
        out.push(send(&FromDevice::Feed {
            after: self.cursor,
            bytes: limits::FEED_PAGE_BYTES_MAX as u64,
            wait,
        }));
    }

    /// The relay was restored from a backup: nothing it acknowledged may be taken as kept.
    fn restart(&mut self, out: &mut Vec<DeviceEffect>) {
        self.cursor = None;
        self.offering = true;
        self.offered_all = false;
        let keep = Keep {
            restart: true,
            ..Keep::default()
        };
        self.keep(keep, AfterKeep::OfferAll, out);
    }

    fn page(
        &mut self,
        entries: Vec<Entry>,
        next: Option<Cursor>,
        end: bool,
        out: &mut Vec<DeviceEffect>,
    ) {
        let mut keep = Keep {
            cursor: next,
            ..Keep::default()
        };
        for entry in entries {
            take_entry(entry, &mut keep);
        }
        if keep.is_empty() && next == self.cursor {
            self.caught_up = end;
            self.ask(end, out);
            return;
        }
        self.keep(keep, AfterKeep::NextPage { end }, out);
    }

    fn keep(&mut self, keep: Keep, after: AfterKeep, out: &mut Vec<DeviceEffect>) {
        let number = self.next_keep;
        self.next_keep += 1;
        self.keeping.insert(number, after);
        out.push(DeviceEffect::Keep {
            number,
            keep: Box::new(keep),
        });
    }

    fn kept(&mut self, kept: types::Kept, out: &mut Vec<DeviceEffect>) {
        let after = self.keeping.remove(&kept.number);
        if let Some(cursor) = kept.cursor {
            self.cursor = Some(cursor);
        }
        match after {
            Some(AfterKeep::NextPage { end }) => {
                self.caught_up = end;
                self.ask(end, out);
            }
            Some(AfterKeep::OfferAll) => {
                self.cursor = None;
                self.ask(false, out);
                out.push(DeviceEffect::WantHeads);
            }
            Some(AfterKeep::Nothing) | None => {}
        }
    }

    fn offer(&mut self, offers: Vec<Offer>, out: &mut Vec<DeviceEffect>) {
        if self.line != Line::Up {
            return;
        }
        self.offered_all = true;
        if offers.is_empty() {
            self.finish_offering(out);
            return;
        }
        for page in offers.chunks(limits::OFFER_DOCUMENTS_MAX) {
            self.wanted.extend(page.iter().map(|offer| offer.document));
            out.push(send(&FromDevice::Offer(page.to_vec())));
        }
    }

    /// The offering is over when every document was compared and all that was lacking is there.
    fn finish_offering(&mut self, out: &mut Vec<DeviceEffect>) {
        if self.offering && self.offered_all && self.wanted.is_empty() && !self.outbox.brings_back()
        {
            self.offering = false;
            let keep = Keep {
                offered: true,
                ..Keep::default()
            };
            self.keep(keep, AfterKeep::Nothing, out);
        }
    }

    fn send_owed(&mut self, out: &mut Vec<DeviceEffect>) {
        // Before the relay has said that it knows the cursor, it may be one restored from a backup:
        // what is owed could build on what it lost, and would be refused for that.
        let compared = !self.offering || (self.offered_all && self.wanted.is_empty());
        if self.line == Line::Up && self.cursor_confirmed && compared {
            for push in self.outbox.next_pushes() {
                out.push(send(&FromDevice::Push(push)));
            }
        }
    }

    fn status(&self) -> Status {
        Status {
            online: self.line == Line::Up,
            stopped: match self.line {
                Line::Stopped(code) => Some(code),
                _ => None,
            },
            caught_up: self.caught_up,
            owed: self.outbox.len(),
            owed_documents: self.outbox.documents(),
            last_ack: self.last_ack,
        }
    }
}

fn send(message: &FromDevice) -> DeviceEffect {
    DeviceEffect::Send(protocol::encode_from_device(message))
}

fn take_entry(entry: Entry, keep: &mut Keep) {
    let document = entry.document;
    match entry.what {
        What::Gone => keep.gone.push(document),
        What::Changes | What::Grant => {
            keep.standing.push((document, entry.kind, entry.writable));
            keep.changes
                .extend(entry.changes.into_iter().map(|bytes| (document, bytes)));
            keep.receipts
                .extend(entry.receipts.into_iter().map(|r| (document, r)));
        }
    }
}

/// Doubling waits with a random part, so that devices do not all come back at once.
fn retry_wait_ms(attempts: u32, random: u64) -> i64 {
    let doubled = limits::RETRY_MS_MIN << attempts.saturating_sub(1).min(10);
    let wait = doubled.min(limits::RETRY_MS_MAX);
    let jitter = i64::try_from(random % 1_000).unwrap_or(0) * wait / 2_000;
    wait / 2 + jitter
}
