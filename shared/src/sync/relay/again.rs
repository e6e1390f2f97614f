//! Whether the person at the other end is still who they were: the host's own look at every wake, and a
//! fresh ticket on the same connection once in a while. It must never leave a connection open that did
//! not answer.

use super::{RelayEffect, RelaySession, Stage, send};
use crate::ids::{DeviceId, MemberId};
use crate::protocol::{CloseCode, FromRelay, limits};
use crate::time::Instant;

/// What is known of the other end.
#[derive(Debug)]
pub(super) struct Known {
    who: Option<(MemberId, DeviceId)>,
    /// When a ticket was last taken.
    at: Instant,
    /// Since when an answer is awaited.
    asked: Option<Instant>,
    /// The host is looking at the answer.
    answered: bool,
    /// The host is looking at the membership, and whether it must look once more.
    looking: bool,
    look_again: bool,
}

impl Known {
    pub(super) fn new(now: Instant) -> Self {
        Self { who: None, at: now, asked: None, answered: false, looking: false, look_again: false }
    }

    pub(super) fn is(&mut self, now: Instant, who: (MemberId, DeviceId)) {
        *self = Self { who: Some(who), ..Self::new(now) };
    }
}

impl RelaySession {
    /// Has the host look whether member and device still stand. A page of the feed looks by itself.
    pub(super) fn look(&mut self, out: &mut Vec<RelayEffect>) {
        if self.known.looking {
            self.known.look_again = true;
        } else if self.stage == Stage::Live {
            self.known.looking = true;
            out.push(RelayEffect::Look);
        }
    }

    /// They do.
    pub(super) fn looked(&mut self, out: &mut Vec<RelayEffect>) {
        self.known.looking = false;
        if core::mem::take(&mut self.known.look_again) {
            self.look(out);
        }
    }

    /// Asks the device for a fresh ticket.
    pub(super) fn ask_again(&mut self, now: Instant, out: &mut Vec<RelayEffect>) {
        if self.stage == Stage::Live && self.known.asked.is_none() {
            self.known.asked = Some(now);
            out.push(send(&FromRelay::Auth));
        }
    }

    /// The device's answer.
    pub(super) fn answers_again(&mut self, ticket: Option<String>, out: &mut Vec<RelayEffect>) {
        if self.known.asked.is_none() || self.known.answered {
            self.close(CloseCode::Malformed, out);
            return;
        }
        self.known.answered = true;
        out.push(RelayEffect::AdmitAgain { ticket });
    }

    /// The host took the answer for this member and device.
    pub(super) fn admitted_again(&mut self, now: Instant, who: (MemberId, DeviceId), out: &mut Vec<RelayEffect>) {
        if self.known.who != Some(who) {
            self.close(CloseCode::Ticket, out);
            return;
        }
        (self.known.at, self.known.asked, self.known.answered) = (now, None, false);
    }

    pub(super) fn tick_again(&mut self, now: Instant, out: &mut Vec<RelayEffect>) {
        match self.known.asked {
            Some(since) if now.ms() - since.ms() >= limits::AUTH_ANSWER_MS_MAX => self.close(CloseCode::Ticket, out),
            Some(_) => {}
            None if now.ms() - self.known.at.ms() >= limits::AUTH_MS => self.ask_again(now, out),
            None => {}
        }
    }
}
