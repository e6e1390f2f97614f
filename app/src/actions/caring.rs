//! What is for few: care for a visitor, and a concern for safety.

use shared::documents::aftercare::{Checked, Moment};
use shared::documents::safeguard::SafeguardField;
use shared::domain::{CallState, CareWish, SafeguardStep};
use shared::ids::{DocumentId, MemberId};
use shared::time::Day;

use super::{ActionError, Actions};

impl Actions {
    /// Begins an aftercare after one of my visits, for a supporter or for myself alone, and brings it to the screen; it
    /// is nowhere else until something is entered. Visitors.
    pub fn begin_care(&self, visit: DocumentId, supporter: Option<MemberId>) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.begin_care(visit, supporter)?)
    }

    /// Writes a self-check of the open aftercare; `None` takes it back. Its visitor.
    pub fn put_check(&self, moment: Moment, checked: Option<&Checked>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_check(moment, checked)?)
    }

    /// States a wish in the open aftercare; `None` takes it back. Its visitor.
    pub fn put_care_wish(&self, wish: Option<CareWish>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_care_wish(wish)?)
    }

    /// Says in the open aftercare whether no call, or no more, is wanted. Its visitor.
    pub fn put_enough(&self, enough: bool) -> Result<(), ActionError> {
        Ok(self.documents()?.put_enough(enough)?)
    }

    /// Notes a call in the open aftercare. Its supporter.
    pub fn note_call(&self, state: CallState, day: Day, text: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.note_call(state, day, text)?)
    }

    /// Begins a concern for safety and brings it to the screen; it is nowhere else until something is entered.
    pub fn begin_concern(&self) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.begin_concern()?)
    }

    /// Sets fields of the open concern; `None` clears one. Choosing one of two values is the same.
    pub fn put_concern(&self, fields: Vec<(SafeguardField, Option<String>)>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_concern(fields)?)
    }

    /// Adds what was done to the open concern.
    pub fn add_concern_step(&self, step: SafeguardStep, text: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.add_concern_step(step, text)?)
    }
}
