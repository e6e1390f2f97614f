//! The texts of a document by its kind: which there are, how they read, how one is written into.
//! It must never know a screen.

use shared::documents::aftercare::{self, CareSection};
use shared::documents::safeguard::{self, SafeguardSection};
use shared::documents::visit::{self, Section};
use shared::documents::{Chunk, Document, EditError, Kind, Splice, Writer};
use shared::documents::{consult, request};
use shared::ids::ChangeHash;

use crate::store::TextPlace;

/// Every text of a document.
pub(super) fn all(document: &Document) -> Vec<(TextPlace, String)> {
    match document.kind() {
        Kind::Visit => {
            let note = visit::read(document).map(|visit| visit.note).unwrap_or_default();
            let text = |section| (TextPlace::Note(section), note.get(&section).cloned().unwrap_or_default());
            Section::ALL.map(text).to_vec()
        }
        Kind::Request => match request::read(document) {
            Some(request) => vec![(TextPlace::Wish, request.wish), (TextPlace::Memo, request.memo)],
            None => Vec::new(),
        },
        Kind::Consult => match consult::read(document) {
            Some(consult) => vec![(TextPlace::Proposal, consult.proposal)],
            None => Vec::new(),
        },
        Kind::Aftercare => {
            let texts = aftercare::read(document).map(|care| care.texts).unwrap_or_default();
            let text = |section| (TextPlace::Care(section), texts.get(&section).cloned().unwrap_or_default());
            CareSection::ALL.map(text).to_vec()
        }
        Kind::Safeguard => {
            let texts = safeguard::read(document).map(|concern| concern.texts).unwrap_or_default();
            let text = |section| (TextPlace::Concern(section), texts.get(&section).cloned().unwrap_or_default());
            SafeguardSection::ALL.map(text).to_vec()
        }
        _ => Vec::new(),
    }
}

/// How a text came from what it was at some heads to what it was at others.
pub(super) fn splices(
    document: &Document,
    place: TextPlace,
    before: &[ChangeHash],
    after: &[ChangeHash],
) -> Vec<Splice> {
    match place {
        TextPlace::Note(section) => visit::note_splices(document, section, before, after),
        TextPlace::Wish => request::wish_splices(document, before, after),
        TextPlace::Memo => request::memo_splices(document, before, after),
        TextPlace::Proposal => consult::proposal_splices(document, before, after),
        TextPlace::Care(section) => aftercare::section_splices(document, section, before, after),
        TextPlace::Concern(section) => safeguard::section_splices(document, section, before, after),
    }
}

/// Writes into a text.
pub(super) fn splice(
    document: &mut Document,
    writer: &Writer,
    place: TextPlace,
    splice: &Splice,
) -> Result<Option<Chunk>, EditError> {
    match place {
        TextPlace::Note(section) => visit::splice_note(document, writer, section, splice),
        TextPlace::Wish => request::splice_wish(document, writer, splice),
        TextPlace::Memo => request::splice_memo(document, writer, splice),
        TextPlace::Proposal => consult::splice_proposal(document, writer, splice),
        TextPlace::Care(section) => aftercare::splice(document, writer, section, splice),
        TextPlace::Concern(section) => safeguard::splice(document, writer, section, splice),
    }
}

/// What the screen calls a text.
pub(super) fn label(place: TextPlace) -> &'static str {
    match place {
        TextPlace::Note(section) => section.label(),
        TextPlace::Wish => "ご本人の希望",
        TextPlace::Memo => "事務局のメモ",
        TextPlace::Proposal => "事業所の考え",
        TextPlace::Care(section) => section.label(),
        TextPlace::Concern(section) => section.label(),
    }
}
