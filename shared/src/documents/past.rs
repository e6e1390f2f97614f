//! How a text came to be, stretch by stretch, and the way back to what it was. Going back is an edit like any other:
//! what was written since stays in the past of the text. It must never leave out how a text stood at the end of a
//! stretch, and never take a change out of the document.

use std::collections::BTreeSet;

use automerge::legacy::{ObjectId, OpId, OpType};
use automerge::transaction::Transactable;
use automerge::{Change, ObjId};

use super::chunk::Chunk;
use super::document::{Document, EditError, Writer, hash_of};
use crate::ids::{Actor, ChangeHash};
use crate::time::Instant;

/// How long a stretch of writing is at most, in ms by the clocks of the devices: a way back that is older than what
/// somebody wants to go back to takes words with it that they want to keep.
pub const STRETCH_MS: i64 = 10 * 60 * 1_000;
/// From so many characters on, put in and taken away together, a change that takes words away begins a stretch: how the
/// text stood before somebody wrote it anew, or went back, is told.
pub const TURN_CHARACTERS_MIN: usize = 10;
/// How many stretches are told, the newest.
pub const STRETCHES_MAX: usize = 50;

/// A text as it stood at the end of a stretch of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// What the document was then.
    pub heads: Vec<ChangeHash>,
    /// When the last word of the stretch was written, by its device's clock.
    pub at: Instant,
    /// The writing sessions that wrote in it, in the order of their first words.
    pub by: Vec<Actor>,
    /// The text then.
    pub text: String,
}

/// A stretch before its text is read.
struct Stretch {
    began: Instant,
    at: Instant,
    by: Vec<Actor>,
    heads: Vec<ChangeHash>,
}

impl Document {
    /// How a text stood at the end of each stretch of writing, the newest first: at most [`STRETCHES_MAX`].
    pub(super) fn past_of(&self, container: &'static str) -> Vec<Past> {
        let Some(object) = self.container(container) else { return Vec::new() };
        let mut told: Vec<Past> = Vec::new();
        for stretch in self.stretches_in(object).into_iter().rev() {
            let text = self.text_at(container, Some(&stretch.heads));
            // What was taken back at once left the text as it was: the older of the two says so.
            if told.last().is_some_and(|newer| newer.text == text) {
                told.pop();
            }
            if told.len() == STRETCHES_MAX {
                break;
            }
            told.push(Past { heads: stretch.heads, at: stretch.at, by: stretch.by, text });
        }
        told
    }

    /// Oldest first. The changes come so that each stands behind what it builds on: all up to any of them are the
    /// document as somebody may have seen it.
    fn stretches_in(&self, object: &ObjId) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut heads: BTreeSet<ChangeHash> = BTreeSet::new();
        for change in self.automerge().get_changes(&[]) {
            for before in change.deps() {
                heads.remove(&hash_of(before));
            }
            heads.insert(hash_of(&change.hash()));
            let written = written_in(&change, object);
            let Some(actor) = actor_of(&change).filter(|_| !written.is_empty()) else { continue };
            let at = Instant::from_ms(change.timestamp().saturating_mul(1_000));
            let is_near = |last: &&mut Stretch| (at.ms() - last.began.ms()).abs() < STRETCH_MS;
            let goes_on = stretches.last_mut().filter(is_near).filter(|_| !is_turn(&written));
            let stretch = match goes_on {
                Some(stretch) => stretch,
                None => {
                    stretches.push(Stretch { began: at, at, by: Vec::new(), heads: Vec::new() });
                    let Some(stretch) = stretches.last_mut() else { continue };
                    stretch
                }
            };
            stretch.at = stretch.at.max(at);
            stretch.heads = heads.iter().copied().collect();
            if !stretch.by.contains(&actor) {
                stretch.by.push(actor);
            }
        }
        stretches
    }

    /// Writes a text back to what it was at some heads, as one change; `None` if it is that already.
    ///
    /// # Errors
    /// As any edit.
    pub(super) fn write_back(
        &mut self,
        writer: &Writer,
        container: &'static str,
        heads: &[ChangeHash],
    ) -> Result<Option<Chunk>, EditError> {
        if heads.is_empty() || heads.iter().any(|head| !self.has(*head)) {
            return Err(EditError::Limit);
        }
        // The same words written again are others to the document.
        if self.text(container) == self.text_at(container, Some(heads)) {
            return Ok(None);
        }
        let back = self.splices_between(container, &self.heads(), heads);
        self.edit(writer, |tx, places| {
            let object = places.get(container)?;
            for splice in &back {
                let deleted = isize::try_from(splice.deleted_utf16).map_err(|_| EditError::Limit)?;
                tx.splice_text(object, splice.at_utf16, deleted, &splice.inserted)?;
            }
            Ok(())
        })
    }
}

/// Whose session made a change.
fn actor_of(change: &Change) -> Option<Actor> {
    change.actor_id().to_bytes().try_into().ok().map(Actor)
}

/// What a change did in a text, character by character.
fn written_in(change: &Change, object: &ObjId) -> Vec<OpType> {
    let ObjId::Id(counter, actor, _) = object else { return Vec::new() };
    let wanted = ObjectId::Id(OpId(*counter, actor.clone()));
    let here = change.decode().operations.into_iter().filter(|op| op.obj == wanted);
    here.map(|op| op.action).collect()
}

/// Whether a change wrote a part of the text anew.
fn is_turn(written: &[OpType]) -> bool {
    written.len() >= TURN_CHARACTERS_MIN && written.iter().any(|op| matches!(op, OpType::Delete))
}
