//! Who wrote, in words: oneself, a name that this person may know, or nothing.

use std::collections::BTreeMap;

use shared::ids::Actor;

use super::OpenDocuments;
use super::state::{Loaded, State};
use crate::store::open::MYSELF;

impl OpenDocuments {
    /// The name of each writing session of a document.
    pub(super) fn names_of(&self, state: &State, loaded: &Loaded) -> BTreeMap<Actor, String> {
        let name_of = |member| {
            if member == self.me.member {
                return Some(MYSELF.to_owned());
            }
            state.people.iter().find(|person| person.member == member).map(|person| person.name.clone())
        };
        let by_receipt = loaded.authors.iter().filter_map(|(actor, member)| Some((*actor, name_of(*member)?)));
        let by_device = loaded.mine.iter().map(|actor| (*actor, MYSELF.to_owned()));
        by_device.chain(by_receipt).collect()
    }
}
