//! What this tab knows of one person's documents. Plain data: no waiting, no browser.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use shared::documents::Document;
use shared::documents::visit::Section;
use shared::domain::AtHandRules;
use shared::ids::{Actor, ChangeHash, DocumentId, MemberId};
use shared::protocol::{Figures, Person};
use shared::sync::Status;
use shared::time::{Day, Instant};

use super::drafts::DraftQueue;
use super::owed::OwedBook;
use super::putting_away::Away;
use crate::local::{Act, DocumentRow, NewChunk, RowWrite};
use crate::store::CannotSave;
use crate::store::save::Waiting;

/// What others put into the sections of a note, in UTF-16 units of each as it stands.
pub(super) type Unseen = BTreeMap<Section, Vec<(usize, usize)>>;

/// A document in memory.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) document: Document,
    /// The writing session of this tab in this document; made with the first edit.
    pub(super) actor: Option<Actor>,
    /// Who wrote: by the relay's receipts.
    pub(super) authors: BTreeMap<Actor, MemberId>,
    /// Writing sessions of this device that the relay has not given a receipt for.
    pub(super) mine: BTreeSet<Actor>,
    /// How many chunks could not be read or do not fit together.
    pub(super) damaged: usize,
    /// The wholes on the disk that it holds.
    pub(super) wholes: Vec<String>,
    /// How many single changes stand beside them.
    pub(super) changes: usize,
    /// How many bytes those are.
    pub(super) change_bytes: usize,
    /// What a visit was when its person last looked; none where that is not known.
    pub(super) seen: Option<Vec<ChangeHash>>,
    /// What others have put into it since.
    pub(super) unseen: Unseen,
}

/// A document that is on the screen alone, until somebody enters something.
#[derive(Debug, Clone)]
pub(super) struct Unborn {
    pub(super) document: DocumentId,
    /// The writing session of what it is born with; none where that is genesis alone.
    pub(super) actor: Option<Actor>,
    /// Its genesis, and what it is born with.
    pub(super) chunks: Vec<NewChunk>,
}

/// A row, and how often it changed in this tab.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) row: DocumentRow,
    pub(super) version: u64,
}

/// What this tab knows.
#[derive(Debug)]
pub(super) struct State {
    pub(super) rows: BTreeMap<DocumentId, Known>,
    pub(super) loaded: BTreeMap<DocumentId, Loaded>,
    /// The document on the screen, once it is loaded.
    pub(super) screen: Option<DocumentId>,
    /// Counts what pages brought to the screen: a page that is left takes off only its own.
    pub(super) turn: u64,
    /// The document that the screen wants, loaded or not.
    pub(super) wanted: Option<DocumentId>,
    /// A document that is begun and holds nothing yet.
    pub(super) unborn: Option<Unborn>,
    /// Rows of documents that were born with changes of the queue.
    pub(super) births: Vec<RowWrite>,
    /// Changes in memory alone, in order.
    pub(super) queue: VecDeque<NewChunk>,
    /// Changes on their way to the disk.
    pub(super) under_way: Vec<NewChunk>,
    /// Writing sessions that the disk has not been told of.
    pub(super) marks: Vec<(DocumentId, Actor)>,
    pub(super) draining: bool,
    /// Since when words cannot be stored, and why.
    pub(super) failing: Option<(Instant, CannotSave)>,
    /// Since when what the relay says cannot be stored, and why.
    pub(super) failing_keep: Option<(Instant, CannotSave)>,
    pub(super) drafts: DraftQueue,
    pub(super) owed: OwedBook,
    pub(super) people: Vec<Person>,
    /// How long a settled visit stays on visitors' devices, as the programme says.
    pub(super) at_hand: AtHandRules,
    /// Visits that have left this device, and since when nothing of them was open.
    pub(super) away: Away,
    /// When something was last done with a record in this tab.
    pub(super) acts: BTreeMap<(DocumentId, Act), Instant>,
    /// The lines that the feed brought, by source.
    pub(super) figures: BTreeMap<String, Figures>,
    /// Counts how often the feed brought some.
    pub(super) figures_kept: u64,
    /// Counts what came for documents that were not in memory: one that is being read then is read again.
    pub(super) unfollowed: u64,
    pub(super) status: Status,
    pub(super) online_since: Instant,
    pub(super) clock_ahead_ms: Option<i64>,
    /// When something last came to be at the relay.
    pub(super) at_relay: Instant,
    pub(super) listing: bool,
    /// Aftercares that were told the day of their visit by this tab: each day once.
    pub(super) told_days: BTreeSet<(DocumentId, Day)>,
    pub(super) showing: bool,
}

