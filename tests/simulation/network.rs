//! The lines between devices and the relay: frames in order on one line, late, or lost with the
//! line. It must never reorder within a line nor change a byte.

use std::collections::BTreeMap;

/// A connection's number.
pub type LineId = u64;

/// One connection.
#[derive(Debug)]
pub struct Line {
    pub device: usize,
    /// The device's life that opened it.
    pub life: u32,
    /// Frames pass.
    pub sound: bool,
    /// Each end still believes in it.
    pub device_open: bool,
    pub relay_open: bool,
    to_relay_at: i64,
    to_device_at: i64,
    pub in_flight: usize,
    /// The next frame to the device finds the queue full.
    pub full: bool,
}

/// All connections.
#[derive(Debug, Default)]
pub struct Network {
    pub lines: BTreeMap<LineId, Line>,
    next: LineId,
}

impl Network {
    /// Opens a line.
    pub fn open(&mut self, device: usize, life: u32, now: i64) -> LineId {
        self.next += 1;
        self.lines.insert(
            self.next,
            Line {
                device,
                life,
                sound: true,
                device_open: true,
                relay_open: true,
                to_relay_at: now,
                to_device_at: now,
                in_flight: 0,
                full: false,
            },
        );
        self.next
    }

    /// When a frame sent now arrives at the relay; none if it is lost.
    pub fn reach_relay(&mut self, line: LineId, at: i64) -> Option<i64> {
        let line = self.lines.get_mut(&line).filter(|line| line.device_open && line.sound)?;
        line.to_relay_at = at.max(line.to_relay_at + 1);
        line.in_flight += 1;
        Some(line.to_relay_at)
    }

    /// When a frame sent now arrives at the device; none if it is lost.
    pub fn reach_device(&mut self, line: LineId, at: i64) -> Option<i64> {
        let line = self.lines.get_mut(&line).filter(|line| line.relay_open && line.sound)?;
        line.to_device_at = at.max(line.to_device_at + 1);
        line.in_flight += 1;
        Some(line.to_device_at)
    }

    /// A frame arrives; false if its line broke meanwhile.
    pub fn arrives(&mut self, line: LineId) -> bool {
        match self.lines.get_mut(&line) {
            Some(line) => {
                line.in_flight = line.in_flight.saturating_sub(1);
                line.sound
            }
            None => false,
        }
    }

    /// Forgets lines in which nobody believes any more.
    pub fn forget_closed(&mut self) {
        self.lines.retain(|_, line| line.device_open || line.relay_open);
    }

    /// Whether a line holds from end to end.
    pub fn is_sound(&self, line: LineId) -> bool {
        self.lines.get(&line).is_some_and(|line| line.sound && line.device_open && line.relay_open)
    }

    /// Whether a sound line has frames under way.
    pub fn is_busy(&self) -> bool {
        self.lines.values().any(|line| line.sound && line.in_flight > 0)
    }
}
