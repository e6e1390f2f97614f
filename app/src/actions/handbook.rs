//! What the prefecture does to its handbook, and how a person reads it.

use shared::domain::HandbookEntry;

use super::{ActionError, Actions};
use crate::store::Reading;
use crate::store::drafts::HANDBOOK;

impl Actions {
    /// Keeps how this person reads the handbook, on this device and sealed.
    pub fn keep_reading(&self, reading: &Reading) {
        self.keep_draft(HANDBOOK.to_owned(), Some(reading.fields()));
    }

    /// Sets entries of the handbook with their places. Officers of the prefecture.
    pub async fn put_handbook(&self, entries: Vec<(u32, HandbookEntry)>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_handbook(entries).await?)
    }

    /// Takes an entry out of the handbook; what was approved keeps it. Officers of the prefecture.
    pub async fn remove_from_handbook(&self, id: String) -> Result<(), ActionError> {
        Ok(self.documents()?.remove_from_handbook(&id).await?)
    }

    /// Approves the handbook as it stands on this device. Officers of the prefecture.
    pub async fn approve_handbook(&self, text: String) -> Result<(), ActionError> {
        Ok(self.documents()?.approve_handbook(&text).await?)
    }
}
