//! What must hold when everything has come to rest. Each check says what is broken, with names; it
//! must never look at what the parts under test believe, only at what they stored.

mod rights;

use std::collections::{BTreeMap, BTreeSet};

use server::storage::DocumentState;
use server::storage::figures::office_of;
use server::storage::reading::reading_rows;
use shared::documents::visit::{self, Section};
use shared::documents::{self, is_computed_actor};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{ReceiptKey, Refusal};

use crate::disk::Why;
use crate::world::{Checked, World};

impl World {
    /// All of them.
    pub async fn check(&mut self) -> Checked {
        self.mirror.clear();
        for id in self.store.look(|s| s.documents.keys().copied().collect::<Vec<_>>()) {
            self.follow(id)?;
        }
        self.authors_are_who_they_were()?;
        self.nothing_is_owed()?;
        self.no_change_is_lost()?;
        self.no_character_is_lost()?;
        self.refusals_have_a_reason()?;
        self.everybody_has_what_they_may_read()?;
        self.everybody_counts_what_they_may()?;
        self.the_stranger_has_nothing()?;
        self.rows_are_what_the_documents_say()?;
        self.receipts_hold()
    }

    /// The changes the relay has.
    fn on_relay(&self) -> BTreeSet<ChangeHash> {
        self.store.look(|state| {
            let docs = state.documents.values();
            docs.flat_map(|doc| doc.changes.iter().map(|change| change.hash)).collect()
        })
    }

    fn nothing_is_owed(&self) -> Checked {
        for (index, device) in self.devices.iter().enumerate() {
            if !device.disk.owed.is_empty() {
                return Err(format!("device {index} owes {:?}", device.disk.owed));
            }
        }
        Ok(())
    }

    /// What was durable on a device stands in the relay's document, or aside on that device. What
    /// was acknowledged stands there, unless a backup was restored and no device has it any more.
    fn no_change_is_lost(&self) -> Checked {
        let on_relay = self.on_relay();
        for hash in &self.truth.durable {
            let Some(made) = self.truth.made.get(hash) else {
                continue;
            };
            let aside = self
                .devices
                .get(made.device)
                .is_some_and(|device| device.disk.aside.iter().any(|one| one.hash == *hash));
            // What was ended is gone on purpose.
            if self.truth.purged.contains(&made.document) {
                continue;
            }
            let acknowledged = self.truth.acknowledged.contains(&(made.document, *hash));
            let gone_with_backup = acknowledged && self.truth.restores > 0 && !self.is_held(*hash);
            if !on_relay.contains(hash) && !aside && !gone_with_backup {
                return Err(format!(
                    "{hash} of device {} in {} is lost (acknowledged: {acknowledged})",
                    made.device, made.document
                ));
            }
            if acknowledged && self.truth.restores == 0 && !on_relay.contains(hash) {
                return Err(format!("{hash} was acknowledged and is not on the relay"));
            }
        }
        Ok(())
    }

    /// Whether any device has a change, in a document or aside.
    fn is_held(&self, hash: ChangeHash) -> bool {
        self.devices.iter().any(|device| device.disk.chunks.values().any(|all| all.contains_key(&hash)))
    }

    /// Every character typed by a change that the relay has stands in the text exactly once, unless
    /// a change that the relay has deleted it.
    fn no_character_is_lost(&self) -> Checked {
        let on_relay = self.on_relay();
        let deleted: BTreeSet<char> = on_relay
            .iter()
            .filter_map(|hash| self.truth.made.get(hash))
            .flat_map(|made| made.deleted.iter().copied())
            .collect();
        let texts: BTreeMap<(DocumentId, Section), String> = self
            .mirror
            .iter()
            .filter_map(|(id, document)| visit::read(document).map(|visit| (*id, visit)))
            .flat_map(|(id, visit)| visit.note.into_iter().map(move |(s, text)| ((id, s), text)))
            .collect();
        for hash in &on_relay {
            let Some(made) = self.truth.made.get(hash) else {
                continue;
            };
            let Some(section) = made.section else {
                continue;
            };
            let text = texts.get(&(made.document, section)).map_or("", String::as_str);
            for character in &made.typed {
                let count = text.matches(*character).count();
                let wanted = usize::from(!deleted.contains(character));
                if count != wanted {
                    return Err(format!("{character} of {hash} stands {count} times in {text:?}"));
                }
            }
        }
        Ok(())
    }

