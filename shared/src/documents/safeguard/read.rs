//! What stands in a concern, as plain data. It must never settle a dispute or drop a value that somebody set.

use std::collections::BTreeMap;

use minicbor::Decoder;

use super::{FACTS, STEPS, SafeguardField, SafeguardSection};
use crate::documents::document::Document;
use crate::documents::field::Stated;
use crate::documents::log::Entry;
use crate::documents::root::About;
use crate::documents::text::{Run, Splice};
use crate::domain::SafeguardStep;
use crate::ids::{Actor, ChangeHash, DocumentId, MemberId};
use crate::time::Instant;

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub step: SafeguardStep,
    /// By whom, as they said; the relay's receipt for `actor` proves it.
    pub by: MemberId,
    /// The writing session.
    pub actor: Actor,
    /// When, by their device's clock.
    pub at: Instant,
    /// A word about it.
    pub text: String,
}

/// A concern as it stands; each value may stand twice after a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safeguard {
    /// Its document.
    pub id: DocumentId,
    /// Who wrote it first.
    pub author: MemberId,
    /// The single values, as written.
    pub facts: BTreeMap<SafeguardField, Stated<String>>,
    /// The text of each section.
    pub texts: BTreeMap<SafeguardSection, String>,
    /// Who wrote which part of it.
    pub authors: BTreeMap<SafeguardSection, Vec<Run>>,
    /// What was done, in the order all devices share.
    pub steps: Vec<Done>,
    /// Steps that stand and that this version cannot read.
    pub unread_steps: usize,
}

/// The whole concern; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Safeguard> {
    let About::Safeguard { author } = document.root().about else {
        return None;
    };
    let text = |field: SafeguardField| {
        document.stated(FACTS, field.key(), None).filter_map(|value| value.text().map(str::to_owned))
    };
    let entries = document.entries(STEPS);
    let steps: Vec<Done> = entries.iter().filter_map(read_step).collect();
    Some(Safeguard {
        id: document.id(),
        author,
        facts: SafeguardField::ALL.into_iter().map(|field| (field, text(field))).collect(),
        texts: SafeguardSection::ALL.into_iter().map(|section| (section, document.text(section.key()))).collect(),
        authors: SafeguardSection::ALL.into_iter().map(|section| (section, document.runs(section.key()))).collect(),
        unread_steps: entries.len() - steps.len(),
        steps,
    })
}

/// What happened to a section between two moments, as splices to make one after another.
pub fn section_splices(
    document: &Document,
    section: SafeguardSection,
    before: &[ChangeHash],
    after: &[ChangeHash],
) -> Vec<Splice> {
    document.splices_between(section.key(), before, after)
}

fn read_step(entry: &Entry) -> Option<Done> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 4 {
        return None;
    }
    Some(Done {
        step: SafeguardStep::from_code(d.str().ok()?)?,
        by: MemberId::from_slice(d.bytes().ok()?)?,
        actor: entry.actor,
        at: Instant::from_ms(d.i64().ok()?),
        text: d.str().ok()?.to_owned(),
    })
}
