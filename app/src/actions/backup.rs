//! Taking one's records out of a device as a sealed file, and bringing them back.

use web_sys::File;

use super::{ActionError, Actions};
use crate::open_documents::Backup;
use crate::platform::files;
use crate::store::{BroughtBack, FileProblem};

impl Actions {
    /// Makes the file. It is given out by a press of its own: a browser shares nothing long after one.
    pub async fn take_out(&self, phrase: &str) -> Result<Backup, ActionError> {
        Ok(self.documents()?.backup(phrase).await?)
    }

    /// Gives it out, by the share sheet or as a download; the relay is told of each record that is in it.
    pub async fn give_out(&self, backup: &Backup) -> Result<(), ActionError> {
        match files::offer_anywhere(&backup.name, &backup.parts).await {
            true => {
                let documents = self.documents()?;
                backup.documents.iter().for_each(|document| documents.note_export(*document));
                Ok(())
            }
            false => Err(ActionError::NotGiven),
        }
    }

    /// Brings a file back: all of it is durable on this device when this returns.
    pub async fn bring_back(&self, file: &File, phrase: &str) -> Result<BroughtBack, ActionError> {
        let bytes = files::read(file).await.ok_or(ActionError::File(FileProblem::Broken))?;
        Ok(self.documents()?.bring_back(&bytes, phrase).await?)
    }
}
