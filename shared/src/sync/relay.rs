//! The relay's end of one connection: handshake, one feed question at a time, pushes in order. It
//! must never answer before the host has done what was asked, and never hold a member's rights
//! beyond one message (the host reads them anew each time).

#[cfg(test)]
mod tests;
mod types;

pub use types::{RelayEffect, RelayEvent};

use std::collections::BTreeSet;

use crate::ids::ChangeHash;
use crate::protocol::{self, CloseCode, Cursor, Entry, FrameError, FromDevice, FromRelay, VERSION, limits};
use crate::time::Instant;

/// One question about the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asking {
    /// None is open.
    Nothing,
    /// The host is reading.
    Reading {
        after: Option<Cursor>,
        bytes: usize,
        wait: bool,
        woken: bool,
        /// Figures, or parts of rows too large for the page, went ahead of it: its cursor must follow.
        ahead: bool,
    },
    /// The device waits until there is something.
    Waiting { after: Option<Cursor>, bytes: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    AwaitJoin,
    Admitting,
    Live,
    Closed,
}

/// The relay's session of one connection.
#[derive(Debug)]
pub struct RelaySession {
    stage: Stage,
    opened: Instant,
    last_heard: Instant,
    asking: Asking,
    /// Changes that this connection brought: it needs no echo of them.
    brought: BTreeSet<ChangeHash>,
    pushes_under_way: usize,
    /// Pulls and offers without an answer.
    questions_under_way: usize,
    /// The newest row of the log that an acknowledgement named, and the one up to which a page has
    /// come: a device forgets what it owed only with a cursor that proves it.
    acknowledged_to: u64,
    said_to: u64,
}

impl RelaySession {
    /// A connection just opened.
    pub fn new(now: Instant) -> Self {
        Self {
            stage: Stage::AwaitJoin,
            opened: now,
            last_heard: now,
            asking: Asking::Nothing,
            brought: BTreeSet::new(),
            pushes_under_way: 0,
            questions_under_way: 0,
            acknowledged_to: 0,
            said_to: 0,
        }
    }

    /// One step.
    pub fn handle(&mut self, now: Instant, event: RelayEvent) -> Vec<RelayEffect> {
        let mut out = Vec::new();
        if self.stage == Stage::Closed {
            return out;
        }
        match event {
            RelayEvent::Frame(bytes) => {
                self.last_heard = now;
                match protocol::decode_from_device(&bytes) {
                    Ok(message) => self.message(now, message, &mut out),
                    Err(FrameError::Limit) => self.close(CloseCode::Limit, &mut out),
                    // A newer device may say things that this version does not know.
                    Err(FrameError::UnknownType) if self.stage == Stage::Live => {}
                    Err(_) => self.close(CloseCode::Malformed, &mut out),
                }
            }
            RelayEvent::Admitted { member, device } => {
                self.stage = Stage::Live;
                out.push(send(&FromRelay::Peer { version: VERSION.to_owned(), member, device, now }));
            }
            RelayEvent::Denied(code) | RelayEvent::Close(code) => self.close(code, &mut out),
            RelayEvent::Page { entries, next, end } => self.page(entries, next, end, &mut out),
            RelayEvent::Figures { forget, sources } => {
                self.goes_ahead();
                out.push(send(&FromRelay::Figures { forget, sources }));
            }
            RelayEvent::UnknownCursor => {
                self.asking = Asking::Nothing;
                self.acknowledged_to = 0;
                out.push(send(&FromRelay::Restart));
            }
            RelayEvent::Stored { batch, document, hashes, receipts, row } => {
                self.pushes_under_way = self.pushes_under_way.saturating_sub(1);
                self.remember(hashes);
                out.push(send(&FromRelay::Ack { batch, document, receipts, row }));
                self.owes_page(row, &mut out);
            }
            RelayEvent::Refused { batch, document, refusal, hashes } => {
                self.pushes_under_way = self.pushes_under_way.saturating_sub(1);
                out.push(send(&FromRelay::Reject { batch, document, refusal, hashes }));
            }
            RelayEvent::Pulled(entry, end) => {
                self.goes_ahead();
                out.push(send(&FromRelay::Changes { entry, end }));
            }
            RelayEvent::PullDone => self.questions_under_way = self.questions_under_way.saturating_sub(1),
            RelayEvent::Compared(offers) => {
                self.questions_under_way = self.questions_under_way.saturating_sub(1);
                out.push(send(&FromRelay::Lacks(offers)));
            }
            RelayEvent::People(people) => out.push(send(&FromRelay::People(people))),
            RelayEvent::Wake => self.wake(&mut out),
            RelayEvent::Tick => self.tick(now, &mut out),
        }
        out
    }