impl State {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            rows: BTreeMap::new(),
            loaded: BTreeMap::new(),
            screen: None,
            turn: 0,
            wanted: None,
            unborn: None,
            births: Vec::new(),
            queue: VecDeque::new(),
            under_way: Vec::new(),
            marks: Vec::new(),
            draining: false,
            failing: None,
            failing_keep: None,
            drafts: DraftQueue::default(),
            owed: OwedBook::default(),
            acts: BTreeMap::new(),
            people: Vec::new(),
            at_hand: AtHandRules::default(),
            away: Away::new(),
            figures: BTreeMap::new(),
            figures_kept: 0,
            unfollowed: 0,
            status: Status::default(),
            online_since: now,
            clock_ahead_ms: None,
            at_relay: Instant::from_ms(0),
            listing: false,
            told_days: BTreeSet::new(),
            showing: false,
        }
    }

    /// Changes in memory alone: of one document, or of all.
    pub(super) fn waiting(&self, document: Option<DocumentId>) -> Option<Waiting> {
        let all = self.under_way.iter().chain(&self.queue);
        all.filter(|chunk| document.is_none_or(|one| one == chunk.document))
            .filter_map(|chunk| chunk.owed_at)
            .map(|since| Waiting { since, count: 1 })
            .reduce(Waiting::and)
    }

    pub(super) fn waiting_count(&self, document: Option<DocumentId>) -> usize {
        self.waiting(document).map_or(0, |waiting| waiting.count)
    }

    /// Changes a row, or makes one; the number says which change of it this is.
    pub(super) fn set_row(&mut self, document: DocumentId, row: DocumentRow) -> u64 {
        let version = self.rows.get(&document).map_or(1, |known| known.version + 1);
        self.rows.insert(document, Known { row, version });
        version
    }

    /// Documents that neither the screen nor a word in memory needs any more are let go.
    pub(super) fn let_go(&mut self) {
        let keep: BTreeSet<DocumentId> = self
            .under_way
            .iter()
            .chain(&self.queue)
            .map(|chunk| chunk.document)
            .chain(self.screen)
            .chain(self.wanted)
            .collect();
        self.loaded.retain(|document, _| keep.contains(document));
    }

    /// Whether anything was entered into a document.
    pub(super) fn is_born(&self, document: DocumentId) -> bool {
        self.unborn.as_ref().is_none_or(|unborn| unborn.document != document)
    }

    /// Nothing was entered into a document that was begun: it was never there.
    pub(super) fn forget_unborn(&mut self) {
        if let Some(unborn) = self.unborn.take() {
            self.rows.remove(&unborn.document);
            self.loaded.remove(&unborn.document);
        }
    }

    /// Something is entered into a document that was begun: from now on it is there.
    pub(super) fn bear(&mut self, document: DocumentId) {
        let Some(unborn) = self.unborn.take_if(|unborn| unborn.document == document) else { return };
        self.queue.extend(unborn.chunks);
        self.marks.extend(unborn.actor.map(|actor| (document, actor)));
        if let Some(known) = self.rows.get(&document) {
            self.births.push(RowWrite { document, version: known.version, row: known.row.clone() });
        }
    }

    /// A document that was begun here came from elsewhere: it is there.
    pub(super) fn is_there(&mut self, document: DocumentId) {
        self.unborn.take_if(|unborn| unborn.document == document);
    }

    /// Takes changes out of what waits for the disk.
    pub(super) fn take_out(&mut self, document: DocumentId, hashes: &BTreeSet<ChangeHash>) {
        self.queue.retain(|chunk| chunk.document != document || !hashes.contains(&chunk.hash));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::documents::Kind;

    const REQUEST: DocumentId = DocumentId([1; 16]);

    fn begun() -> State {
        let mut state = State::new(Instant::from_ms(0));
        state.set_row(REQUEST, DocumentRow::new(Kind::Request, true));
        let chunk = NewChunk {
            document: REQUEST,
            hash: ChangeHash([2; 32]),
            bytes: vec![1],
            owed_at: Some(Instant::from_ms(0)),
        };
        state.unborn = Some(Unborn { document: REQUEST, actor: Some(Actor([3; 16])), chunks: vec![chunk] });
        state
    }

    #[test]
    fn what_was_begun_and_left_without_a_word_was_never_there() {
        let mut state = begun();
        state.forget_unborn();
        assert!(state.rows.is_empty() && state.queue.is_empty() && state.births.is_empty());
    }

    #[test]
    fn what_was_begun_here_and_came_from_elsewhere_is_not_forgotten() {
        let mut state = begun();
        state.is_there(DocumentId([9; 16]));
        assert!(state.unborn.is_some(), "another document is not this one");
        state.is_there(REQUEST);
        state.forget_unborn();
        assert!(state.rows.contains_key(&REQUEST));
    }

    #[test]
    fn the_first_word_brings_all_that_it_builds_on_with_it_and_only_once() {
        let mut state = begun();
        state.bear(DocumentId([9; 16]));
        assert!(state.queue.is_empty(), "another document is not this one's birth");
        state.bear(REQUEST);
        state.bear(REQUEST);
        assert_eq!((state.queue.len(), state.births.len(), state.marks.len()), (1, 1, 1));
        state.forget_unborn();
        assert!(state.rows.contains_key(&REQUEST), "what is there is not forgotten");
    }
}
