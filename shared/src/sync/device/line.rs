//! The line to the relay: dialling, waiting longer each time, noticing silence. It must never drop what
//! is owed when the line goes down.

use super::ahead::Ahead;
use super::{AfterKeep, DeviceEffect, DeviceSession, Line, send};
use crate::protocol::{CloseCode, FromDevice, VERSION, limits};
use crate::time::Instant;

impl DeviceSession {
    pub(super) fn dial(&mut self, now: Instant, out: &mut Vec<DeviceEffect>) {
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

    pub(super) fn connected(&mut self, now: Instant, ticket: Option<String>, out: &mut Vec<DeviceEffect>) {
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

    pub(super) fn lost(&mut self, now: Instant, random: u64, code: Option<CloseCode>) {
        self.outbox.connection_lost();
        self.compared.clear();
        self.wanted.clear();
        self.unnamed.clear();
        self.heads_asked = false;
        self.offered_all = false;
        self.offers.clear();
        self.offers_under_way = 0;
        self.cursor_confirmed = false;
        self.caught_up = false;
        self.ahead = Ahead::default();
        self.open.connection_lost();
        self.ticket_wanted = false;
        self.read_only = false;
        self.questions.connection_lost();
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

    /// A fresh ticket, as the relay wanted it.
    pub(super) fn ticket(&mut self, ticket: Option<String>, out: &mut Vec<DeviceEffect>) {
        if core::mem::take(&mut self.ticket_wanted) {
            out.push(send(&FromDevice::Auth { ticket }));
        }
    }

    /// There is none. Without a session there will be none either; otherwise the relay says when it has
    /// waited long enough.
    pub(super) fn no_ticket(
        &mut self,
        now: Instant,
        random: u64,
        code: Option<CloseCode>,
        out: &mut Vec<DeviceEffect>,
    ) {
        if core::mem::take(&mut self.ticket_wanted) && code == Some(CloseCode::SignedOut) {
            out.push(DeviceEffect::Disconnect);
            self.lost(now, random, code);
        }
    }

    pub(super) fn try_now(&mut self, now: Instant) {
        if matches!(self.line, Line::Down { .. } | Line::Stopped(_)) {
            self.attempts = 0;
            self.line = Line::Down { retry_at: now };
        }
    }

    pub(super) fn tick(&mut self, now: Instant, random: u64, out: &mut Vec<DeviceEffect>) {
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
            self.open.tell_again(now);
            if now.ms() - self.last_ping.ms() >= limits::PING_MS {
                self.last_ping = now;
                out.push(send(&FromDevice::Ping));
            }
            out.push(DeviceEffect::WakeAt(now.plus_ms(limits::PING_MS)));
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
