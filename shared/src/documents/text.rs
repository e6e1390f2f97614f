//! Text that several write at once: an edit is a splice at the caret, counted in UTF-16 units as
//! the DOM counts them. It must never compute an edit by comparing whole values: two runs written
//! at one place both stand whole.

use automerge::transaction::Transactable;
use automerge::{PatchAction, ReadDoc};

use super::chunk::Chunk;
use super::document::{Document, EditError, Writer};
use super::field::actor_of;
use crate::ids::{Actor, ChangeHash};
use crate::protocol::limits;

/// One edit of a text: at a place, so much taken away, so much put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where, in UTF-16 units.
    pub at_utf16: usize,
    /// How many UTF-16 units go.
    pub deleted_utf16: usize,
    /// What comes.
    pub inserted: String,
}

/// A stretch of text by one writing session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Whose session wrote it.
    pub actor: Actor,
    /// What it wrote.
    pub text: String,
}

impl Document {
    /// The text of a section; empty if there is none.
    pub(super) fn text(&self, container: &'static str) -> String {
        self.text_at(container, None)
    }

    /// The text of a section now, or as it was at some heads.
    pub(super) fn text_at(&self, container: &'static str, at: Option<&[ChangeHash]>) -> String {
        let Some(object) = self.container(container) else {
            return String::new();
        };
        let text = match at {
            None => self.automerge().text(object),
            Some(heads) => {
                let heads: Vec<_> = heads.iter().map(|h| automerge::ChangeHash(h.0)).collect();
                self.automerge().text_at(object, &heads)
            }
        };
        text.unwrap_or_default()
    }

    /// The text with its authors, in order.
    pub(super) fn runs(&self, container: &'static str) -> Vec<Run> {
        let Some(object) = self.container(container) else {
            return Vec::new();
        };
        let mut runs: Vec<Run> = Vec::new();
        for item in self.automerge().list_range(object, ..) {
            let Some(actor) = actor_of(&item.id()) else {
                continue;
            };
            let value = automerge::Value::from(item.value.clone());
            let piece = value.as_str().unwrap_or_default();
            match runs.last_mut() {
                Some(run) if run.actor == actor => run.text.push_str(piece),
                _ => runs.push(Run { actor, text: piece.to_owned() }),
            }
        }
        runs
    }

    /// Makes one splice in a section, as one change. A splice that begins or ends outside the
    /// text, or between the two units of one character, is refused: half a character is no text.
    pub(super) fn splice(
        &mut self,
        writer: &Writer,
        container: &'static str,
        splice: &Splice,
    ) -> Result<Option<Chunk>, EditError> {
        let inserted = splice.inserted.encode_utf16().count();
        let end = splice.at_utf16.checked_add(splice.deleted_utf16).ok_or(EditError::Limit)?;
        let length = between_characters(&self.text(container), splice.at_utf16, end)?;
        if length - splice.deleted_utf16 + inserted > limits::TEXT_UNITS_MAX {
            return Err(EditError::Limit);
        }
        let deleted = isize::try_from(splice.deleted_utf16).map_err(|_| EditError::Limit)?;
        self.edit(writer, |tx, places| {
            let object = places.get(container)?;
            tx.splice_text(object, splice.at_utf16, deleted, &splice.inserted)?;
            Ok(())
        })
    }

    /// What happened to a section between two moments, as splices to make one after another:
    /// how a text field on the screen follows what others wrote.
    pub(super) fn splices_between(
        &self,
        container: &'static str,
        before: &[ChangeHash],
        after: &[ChangeHash],
    ) -> Vec<Splice> {
        let Some(object) = self.container(container) else {
            return Vec::new();
        };
        let heads = |hashes: &[ChangeHash]| -> Vec<automerge::ChangeHash> {
            hashes.iter().map(|h| automerge::ChangeHash(h.0)).collect()
        };
        let patches = self.automerge().diff_obj(object, &heads(before), &heads(after), false).unwrap_or_default();
        patches
            .into_iter()
            .filter(|patch| &patch.obj == object)
            .filter_map(|patch| match patch.action {
                PatchAction::SpliceText { index, value, .. } => {
                    Some(Splice { at_utf16: index, deleted_utf16: 0, inserted: value.make_string() })
                }
                PatchAction::DeleteSeq { index, length } => {
                    Some(Splice { at_utf16: index, deleted_utf16: length, inserted: String::new() })
                }
                _ => None,
            })
            .collect()
    }
}

/// The length of a text in UTF-16 units, if both places lie in it and between characters.
fn between_characters(text: &str, start: usize, end: usize) -> Result<usize, EditError> {
    let mut length = 0;
    let (mut start_met, mut end_met) = (false, false);
    for character in text.chars() {
        start_met |= length == start;
        end_met |= length == end;
        length += character.len_utf16();
    }
    start_met |= length == start;
    end_met |= length == end;
    if start_met && end_met { Ok(length) } else { Err(EditError::Limit) }
}

/// Which ranges of a text were put in by splices made one after another, in UTF-16 units of the text as it stands then.
pub fn added(splices: &[Splice]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for splice in splices {
        let (at, gone) = (splice.at_utf16, splice.deleted_utf16);
        let put_in = splice.inserted.encode_utf16().count();
        let shrunk = |place: usize| {
            if place >= at + gone { place - gone } else { place.min(at) }
        };
        let mut moved: Vec<(usize, usize)> = Vec::new();
        for (start, end) in ranges {
            let (start, end) = (shrunk(start), shrunk(end));
            if end <= at {
                moved.push((start, end));
            } else if start >= at {
                moved.push((start + put_in, end + put_in));
            } else {
                moved.push((start, end + put_in));
            }
        }
        moved.push((at, at + put_in));
        moved.retain(|(start, end)| start < end);
        ranges = moved;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splice(at_utf16: usize, deleted_utf16: usize, inserted: &str) -> Splice {
        Splice { at_utf16, deleted_utf16, inserted: inserted.to_owned() }
    }

    #[test]
    fn what_was_put_in_and_taken_away_again_leaves_no_mark() {
        assert!(added(&[splice(2, 0, "abc"), splice(2, 3, "")]).is_empty());
        assert_eq!(added(&[splice(2, 0, "abcd"), splice(3, 2, "")]), [(2, 4)]);
        assert_eq!(added(&[splice(5, 0, "x"), splice(0, 2, "")]), [(3, 4)]);
        assert_eq!(added(&[splice(2, 0, "ab"), splice(3, 0, "c")]), [(2, 5), (3, 4)]);
    }
}
