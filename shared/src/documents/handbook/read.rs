//! What stands in a handbook, now or as it was approved. It must never settle a dispute in silence.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Decoder;

use super::{APPROVED, ENTRIES, KIND, ORDER, TITLE};
use crate::documents::document::Document;
use crate::documents::kind::Kind;
use crate::documents::log::Entry;
use crate::domain::handbook::is_handbook_id;
use crate::domain::{HandbookEntry, HandbookKind, Level};
use crate::ids::{ChangeHash, MemberId};
use crate::protocol::limits;
use crate::time::Instant;

/// A version that the prefecture approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The random key of its approval: what a reader remembers to have read.
    pub key: String,
    /// What was approved.
    pub heads: Vec<ChangeHash>,
    /// By which officer, as they said.
    pub by: MemberId,
    /// When, by their device's clock.
    pub at: Instant,
    /// A word about what is new.
    pub text: String,
}

/// A handbook as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handbook {
    /// The entries as they are written now, in their order.
    pub entries: Vec<HandbookEntry>,
    /// Those of them that no approved version has just so: drafts.
    pub drafts: BTreeSet<String>,
    /// `<id>/<field>` of each field that two officers set differently. Its entry shows the value that every device
    /// shows first, and is a draft until somebody chooses.
    pub disputed: Vec<String>,
    /// What was approved, the oldest first; the last one holds.
    pub versions: Vec<Version>,
    /// Approvals that stand and that this version of the app cannot read.
    pub unread_versions: usize,
}

/// Reads a handbook; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Handbook> {
    if document.kind() != Kind::Handbook {
        return None;
    }
    let log = document.entries(APPROVED);
    let versions: Vec<Version> = log.iter().filter_map(read_version).collect();
    let (entries, disputed) = entries(document, None);
    let approved = versions.last().map(|version| entries_at(document, &version.heads)).unwrap_or_default();
    let disputes = |id: &str| disputed.iter().any(|key| key.split_once('/').is_some_and(|(entry, _)| entry == id));
    let is_draft = |entry: &&HandbookEntry| disputes(&entry.id) || !approved.contains(entry);
    Some(Handbook {
        drafts: entries.iter().filter(is_draft).map(|entry| entry.id.clone()).collect(),
        entries,
        disputed,
        unread_versions: log.len() - versions.len(),
        versions,
    })
}

/// The entries as they were at the heads of a version, in their order.
pub fn entries_at(document: &Document, heads: &[ChangeHash]) -> Vec<HandbookEntry> {
    entries(document, Some(heads)).0
}

/// Which entries of a version are new or others than in the one that was read before; all where none was.
pub fn changed_since(document: &Document, read: Option<&Version>, version: &Version) -> BTreeSet<String> {
    let before = read.map(|read| entries_at(document, &read.heads)).unwrap_or_default();
    let now = entries_at(document, &version.heads);
    now.into_iter().filter(|entry| !before.contains(entry)).map(|entry| entry.id).collect()
}

fn entries(document: &Document, at: Option<&[ChangeHash]>) -> (Vec<HandbookEntry>, Vec<String>) {
    let mut rows: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut disputed = Vec::new();
    for key in document.keys_at(ENTRIES, at) {
        let Some((id, field)) = key.split_once('/').filter(|(id, _)| is_handbook_id(id)) else {
            continue;
        };
        let stated = document.stated(ENTRIES, &key, at);
        if stated.is_disputed() {
            disputed.push(key.clone());
        }
        if let Some(text) = stated.all().first().and_then(|said| said.value.text()) {
            rows.entry(id.to_owned()).or_default().insert(field.to_owned(), text.to_owned());
        }
    }
    let mut found: Vec<(u32, HandbookEntry)> = rows.into_iter().filter_map(read_entry).collect();
    found.sort_by(|(one, a), (other, b)| (one, &a.id).cmp(&(other, &b.id)));
    (found.into_iter().map(|(_, entry)| entry).collect(), disputed)
}

fn read_entry((id, mut fields): (String, BTreeMap<String, String>)) -> Option<(u32, HandbookEntry)> {
    let order = fields.get(ORDER).and_then(|order| order.parse().ok()).unwrap_or(u32::MAX);
    let kind = HandbookKind::from_code(fields.get(KIND)?)?;
    let title = fields.remove(TITLE)?;
    let text = |level: &Level| fields.get(level.code()).cloned();
    let texts = Level::ALL.iter().filter_map(|level| Some((*level, text(level)?))).collect();
    Some((order, HandbookEntry { id, kind, title, texts }))
}

fn read_version(entry: &Entry) -> Option<Version> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 4 {
        return None;
    }
    let by = MemberId::from_slice(d.bytes().ok()?)?;
    let at = Instant::from_ms(d.i64().ok()?);
    let count = usize::try_from(d.array().ok()??).ok().filter(|count| *count <= limits::HEADS_MAX)?;
    let heads = (0..count).map(|_| d.bytes().ok().and_then(ChangeHash::from_slice)).collect::<Option<Vec<_>>>()?;
    Some(Version { key: entry.key.clone(), heads, by, at, text: d.str().ok()?.to_owned() })
}
