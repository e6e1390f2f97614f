//! People open documents, move in them and close them, and ask what was refused. It must never open what
//! the device does not have.

use shared::ids::DocumentId;
use shared::protocol::Place;
use shared::sync::DeviceEvent;

use crate::world::{Checked, World};

/// Documents that one device shows at once.
const SHOWN_MAX: usize = 3;

impl World {
    /// Somebody looks at something.
    pub(super) async fn look_around(&mut self) -> Checked {
        let index = self.random.below(self.devices.len());
        let shown = self.on_screen(index);
        let one = self.random.pick(&shown).copied();
        match (self.random.below(10), one) {
            (0..=3, _) if shown.len() < SHOWN_MAX => match self.some_visit(index) {
                Some(document) => self.show(index, document).await,
                None => Ok(()),
            },
            (4..=7, Some(document)) => self.move_to(index, document).await,
            (8, Some(document)) => self.leave(index, document).await,
            (9, Some(document)) => self.device_event(index, DeviceEvent::AskRefused { document }).await,
            _ => Ok(()),
        }
    }

    fn on_screen(&self, index: usize) -> Vec<DocumentId> {
        let life = self.devices.get(index).and_then(|device| device.life.as_ref());
        life.map(|life| life.shown.keys().copied().collect()).unwrap_or_default()
    }

    async fn show(&mut self, index: usize, document: DocumentId) -> Checked {
        self.say(|| format!("device {index} opens {}", crate::words::short(document)));
        if let Some(life) = self.devices.get_mut(index).and_then(|device| device.life.as_mut()) {
            life.shown.entry(document).or_default();
        }
        self.device_event(index, DeviceEvent::Open { document }).await
    }

    async fn move_to(&mut self, index: usize, document: DocumentId) -> Checked {
        let position = u32::try_from(self.random.below(1_000)).unwrap_or(0);
        let place = self.random.percent(90).then(|| Place { section: "talked".to_owned(), position, selection: None });
        if let Some(life) = self.devices.get_mut(index).and_then(|device| device.life.as_mut()) {
            life.shown.insert(document, place.clone());
        }
        self.device_event(index, DeviceEvent::Here { document, place }).await
    }

    /// A document is on the screen no more.
    pub async fn leave(&mut self, index: usize, document: DocumentId) -> Checked {
        self.say(|| format!("device {index} closes {}", crate::words::short(document)));
        if let Some(life) = self.devices.get_mut(index).and_then(|device| device.life.as_mut()) {
            life.shown.remove(&document);
            life.present.remove(&document);
        }
        self.device_event(index, DeviceEvent::Close { document }).await
    }
}
