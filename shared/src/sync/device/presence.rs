//! Which documents are on a screen here, where the person is, and who else is there. It must never say
//! more often where they are than the relay takes, nor show somebody of a line that is lost.

use std::collections::BTreeMap;

use super::{DeviceEffect, DeviceSession, Line, send};
use crate::ids::{DeviceId, DocumentId};
use crate::protocol::{FromDevice, Place, Present, limits};
use crate::time::Instant;

/// The documents that are on a screen.
#[derive(Debug, Default)]
pub(super) struct Open(BTreeMap<DocumentId, Here>);

#[derive(Debug, Default)]
struct Here {
    place: Option<Place>,
    /// When the relay was last told on this line, and whether of this place.
    told_at: Option<Instant>,
    told: bool,
    others: BTreeMap<DeviceId, Present>,
    /// The host does not know yet who is there.
    changed: bool,
}

impl Open {
    /// The person is somewhere else in a document.
    pub(super) fn here(&mut self, document: DocumentId, place: Option<Place>) {
        let place = place.filter(Place::is_within_limits);
        if let Some(here) = self.0.get_mut(&document).filter(|here| here.place != place) {
            (here.place, here.told) = (place, false);
        }
    }

    /// Nobody is known to be there until the next line says so.
    pub(super) fn connection_lost(&mut self) {
        for here in self.0.values_mut() {
            here.changed |= !here.others.is_empty();
            here.others.clear();
            (here.told_at, here.told) = (None, false);
        }
    }

    /// A sign of life is due for each document.
    pub(super) fn tell_again(&mut self, now: Instant) {
        for here in self.0.values_mut() {
            if here.told_at.is_some_and(|at| now.ms() - at.ms() >= limits::PING_MS) {
                here.told = false;
            }
        }
    }
}

impl DeviceSession {
    pub(super) fn open(&mut self, now: Instant, document: DocumentId, out: &mut Vec<DeviceEffect>) {
        // One more than the relay takes is not told of: its page works all the same.
        if self.open.0.contains_key(&document) || self.open.0.len() >= limits::OPEN_DOCUMENTS_MAX {
            return;
        }
        let mut here = Here::default();
        if self.line == Line::Up {
            (here.told_at, here.told) = (Some(now), true);
            out.push(send(&FromDevice::Open(document)));
        }
        self.open.0.insert(document, here);
    }

    pub(super) fn close(&mut self, document: DocumentId, out: &mut Vec<DeviceEffect>) {
        if self.open.0.remove(&document).is_some() && self.line == Line::Up {
            out.push(send(&FromDevice::Close(document)));
        }
    }

    /// A new line: the relay knows of nothing that is open here.
    pub(super) fn open_all(&mut self, now: Instant, out: &mut Vec<DeviceEffect>) {
        for (document, here) in &mut self.open.0 {
            // Opening says that the person is nowhere yet: a place follows at once.
            let nowhere = here.place.is_none();
            (here.told_at, here.told) = (nowhere.then_some(now), nowhere);
            out.push(send(&FromDevice::Open(*document)));
        }
    }

    /// Others came, moved or left.
    pub(super) fn others(&mut self, document: DocumentId, present: Vec<Present>, left: &[DeviceId]) {
        let Some(here) = self.open.0.get_mut(&document) else { return };
        for device in left {
            here.changed |= here.others.remove(device).is_some();
        }
        for one in present {
            if here.others.len() < limits::PRESENT_MAX || here.others.contains_key(&one.device) {
                here.changed |= here.others.get(&one.device) != Some(&one);
                here.others.insert(one.device, one);
            }
        }
    }

    /// Says where the person is, and tells the host who else is there.
    pub(super) fn say_where(&mut self, now: Instant, out: &mut Vec<DeviceEffect>) {
        for (document, here) in &mut self.open.0 {
            if core::mem::take(&mut here.changed) {
                let present = here.others.values().cloned().collect();
                out.push(DeviceEffect::Presence { document: *document, present });
            }
            if here.told || self.line != Line::Up {
                continue;
            }
            match here.told_at.map(|at| at.plus_ms(limits::PRESENCE_MS)).filter(|next| *next > now) {
                Some(next) => out.push(DeviceEffect::WakeAt(next)),
                None => {
                    (here.told_at, here.told) = (Some(now), true);
                    let place = here.place.clone();
                    out.push(send(&FromDevice::Presence { document: *document, place }));
                }
            }
        }
    }
}
