//! The device's end: tells the relay what is owed, takes in what is new, and never forgets a word
//! before the relay has it for good. It must never call a change acknowledged before the relay's
//! `ack`, nor move its cursor before what came with it is durable here.

mod outbox;
#[cfg(test)]
mod tests;
mod types;

pub use types::{DeviceEffect, DeviceEvent, Keep, Kept, OwedChange, Refused, Status};

use std::collections::{BTreeMap, BTreeSet};

use outbox::{Missing, Outbox};

use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{self, CloseCode, Cursor, Entry, FromDevice, FromRelay, Offer, Refusal, VERSION, What, limits};
use crate::time::Instant;

/// Where the connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// No socket; the next attempt at this time.
    Down { retry_at: Instant },
    /// The host was asked to connect.
    Dialling { since: Instant },
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
    /// Documents that are being compared with the relay, and the heads they have here.
    compared: BTreeMap<DocumentId, Vec<ChangeHash>>,
    /// Documents whose missing changes the host was asked for.
    wanted: BTreeSet<DocumentId>,
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
    pub fn new(now: Instant, app: String, cursor: Option<Cursor>, offering: bool, owed: Vec<OwedChange>) -> Self {
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
            compared: BTreeMap::new(),
            wanted: BTreeSet::new(),
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
            // The end of a line that was given up already says nothing new: it must neither
            // lengthen the wait nor start again what was stopped.
            DeviceEvent::NotConnected { .. } if matches!(self.line, Line::Down { .. } | Line::Stopped(_)) => {}
            DeviceEvent::NotConnected { code } => self.lost(now, random, code),
            DeviceEvent::Frame(bytes) => self.frame(now, random, &bytes, &mut out),
            DeviceEvent::Owed(changes) => self.outbox.add(changes),
            DeviceEvent::Kept(keep) => self.kept(keep, &mut out),
            DeviceEvent::Heads(offers) => self.offer(offers, &mut out),
            // An answer to a line that was lost: the next one compares anew.
            DeviceEvent::Missing { .. } if self.line != Line::Up => {}
            DeviceEvent::Missing { document, changes, receipts } => {
                self.wanted.remove(&document);
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
                self.line = Line::Dialling { since: now };
                out.push(DeviceEffect::Connect);
                out.push(DeviceEffect::WakeAt(now.plus_ms(limits::HANDSHAKE_MS_MAX)));
            } else {
                out.push(DeviceEffect::WakeAt(retry_at));
            }
        }
    }

    fn connected(&mut self, now: Instant, ticket: Option<String>, out: &mut Vec<DeviceEffect>) {
        if !matches!(self.line, Line::Dialling { .. }) {
            // A socket that nobody waits for any more.
            out.push(DeviceEffect::Disconnect);
            return;
        }
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
        self.compared.clear();
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
                Line::Down { retry_at: now.plus_ms(wait) }
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
            Line::Dialling { since } | Line::Joining { since } => Some((since, limits::HANDSHAKE_MS_MAX)),
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

    fn message(&mut self, now: Instant, random: u64, message: FromRelay, out: &mut Vec<DeviceEffect>) {
        match message {
            FromRelay::Peer { version, now: relay_now, .. } => {
                if version != VERSION {
                    out.push(DeviceEffect::Disconnect);
                    self.lost(now, random, Some(CloseCode::Version));
                    return;
                }
                self.line = Line::Up;
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
            FromRelay::Lacks(offers) => self.lacks(offers, out),
            FromRelay::Ack { batch, receipts, .. } => {
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
            FromRelay::Reject { batch, refusal: Refusal::Missing, hashes, .. } => self.missing(batch, &hashes, out),
            FromRelay::Reject { batch, refusal, hashes, .. } => {
                if let Some((document, hashes)) = self.outbox.refused(batch, &hashes) {
                    self.refused(document, hashes, refusal, out);
                }
            }
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

    /// The relay lacks what a push builds on. It may have been restored from a backup that knows
    /// this device's cursor all the same: what it lost is brought back before anything is refused.
    fn missing(&mut self, batch: u64, hashes: &[ChangeHash], out: &mut Vec<DeviceEffect>) {
        match self.outbox.missing(batch, hashes) {
            Some(Missing::Compare(document)) => {
                self.compared.insert(document, Vec::new());
                out.push(send(&FromDevice::Offer(vec![Offer { document, heads: Vec::new() }])));
            }
            Some(Missing::Refused(document, hashes)) => {
                self.refused(document, hashes, Refusal::Missing, out);
            }
            None => {}
        }
    }

    fn refused(
        &mut self,
        document: DocumentId,
        hashes: Vec<ChangeHash>,
        refusal: Refusal,
        out: &mut Vec<DeviceEffect>,
    ) {
        let keep = Keep { refused: vec![Refused { document, hashes, refusal }], ..Keep::default() };
        self.keep(keep, AfterKeep::Nothing, out);
        self.finish_offering(out);
    }

    /// What the relay has of the documents it was asked about. Where it has all that this device
    /// has, nothing needs to be read here.
    fn lacks(&mut self, offers: Vec<Offer>, out: &mut Vec<DeviceEffect>) {
        for offer in offers {
            let Some(heads) = self.compared.remove(&offer.document) else {
                continue;
            };
            let whole = !heads.is_empty() && heads.iter().all(|head| offer.heads.contains(head));
            if !whole || self.outbox.is_comparing(offer.document) {
                self.wanted.insert(offer.document);
                out.push(DeviceEffect::WantChanges { document: offer.document, since: offer.heads });
            }
        }
        self.finish_offering(out);
    }

    fn ask(&mut self, wait: bool, out: &mut Vec<DeviceEffect>) {
        out.push(send(&FromDevice::Feed { after: self.cursor, bytes: limits::FEED_PAGE_BYTES_MAX as u64, wait }));
    }

    /// The relay was restored from a backup: nothing it acknowledged may be taken as kept.
    fn restart(&mut self, out: &mut Vec<DeviceEffect>) {
        self.cursor = None;
        self.offering = true;
        self.offered_all = false;
        let keep = Keep { restart: true, ..Keep::default() };
        self.keep(keep, AfterKeep::OfferAll, out);
    }

    fn page(&mut self, entries: Vec<Entry>, next: Option<Cursor>, end: bool, out: &mut Vec<DeviceEffect>) {
        // A page that names no place leaves the device at its own.
        let next = next.or(self.cursor);
        let mut keep = Keep { cursor: next, ..Keep::default() };
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
        out.push(DeviceEffect::Keep { number, keep: Box::new(keep) });
    }

    fn kept(&mut self, kept: Kept, out: &mut Vec<DeviceEffect>) {
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
            let mut page = page.to_vec();
            for offer in &mut page {
                self.compared.insert(offer.document, offer.heads.clone());
                // More heads than a message may name need not be named: the relay says its own.
                offer.heads.truncate(limits::HEADS_MAX);
            }
            out.push(send(&FromDevice::Offer(page)));
        }
    }

    /// The offering is over when every document was compared and all that was lacking is there.
    fn finish_offering(&mut self, out: &mut Vec<DeviceEffect>) {
        if self.offering && self.is_compared() && !self.outbox.brings_back() {
            self.offering = false;
            let keep = Keep { offered: true, ..Keep::default() };
            self.keep(keep, AfterKeep::Nothing, out);
        }
    }

    /// Whether every document was compared with the relay, and all that it lacks was asked for.
    fn is_compared(&self) -> bool {
        self.offered_all && self.compared.is_empty() && self.wanted.is_empty()
    }

    fn send_owed(&mut self, out: &mut Vec<DeviceEffect>) {
        // Before the relay has said that it knows the cursor, it may be one restored from a backup:
        // what is owed could build on what it lost, and would be refused for that.
        let compared = !self.offering || self.is_compared();
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
        // Rows stand in the order in which it happened; a keep does not. Of a document that went
        // and came back within one page, or the other way round, only the last word counts.
        What::Gone => {
            keep.standing.retain(|(other, _, _)| *other != document);
            keep.changes.retain(|(other, _)| *other != document);
            keep.receipts.retain(|(other, _)| *other != document);
            if !keep.gone.contains(&document) {
                keep.gone.push(document);
            }
        }
        What::Changes | What::Grant => {
            keep.gone.retain(|other| *other != document);
            keep.standing.push((document, entry.kind, entry.writable));
            keep.changes.extend(entry.changes.into_iter().map(|bytes| (document, bytes)));
            keep.receipts.extend(entry.receipts.into_iter().map(|r| (document, r)));
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
