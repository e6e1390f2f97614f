//! Who is in the document on the screen: the relay is told where this person is, and the screen where the others are.
//! It must never say more than a place, and nothing depends on it. The tab that has the line says it; a second tab of the
//! same person says nothing.

use leptos::prelude::*;
use shared::ids::DocumentId;
use shared::protocol::{Place, Present};
use shared::sync::DeviceEvent;

use super::OpenDocuments;
use crate::store::open::MYSELF;
use crate::store::{PresentRow, TextPlace};

impl OpenDocuments {
    /// Tells the line what is on the screen now, if it has not been told.
    pub(super) fn tell_open(&self) {
        let screen = self.state.borrow().screen;
        let told = self.told_open.replace(screen);
        if told == screen {
            return;
        }
        if !self.store.present.with_untracked(Vec::is_empty) {
            self.store.present.set(Vec::new());
        }
        let close = told.map(|document| DeviceEvent::Close { document });
        let open = screen.map(|document| DeviceEvent::Open { document });
        self.tell_line(close.into_iter().chain(open));
    }

    /// A new line knows of nothing that is open.
    pub(super) fn tell_open_anew(&self) {
        let screen = self.state.borrow().screen;
        self.told_open.set(screen);
        self.tell_line(screen.map(|document| DeviceEvent::Open { document }));
    }

    /// Where this person is in the document on the screen: a text and a UTF-16 unit of it; none while they only look.
    pub fn here(&self, at: Option<(TextPlace, usize)>) {
        let Some(document) = self.state.borrow().screen else { return };
        let place = at.map(|(place, at)| Place {
            section: place.name().to_owned(),
            position: u32::try_from(at).unwrap_or(u32::MAX),
            selection: None,
        });
        self.tell_line([DeviceEvent::Here { document, place }]);
    }

    /// Shows who else is there.
    pub(super) fn show_present(&self, document: DocumentId, present: &[Present]) {
        if self.is_closed() || self.state.borrow().screen != Some(document) {
            return;
        }
        let rows: Vec<PresentRow> = {
            let state = self.state.borrow();
            let name = |one: &Present| {
                if one.member == self.me.member {
                    return Some(MYSELF.to_owned());
                }
                state.people.iter().find(|person| person.member == one.member).map(|person| person.name.clone())
            };
            present.iter().map(|one| PresentRow { device: one.device, name: name(one), at: at(one) }).collect()
        };
        self.store.present.set(rows);
    }

    fn tell_line(&self, events: impl IntoIterator<Item = DeviceEvent>) {
        let line = self.line.borrow().clone();
        if let Some(line) = line {
            events.into_iter().for_each(|event| line.event(event));
        }
    }
}

/// Where somebody is; a newer version of the app may name places that this one does not have.
fn at(one: &Present) -> Option<(TextPlace, usize)> {
    let place = one.place.as_ref()?;
    Some((TextPlace::named(&place.section)?, place.position as usize))
}
