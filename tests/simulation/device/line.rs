//! A device's line: what it hears and says, and the session's wishes carried out.

use shared::protocol::{FromRelay, decode_from_relay, encode_from_relay};
use shared::sync::{DeviceEffect, DeviceEvent, DeviceSession};

use super::Waiting;
use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

impl World {
    pub async fn frame_to_device(&mut self, line: LineId, bytes: Vec<u8>) -> Checked {
        let arrives = self.network.arrives(line);
        let Some(found) = self.network.lines.get(&line).filter(|line| line.device_open) else {
            return Ok(());
        };
        let (index, number) = (found.device, found.life);
        if !arrives || self.life(index, number).is_none() {
            return Ok(());
        }
        let message = decode_from_relay(&bytes).map_err(|e| format!("a frame of the relay: {e}"))?;
        self.say(|| format!("device {index} hears {}", crate::words::from_relay(&message)));
        if let FromRelay::Ack { batch, document, receipts, .. } = &message {
            if let Some(backup) = self.relapse.take() {
                let wait = self.random.between(1, 120);
                self.after(wait, Event::Restore(backup));
            }
            if self.fault == Some(Fault::ForgottenAtAck) {
                let (batch, document, receipts) = (*batch, *document, receipts.clone());
                let bare = FromRelay::Ack { batch, document, receipts, row: None };
                let bytes = encode_from_relay(&bare);
                return self.device_event(index, DeviceEvent::Frame(bytes)).await;
            }
        }
        if let FromRelay::Figures { forget: true, sources } = &message
            && self.fault == Some(Fault::FiguresKept)
        {
            let kept = FromRelay::Figures { forget: false, sources: sources.clone() };
            let bytes = encode_from_relay(&kept);
            return self.device_event(index, DeviceEvent::Frame(bytes)).await;
        }
        if let FromRelay::Role { role, .. } = &message
            && self.fault == Some(Fault::RightsForgotten)
        {
            let bytes = encode_from_relay(&FromRelay::Role { role: *role, rights: Vec::new() });
            return self.device_event(index, DeviceEvent::Frame(bytes)).await;
        }
        if message == FromRelay::Restart && self.fault == Some(Fault::CursorNotReset) {
            let next = self.devices.get(index).and_then(|device| device.disk.cursor);
            let same = FromRelay::Feed { entries: Vec::new(), next, end: true };
            let bytes = encode_from_relay(&same);
            return self.device_event(index, DeviceEvent::Frame(bytes)).await;
        }
        self.device_event(index, DeviceEvent::Frame(bytes)).await
    }

    /// The device's end of a line learns that it is gone.
    pub async fn device_learns(&mut self, line: LineId) -> Checked {
        let Some(found) = self.network.lines.get_mut(&line).filter(|line| line.device_open) else {
            return Ok(());
        };
        found.device_open = false;
        let (index, number) = (found.device, found.life);
        let Some(life) = self.life(index, number).filter(|life| life.line == Some(line)) else {
            return Ok(());
        };
        life.line = None;
        self.device_event(index, DeviceEvent::NotConnected { code: None }).await?;
        self.forget_owed(index);
        Ok(())
    }

    pub(super) fn forget_owed(&mut self, index: usize) {
        if self.fault != Some(Fault::OwedForgotten) {
            return;
        }
        let now = self.now;
        let Some(device) = self.devices.get_mut(index) else {
            return;
        };
        device.disk.owed.clear();
        let clock = device.clock(now);
        let (cursor, offering) = (device.disk.cursor, device.disk.offering);
        if let Some(life) = &mut device.life {
            life.session = DeviceSession::new(clock, "simulation".to_owned(), cursor, offering, Vec::new());
            life.waiting.retain(|waiting| matches!(waiting, Waiting::Write(..)));
            let number = life.number;
            self.after(1_000, Event::DeviceTick { device: index, life: number, at: 0 });
        }
    }

    /// One event for a device's session, and all that follows from it.
    pub async fn device_event(&mut self, index: usize, event: DeviceEvent) -> Checked {
        let random = self.random.next();
        let Some(device) = self.devices.get_mut(index) else {
            return Ok(());
        };
        let clock = device.clock(self.now);
        let skew = device.skew_ms;
        let Some(life) = &mut device.life else {
            return Ok(());
        };
        let number = life.number;
        let effects = life.session.handle(clock, random, event);
        for effect in effects {
            match effect {
                DeviceEffect::Connect => {
                    let wait = self.delay();
                    self.after(wait, Event::Dialled { device: index, life: number });
                }
                DeviceEffect::Disconnect => self.hang_up(index),
                DeviceEffect::Send(bytes) => self.send_to_relay(index, bytes),
                DeviceEffect::WakeAt(at) => {
                    let at = (at.ms() - skew).max(self.now);
                    let fresh = self.life(index, number).is_some_and(|life| life.wakes.insert(at));
                    if fresh {
                        self.at(at, Event::DeviceTick { device: index, life: number, at });
                    }
                }
                DeviceEffect::Keep { number, keep } => {
                    self.disk(index, Waiting::Keep(number, keep));
                }
                DeviceEffect::WantHeads => self.disk(index, Waiting::Heads),
                DeviceEffect::WantChanges { document, since } => {
                    self.disk(index, Waiting::Changes(document, since));
                }
                DeviceEffect::FetchTicket => {
                    let (wait, line) = (self.delay(), self.life(index, number).and_then(|life| life.line));
                    self.after(wait, Event::Ticket { device: index, life: number, line });
                }
                DeviceEffect::Presence { document, present } => {
                    if let Some(life) = self.life(index, number) {
                        life.present.insert(document, present);
                    }
                }
                DeviceEffect::People(_) | DeviceEffect::RelayClock(_) | DeviceEffect::Refused { .. } => {}
                DeviceEffect::Status(status) => {
                    if let Some(life) = self.life(index, number) {
                        life.status = status;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn hang_up(&mut self, index: usize) {
        self.say(|| format!("device {index} hangs up"));
        let life = self.devices.get_mut(index).and_then(|device| device.life.as_mut());
        let Some(id) = life.and_then(|life| life.line.take()) else {
            return;
        };
        let wait = self.delay();
        if let Some(line) = self.network.lines.get_mut(&id) {
            line.device_open = false;
        }
        self.after(wait, Event::RelayLearns(id));
    }

    /// Sends a frame on a device's line.
    pub fn send_to_relay(&mut self, index: usize, bytes: Vec<u8>) {
        let life = self.devices.get(index).and_then(|device| device.life.as_ref());
        let Some(line) = life.and_then(|life| life.line) else {
            return;
        };
        self.say(|| format!("device {index} says {}", crate::words::from_device(&bytes)));
        let at = self.now + self.delay();
        if let Some(at) = self.network.reach_relay(line, at) {
            self.at(at, Event::ToRelay(line, bytes));
        }
    }

    /// A ticket was fetched for the line that stood then; sometimes there is none.
    pub async fn ticket(&mut self, index: usize, number: u32, line: Option<LineId>) -> Checked {
        if self.life(index, number).is_none_or(|life| life.line != line) {
            return Ok(());
        }
        let event = match self.random.percent(15) && !self.healed {
            true => DeviceEvent::NoTicket { code: None },
            false => DeviceEvent::Ticket { ticket: Some(index.to_string()) },
        };
        self.device_event(index, event).await
    }
}