    /// A change is refused for want of a right alone, or because it builds on one that was; and
    /// what nobody had a right to write is nowhere.
    fn refusals_have_a_reason(&self) -> Checked {
        for (index, device) in self.devices.iter().enumerate() {
            let aside: BTreeSet<ChangeHash> = device.disk.aside.iter().map(|one| one.hash).collect();
            let builds_on_refused = |of: DocumentId, hash: &ChangeHash| {
                let made = self.truth.made.get(hash);
                made.is_some_and(|made| made.document == of && made.deps.iter().any(|dep| aside.contains(dep)))
            };
            for one in &device.disk.aside {
                let maker = self.truth.made.get(&one.hash).and_then(|made| self.devices.get(made.device));
                if maker.is_none_or(|maker| maker.who.member != device.who.member) {
                    return Err(format!("device {index} shows aside what it did not write: {one:?}"));
                }
                let fits = match one.why {
                    Why::Deleted | Why::Refused(Refusal::NoRight | Refusal::Guarded) => true,
                    // What it builds on was another's and is lost, in a document not this member's any more.
                    Why::Refused(Refusal::Missing) => {
                        let left = !device.disk.chunks.contains_key(&one.document);
                        builds_on_refused(one.document, &one.hash) || (self.truth.restores > 0 && left)
                    }
                    Why::Refused(Refusal::Gone) => self.truth.purged.contains(&one.document),
                    Why::Refused(_) => false,
                };
                if !fits {
                    return Err(format!("device {index} was refused {one:?}"));
                }
            }
        }
        let forbidden = |hash: &&ChangeHash| self.truth.made.get(hash).is_some_and(|made| made.forbidden);
        match self.on_relay().iter().find(forbidden) {
            Some(hash) => Err(format!("{hash} writes the plan and is a visitor's")),
            None => Ok(()),
        }
    }

    fn rows_are_what_the_documents_say(&self) -> Checked {
        self.store.look(|state| {
            for (id, doc) in state.documents.iter().filter(|(_, doc)| doc.head.state == DocumentState::Live) {
                let Some(document) = self.mirror.get(id) else {
                    return Err(format!("{id} cannot be opened"));
                };
                if doc.prefecture != document.root().prefecture {
                    return Err(format!("{id} is of {}", doc.prefecture));
                }
                let rows: BTreeSet<_> = doc.access.keys().cloned().collect();
                if rows != reading_rows(document.kind(), &documents::ties(document)) {
                    return Err(format!("the readers of {id} are {rows:?}"));
                }
                let counted = state.figures.get(&id.to_string()).map(|counted| &counted.source.figures);
                let figures = counted.map(|figures| figures.lines.clone()).unwrap_or_default();
                let office = counted.and_then(|figures| figures.office.as_ref());
                let right_office = figures.is_empty() || office == office_of(&documents::ties(document));
                if figures != documents::figures::figures(document) || !right_office {
                    return Err(format!("the figures of {id} are {figures:?}"));
                }
            }
            Ok(())
        })
    }

    fn authors_are_who_they_were(&self) -> Checked {
        self.store.look(|state| {
            for (id, doc) in &state.documents {
                let mut next = BTreeMap::new();
                for change in &doc.changes {
                    let seq = next.entry(change.actor).or_insert(0u64);
                    *seq += 1;
                    let owner = self.truth.actors.get(&change.actor).copied();
                    let computed = is_computed_actor(doc.head.kind, change.actor);
                    if self.truth.stolen.contains(&change.hash) {
                        return Err(format!("{} of {id} is stolen and taken", change.hash));
                    }
                    let right = change.author == owner && (owner.is_some() || computed);
                    if change.seq != *seq || !right {
                        return Err(format!("{} of {id} is under {:?}", change.hash, change.author));
                    }
                }
            }
            Ok(())
        })
    }

    fn receipts_hold(&self) -> Checked {
        let key = self.store.look(|state| state.receipt_key).map(ReceiptKey::new);
        for (index, device) in self.devices.iter().enumerate() {
            for ((document, actor), receipt) in &device.disk.receipts {
                let genuine = key.as_ref().is_some_and(|key| key.check(*document, receipt));
                let owner = self.truth.actors.get(actor);
                let named = owner.is_some_and(|owner| owner.member == receipt.member && owner.device == receipt.device);
                if !genuine || !named {
                    return Err(format!("device {index} holds {receipt:?} for {document}"));
                }
            }
        }
        Ok(())
    }
}
