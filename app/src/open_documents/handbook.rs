//! The handbook: read by everybody, written by the prefecture's officers. It must never be in the way of a first
//! screen: it is read when the lists are there.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::documents::handbook::{self, changed_since, entries_at};
use shared::documents::{Chunk, Document, EditError, Kind, Root, Writer};
use shared::domain::{HandbookEntry, Role};
use shared::ids::DocumentId;

use super::OpenDocuments;
use super::trouble::Trouble;
use super::writing::{new_actor, new_key};
use crate::platform::clock;
use crate::store::drafts::HANDBOOK;
use crate::store::{HandbookShown, Reading};

impl OpenDocuments {
    /// The prefecture's handbook has one name for ever.
    fn handbook_id(&self) -> DocumentId {
        Root::handbook(self.me.prefecture.clone()).id()
    }

    /// Brings the handbook to the screen, if it is on this device.
    pub(super) async fn read_handbook(&self) {
        if let Ok(document) = self.copy(self.handbook_id()).await {
            self.show_handbook(&document);
        }
    }

    /// The handbook, if this is it.
    pub(super) fn show_handbook(&self, document: &Document) {
        let Some(now) = handbook::read(document) else { return };
        if self.is_closed() {
            return;
        }
        let approved = now.versions.last().map(|version| entries_at(document, &version.heads)).unwrap_or_default();
        let read = self.store.drafts.with_untracked(|drafts| Reading::of(drafts.get(HANDBOOK)).read);
        let before = now.versions.iter().find(|version| Some(&version.key) == read.as_ref());
        let changed = match now.versions.last() {
            Some(last) => changed_since(document, before, last),
            None => BTreeSet::new(),
        };
        let writable = self.me.role == Role::Prefecture && !document.is_newer_than_this_version();
        let shown = HandbookShown { now, approved, changed, writable };
        if self.store.handbook.with_untracked(|known| known.as_ref() != Some(&shown)) {
            self.store.handbook.set(Some(shown));
        }
    }

    /// Sets entries with their places; the first of all make the handbook.
    pub async fn put_handbook(&self, entries: Vec<(u32, HandbookEntry)>) -> Result<(), Trouble> {
        if self.me.role != Role::Prefecture {
            return Err(Trouble::NoRight);
        }
        let there = self.state.borrow().rows.contains_key(&self.handbook_id());
        if there {
            return self.edit_handbook(|document, writer| handbook::put(document, writer, &entries)).await;
        }
        let mut document = handbook::create(self.me.prefecture.clone())?;
        let writer = Writer { actor: new_actor()?, at: clock::now() };
        handbook::put(&mut document, &writer, &entries)?;
        self.store_new(&document, &writer).await?;
        self.show_handbook(&document);
        Ok(())
    }

    /// Takes an entry out.
    pub async fn remove_from_handbook(&self, id: &str) -> Result<(), Trouble> {
        self.edit_handbook(|document, writer| handbook::remove(document, writer, id)).await
    }

    /// Approves the handbook as it stands on this device.
    pub async fn approve_handbook(&self, text: &str) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_handbook(|document, writer| handbook::approve(document, writer, key, by, text)).await
    }

    async fn edit_handbook(
        &self,
        make: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<(), Trouble> {
        if self.me.role != Role::Prefecture {
            return Err(Trouble::NoRight);
        }
        let id = self.handbook_id();
        self.edit_beside(id, make).await?;
        let document = self.copy(id).await?;
        self.show_handbook(&document);
        Ok(())
    }

    /// Shows what came, if it is what everybody reads.
    pub(super) fn show_for_all(&self, kind: Kind, document: &Document) {
        match kind {
            Kind::Programme => self.show_programme(document),
            Kind::Handbook => self.show_handbook(document),
            _ => {}
        }
    }
}
