//! The relay's end of one connection: handshake, one feed question at a time, pushes in order. It
//! must never answer before the host has done what was asked, and never hold a member's rights
//! beyond one message (the host reads them anew each time).

mod again;
mod feed;
mod presence;
#[cfg(test)]
mod tests;
mod types;

pub use types::{RelayEffect, RelayEvent};

use std::collections::BTreeSet;

use again::Known;
use presence::Open;

use crate::ids::ChangeHash;
use crate::protocol::{
    self, AppVersion, CloseCode, Cursor, FrameError, FromDevice, FromRelay, Push, Refusal, VERSION, limits,
};
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
    /// Whether a question about the quarantine has no answer yet.
    quarantine_asked: bool,
    /// The newest row of the log that an acknowledgement named, and the one up to which a page has
    /// come: a device forgets what it owed only with a cursor that proves it.
    acknowledged_to: u64,
    said_to: u64,
    open: Open,
    known: Known,
    /// The oldest app that may write, if any may not; and whether this one may not.
    oldest_app: Option<AppVersion>,
    read_only: bool,
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
            quarantine_asked: false,
            acknowledged_to: 0,
            said_to: 0,
            open: Open::new(now),
            known: Known::new(now),
            oldest_app: None,
            read_only: false,
        }
    }

    /// Apps older than this one may read and not write.
    pub fn with_oldest_app(self, oldest_app: Option<AppVersion>) -> Self {
        Self { oldest_app, ..self }
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
                self.known.is(now, (member, device));
                let (version, read_only) = (VERSION.to_owned(), self.read_only);
                out.push(send(&FromRelay::Peer { version, member, device, now, read_only }));
            }
            RelayEvent::Denied(code) | RelayEvent::Close(code) => self.close(code, &mut out),
            RelayEvent::Page { entries, next, end } => self.page(entries, next, end, &mut out),
            RelayEvent::Figures { forget, sources } => {
                self.goes_ahead();
                out.push(send(&FromRelay::Figures { forget, sources }));
            }
            RelayEvent::Role { role, rights } => self.role(role, &rights, &mut out),
            RelayEvent::Purged(documents) => {
                self.goes_ahead();
                out.push(send(&FromRelay::Purge(documents)));
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
            RelayEvent::Quarantine { document, kept, end } => {
                self.quarantine_asked = false;
                out.push(send(&FromRelay::Refused { document, kept, end }));
            }
            RelayEvent::People(people) => out.push(send(&FromRelay::People(people))),
            RelayEvent::Others { document, present, left } => self.others(document, &present, &left, &mut out),
            RelayEvent::Wake => self.wake(&mut out),
            RelayEvent::Looked => self.looked(&mut out),
            RelayEvent::AskAgain => self.ask_again(now, &mut out),
            RelayEvent::AdmittedAgain { member, device } => self.admitted_again(now, (member, device), &mut out),
            RelayEvent::Tick => self.tick(now, &mut out),
        }
        out
    }

    fn message(&mut self, now: Instant, message: FromDevice, out: &mut Vec<RelayEffect>) {
        match (self.stage, message) {
            (Stage::AwaitJoin, FromDevice::Join { versions, app, ticket, .. }) => {
                if versions.iter().any(|version| version == VERSION) {
                    self.stage = Stage::Admitting;
                    self.read_only = self.oldest_app.is_some_and(|oldest| !oldest.admits(&app));
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
            (Stage::Live, FromDevice::Push(push)) => self.push(push, out),
            (Stage::Live, FromDevice::Pull(offer)) => self.question(RelayEffect::Pull(offer), out),
            (Stage::Live, FromDevice::Offer(offers)) => self.question(RelayEffect::Compare(offers), out),
            (Stage::Live, FromDevice::Refused { .. }) if self.quarantine_asked => self.close(CloseCode::Limit, out),
            (Stage::Live, FromDevice::Refused { document, skip }) => {
                self.quarantine_asked = true;
                out.push(RelayEffect::Quarantine { document, skip });
            }
            (Stage::Live, FromDevice::Open(document)) => self.open(now, document, out),
            (Stage::Live, FromDevice::Close(document)) => self.close_document(now, document, out),
            (Stage::Live, FromDevice::Presence { document, place }) => self.placed(now, document, place, out),
            (Stage::Live, FromDevice::Auth { ticket }) => self.answers_again(ticket, out),
            (Stage::Live, FromDevice::Ping) => out.push(send(&FromRelay::Pong { now })),
            // Anything before the handshake is done, or a second `join`.
            _ => self.close(CloseCode::Malformed, out),
        }
    }

    fn push(&mut self, push: Push, out: &mut Vec<RelayEffect>) {
        let Push { batch, document, .. } = push;
        if self.read_only {
            // Its words stay owed on the device until the app is updated: nothing is set aside.
            let (refusal, hashes) = (Refusal::Later, Vec::new());
            out.push(send(&FromRelay::Reject { batch, document, refusal, hashes }));
        } else if self.pushes_under_way >= limits::PUSHES_IN_FLIGHT_MAX {
            self.close(CloseCode::Limit, out);
        } else {
            self.pushes_under_way += 1;
            out.push(RelayEffect::Push(push));
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

    fn tick(&mut self, now: Instant, out: &mut Vec<RelayEffect>) {
        let late = match self.stage {
            Stage::AwaitJoin | Stage::Admitting => now.ms() - self.opened.ms() >= limits::HANDSHAKE_MS_MAX,
            Stage::Live => now.ms() - self.last_heard.ms() >= limits::SILENCE_MS_MAX,
            Stage::Closed => false,
        };
        if late {
            self.stage = Stage::Closed;
            out.push(RelayEffect::Close);
        } else if self.stage == Stage::Live {
            self.tick_presence(now, out);
            self.tick_again(now, out);
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
