//! The device's end: tells the relay what is owed, takes in what is new, and never forgets a word
//! before the relay has it for good. It must never call a change acknowledged before the relay's
//! `ack`, nor move its cursor before what came with it is durable here.

mod ahead;
mod entry;
mod feed;
mod hearing;
mod line;
mod offering;
mod outbox;
mod presence;
mod quarantine;
#[cfg(test)]
mod tests;
mod types;

pub use types::{DeviceEffect, DeviceEvent, Keep, Kept, OwedChange, Refused, Status};

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ahead::Ahead;
use outbox::Outbox;
use presence::Open;
use quarantine::Questions;

use crate::ids::{ChangeHash, DocumentId, MemberId};
use crate::protocol::{self, CloseCode, Cursor, FromDevice, Offer};
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
    /// Whom the relay takes this line for.
    member: Option<MemberId>,
    /// Documents of which the relay named no head: it does not have them, or they are not the member's.
    unnamed: BTreeSet<DocumentId>,
    /// On this line, the host was asked for every document it has, and has named them.
    heads_asked: bool,
    offered_all: bool,
    /// Offers that wait until others are answered, and how many have no answer yet.
    offers: VecDeque<Vec<Offer>>,
    offers_under_way: usize,
    /// The row of the log up to which pages have come on this line: each is durable, or on its way to be
    /// before anything that is kept later.
    heard_to: u64,
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
    /// What belongs to the next page.
    ahead: Ahead,
    /// Documents that are on a screen, and who else is there.
    open: Open,
    /// The relay takes no words of this app: it must be updated first.
    read_only: bool,
    /// The relay wants a fresh ticket on this line.
    ticket_wanted: bool,
    /// What the host asked about the relay's quarantine.
    questions: Questions,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum AfterKeep {
    /// Ask for the next page of the feed.
    NextPage { end: bool },
    /// Follow the feed from its beginning; then tell the relay everything this device has.
    FromTheBeginning,
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
            member: None,
            unnamed: BTreeSet::new(),
            heads_asked: false,
            offered_all: false,
            offers: VecDeque::new(),
            offers_under_way: 0,
            heard_to: 0,
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
            ahead: Ahead::default(),
            open: Open::default(),
            read_only: false,
            ticket_wanted: false,
            questions: Questions::default(),
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
                self.outbox.bring_back(document, changes, receipts, self.member);
                self.finish_offering(&mut out);
            }
            DeviceEvent::Ticket { ticket } => self.ticket(ticket, &mut out),
            DeviceEvent::NoTicket { code } => self.no_ticket(now, random, code, &mut out),
            DeviceEvent::Open { document } => self.open(now, document, &mut out),
            DeviceEvent::Close { document } => self.close(document, &mut out),
            DeviceEvent::Here { document, place } => self.open.here(document, place),
            DeviceEvent::AskRefused { document } => self.questions.add(document),
            DeviceEvent::TryNow => self.try_now(now),
        }
        self.dial(now, &mut out);
        self.send_owed(&mut out);
        self.ask_refused(&mut out);
        self.say_where(now, &mut out);
        out.push(DeviceEffect::Status(self.status()));
        out
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
            Some(AfterKeep::NextPage { end }) => self.followed(end, out),
            Some(AfterKeep::FromTheBeginning) => {
                self.cursor = None;
                self.ask(false, out);
            }
            Some(AfterKeep::Nothing) | None => {}
        }
    }

    fn send_owed(&mut self, out: &mut Vec<DeviceEffect>) {
        // Before the relay has said that it knows the cursor, it may be one restored from a backup:
        // what is owed could build on what it lost, and would be refused for that.
        let compared = !self.offering || self.is_compared();
        if self.line == Line::Up && self.cursor_confirmed && compared && !self.read_only {
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
            read_only: self.read_only,
            owed: self.outbox.len(),
            owed_documents: self.outbox.documents(),
            last_ack: self.last_ack,
        }
    }
}

fn send(message: &FromDevice) -> DeviceEffect {
    DeviceEffect::Send(protocol::encode_from_device(message))
}
