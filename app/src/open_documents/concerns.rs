//! A concern for safety (法40条の3): what its author and the safeguarding officers write. It must never name a request or
//! a visit, and nothing else here may name it.

use shared::documents::Writer;
use shared::documents::safeguard::{self, Safeguard, SafeguardField};
use shared::domain::SafeguardStep;
use shared::ids::DocumentId;

use super::OpenDocuments;
use super::showing::read_only;
use super::state::{Loaded, State};
use super::trouble::Trouble;
use super::writing::{new_actor, new_key};
use crate::local::DocumentRow;
use crate::platform::clock;
use crate::store::OpenConcern;

impl OpenDocuments {
    /// Begins a concern and brings it to the screen.
    pub fn begin_concern(&self) -> Result<DocumentId, Trouble> {
        let document = safeguard::create(self.me.prefecture.clone(), self.me.member, new_key()?)?;
        let writer = Writer { actor: new_actor()?, at: clock::now() };
        Ok(self.begin(document, &writer))
    }

    /// Sets fields of the concern on the screen.
    pub fn put_concern(&self, fields: Vec<(SafeguardField, Option<String>)>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| safeguard::put(document, writer, fields))
    }

    /// Adds what was done to the concern on the screen.
    pub fn add_concern_step(&self, step: SafeguardStep, text: &str) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| safeguard::add_step(document, writer, key, by, (step, text)))
    }

    /// A concern as the screen shows it.
    pub(super) fn open_concern_of(
        &self,
        state: &State,
        loaded: &Loaded,
        row: &DocumentRow,
        concern: Safeguard,
    ) -> OpenConcern {
        OpenConcern {
            id: concern.id,
            mine: concern.author == self.me.member,
            names: self.names_of(state, loaded),
            read_only: read_only(loaded, row),
            begun: state.is_born(concern.id),
            damaged: loaded.damaged,
            concern,
        }
    }
}
