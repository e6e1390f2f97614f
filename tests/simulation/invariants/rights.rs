//! Everybody has what they may have, may write what they may write, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use shared::access;
use shared::documents;
use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};
use shared::sync::Figures;

use crate::device::stored;
use crate::people::STRANGER;
use crate::world::{Checked, World};

impl World {
    /// A device has the documents its member may read, whole and nothing beyond, and no others.
    pub(super) fn everybody_has_what_they_may_read(&mut self) -> Checked {
        let ids: Vec<DocumentId> = self.mirror.keys().copied().collect();
        for index in 0..self.devices.len() {
            let Some(member) = self.devices.get(index).map(|device| device.who.member) else {
                continue;
            };
            let mut readable = BTreeSet::new();
            for id in &ids {
                if self.may_read(member, *id)? {
                    readable.insert(*id);
                }
            }
            let Some(device) = self.devices.get(index) else {
                continue;
            };
            let has: BTreeSet<DocumentId> = device.disk.chunks.keys().copied().collect();
            if has != readable {
                let more: Vec<_> = has.difference(&readable).collect();
                let less: Vec<_> = readable.difference(&has).collect();
                return Err(format!("device {index} has {more:?} too many and lacks {less:?}"));
            }
            for id in &readable {
                let (here, there) = (stored(device, *id)?.heads(), self.mirror.get(id));
                if there.is_none_or(|there| there.heads() != here) {
                    return Err(format!("device {index} and the relay differ in {id}: {here:?}"));
                }
                let writes = device.disk.standing.get(id).map(|(_, writable)| *writable);
                if writes != Some(self.may_write(member, *id)) {
                    return Err(format!("device {index} believes of {id}: it may write {writes:?}"));
                }
            }
        }
        Ok(())
    }

    /// Whether a member may write a document, by what stands in it.
    pub(super) fn may_write(&self, member: MemberId, id: DocumentId) -> bool {
        let row = self.store.look(|s| s.members.get(&member).map(|member| member.row.who()));
        self.mirror
            .get(&id)
            .zip(row)
            .is_some_and(|(document, who)| access::rights(document.kind(), &who, &documents::ties(document)).write)
    }

    /// Every device counts exactly the lines that its member may have, as the relay counts them.
    pub(super) fn everybody_counts_what_they_may(&self) -> Checked {
        for (index, device) in self.devices.iter().enumerate() {
            let there: BTreeMap<String, Figures> = self.store.look(|state| {
                let sources = state.sources_of(state.members.get(&device.who.member));
                let with_lines = sources.filter(|figures| !figures.lines.is_empty());
                with_lines.map(|figures| (figures.source.clone(), figures.clone())).collect()
            });
            if there != device.disk.figures {
                let here = &device.disk.figures;
                return Err(format!("device {index} and the relay differ in figures: {here:?} and {there:?}"));
            }
            let visitor = device.role == Role::Visitor;
            if visitor && !device.told.is_empty() {
                return Err(format!("device {index} of a visitor was told of {:?}", device.told));
            }
        }
        Ok(())
    }

    /// Not a byte of a visit ever came to the visitor who was in no pair.
    pub(super) fn the_stranger_has_nothing(&self) -> Checked {
        let programme = documents::Root::programme(self.prefecture.clone()).id();
        let stranger = self.members.get(STRANGER).map(|member| member.id);
        for device in self.devices.iter().filter(|device| Some(device.who.member) == stranger) {
            if let Some(id) = device.received.iter().find(|id| **id != programme) {
                return Err(format!("the stranger was sent {id}"));
            }
        }
        Ok(())
    }
}
