//! Whether everything has come to rest, and what has not.

use std::collections::BTreeMap;

use crate::device::Device;
use crate::world::World;

impl World {
    pub(super) fn is_quiet(&self) -> bool {
        let still = |device: &Device| {
            device.life.as_ref().is_some_and(|life| {
                let status = &life.status;
                status.online
                    && status.caught_up
                    && status.owed == 0
                    && life.waiting.is_empty()
                    && life.line.is_some_and(|line| self.network.is_sound(line))
                    && !device.disk.offering
                    && self.store.look(|state| state.has_nothing_for(device.who.member, device.disk.cursor))
            })
        };
        let quiet = !self.network.is_busy() && self.relay.is_idle() && self.devices.iter().all(still);
        quiet && self.stranger_in_sight().is_none()
    }

    pub(super) fn unrest(&self) -> String {
        let end = self.store.look(|state| state.feed.len());
        let said: Vec<String> = self
            .devices
            .iter()
            .enumerate()
            .map(|(index, device)| {
                let life = device.life.as_ref();
                let waiting = life.map_or(0, |life| life.waiting.len());
                let status = life.map(|life| {
                    let s = &life.status;
                    format!("online {} caught up {} owed {}", s.online, s.caught_up, s.owed)
                });
                let line = life.and_then(|life| life.line);
                let sound = line.is_some_and(|line| self.network.is_sound(line));
                let who = device.who.member;
                let cursor = device.disk.cursor;
                let read = self.store.look(|state| state.has_nothing_for(who, cursor));
                format!(
                    "device {index} {status:?} waiting {waiting} offering {} cursor {:?} \
                     line sound {sound} all read {read}",
                    device.disk.offering,
                    cursor.map(|cursor| cursor.number)
                )
            })
            .collect();
        if let Some(stranger) = self.stranger_in_sight() {
            return stranger;
        }
        let (busy, idle) = (self.network.is_busy(), self.relay.is_idle());
        format!("feed {end}, network busy {busy}, relay idle {idle}; {}", said.join("; "))
    }

    /// A device whose screen does not say who else is in a document that it shows, and how it is.
    fn stranger_in_sight(&self) -> Option<String> {
        let lives = || self.devices.iter().filter_map(|device| Some((device, device.life.as_ref()?)));
        for (device, life) in lives() {
            for document in life.shown.keys() {
                let there: BTreeMap<_, _> = lives()
                    .filter(|(other, _)| other.who != device.who)
                    .filter_map(|(other, life)| Some((other.who.device, life.shown.get(document)?.clone())))
                    .collect();
                let seen = life.present.get(document).into_iter().flatten();
                let seen: BTreeMap<_, _> = seen.map(|one| (one.device, one.place.clone())).collect();
                if seen != there {
                    let (who, document) = (device.who.device, crate::words::short(*document));
                    return Some(format!("device {who} sees {seen:?} in {document}, where {there:?} are"));
                }
            }
        }
        None
    }
}