    fn message(&mut self, now: Instant, message: FromDevice, out: &mut Vec<RelayEffect>) {
        match (self.stage, message) {
            (Stage::AwaitJoin, FromDevice::Join { versions, app, ticket, .. }) => {
                if versions.iter().any(|version| version == VERSION) {
                    self.stage = Stage::Admitting;
                    out.push(RelayEffect::Admit { ticket, app });
                } else {
                    self.close(CloseCode::Version, out);
                }
            }
            (Stage::Live, FromDevice::Feed { .. }) if matches!(self.asking, Asking::Reading { .. }) => {
                // One question at a time: a second before the answer is no device of ours.
                self.close(CloseCode::Limit, out);
            }
            (Stage::Live, FromDevice::Feed { after, bytes, wait }) => {
                let bytes = usize::try_from(bytes).unwrap_or(usize::MAX).min(limits::FEED_PAGE_BYTES_MAX);
                self.said_to = number(after);
                self.read(after, bytes, wait, out);
            }
            (Stage::Live, FromDevice::Push(push)) => {
                if self.pushes_under_way >= limits::PUSHES_IN_FLIGHT_MAX {
                    self.close(CloseCode::Limit, out);
                    return;
                }
                self.pushes_under_way += 1;
                out.push(RelayEffect::Push(push));
            }
            (Stage::Live, FromDevice::Pull(offer)) => self.question(RelayEffect::Pull(offer), out),
            (Stage::Live, FromDevice::Offer(offers)) => self.question(RelayEffect::Compare(offers), out),
            (Stage::Live, FromDevice::Ping) => out.push(send(&FromRelay::Pong { now })),
            // Anything before the handshake is done, or a second `join`.
            _ => self.close(CloseCode::Malformed, out),
        }
    }

    /// Something was sent that the page being read must follow.
    fn goes_ahead(&mut self) {
        if let Asking::Reading { ahead, .. } = &mut self.asking {
            *ahead = true;
        }
    }

    /// A question that costs the host reading: only so many at once.
    fn question(&mut self, effect: RelayEffect, out: &mut Vec<RelayEffect>) {
        if self.questions_under_way >= limits::QUESTIONS_IN_FLIGHT_MAX {
            self.close(CloseCode::Limit, out);
            return;
        }
        self.questions_under_way += 1;
        out.push(effect);
    }

    /// An acknowledgement named a row: a page up to it must come, even if it says nothing else.
    fn owes_page(&mut self, row: Option<u64>, out: &mut Vec<RelayEffect>) {
        self.acknowledged_to = self.acknowledged_to.max(row.unwrap_or(0));
        if self.acknowledged_to > self.said_to && matches!(self.asking, Asking::Waiting { .. }) {
            self.wake(out);
        }
    }

    fn read(&mut self, after: Option<Cursor>, bytes: usize, wait: bool, out: &mut Vec<RelayEffect>) {
        self.asking = Asking::Reading { after, bytes, wait, woken: false, ahead: false };
        out.push(RelayEffect::ReadFeed { after, bytes });
    }

    fn page(&mut self, mut entries: Vec<Entry>, next: Option<Cursor>, end: bool, out: &mut Vec<RelayEffect>) {
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
        self.leave_out_echo(&mut entries);
        out.push(send(&FromRelay::Feed { entries, next, end }));
    }

    /// Leaves out the changes that this very connection brought: the device has them durable. Not
    /// from a grant: the right was lost before it, and the document deleted with all that it held.
    fn leave_out_echo(&mut self, entries: &mut Vec<Entry>) {
        if self.brought.is_empty() {
            return;
        }
        let changed = |entry: &&mut Entry| entry.what == protocol::What::Changes;
        for entry in entries.iter_mut().filter(changed) {
            entry.changes.retain(|bytes| {
                crate::documents::hash_of_plain(bytes).is_none_or(|hash| !self.brought.contains(&hash))
            });
        }
        entries.retain(|entry| entry.what != protocol::What::Changes || !entry.changes.is_empty());
    }

    fn remember(&mut self, hashes: Vec<ChangeHash>) {
        const BROUGHT_MAX: usize = 10_000;
        if self.brought.len() + hashes.len() > BROUGHT_MAX {
            self.brought.clear();
        }
        self.brought.extend(hashes);
    }

    fn wake(&mut self, out: &mut Vec<RelayEffect>) {
        match &mut self.asking {
            Asking::Waiting { after, bytes } => {
                let (after, bytes) = (*after, *bytes);
                self.read(after, bytes, true, out);
            }
            Asking::Reading { woken, .. } => *woken = true,
            Asking::Nothing => {}
        }
    }

    fn tick(&mut self, now: Instant, out: &mut Vec<RelayEffect>) {
        let late = match self.stage {
            Stage::AwaitJoin | Stage::Admitting => now.ms() - self.opened.ms() >= limits::HANDSHAKE_MS_MAX,
            Stage::Live => now.ms() - self.last_heard.ms() >= limits::SILENCE_MS_MAX,
            Stage::Closed => false,
        };
        if late {
            self.stage = Stage::Closed;
            out.push(RelayEffect::Close);
        }
    }

    fn close(&mut self, code: CloseCode, out: &mut Vec<RelayEffect>) {
        self.stage = Stage::Closed;
        out.push(send(&FromRelay::Error(code)));
        out.push(RelayEffect::Close);
    }
}

fn number(cursor: Option<Cursor>) -> u64 {
    cursor.map_or(0, |cursor| cursor.number)
}

fn send(message: &FromRelay) -> RelayEffect {
    RelayEffect::Send(protocol::encode_from_relay(message))
}
