//! A row of the feed as something to keep. It must never leave out a part of a row.

use super::Keep;
use crate::protocol::{Entry, What};

pub(super) fn take_entry(entry: Entry, keep: &mut Keep) {
    let document = entry.document;
    match entry.what {
        // Rows stand in the order in which it happened; a keep does not. Of a document that went
        // and came back within one page, or the other way round, only the last word counts.
        What::Gone => {
            keep.standing.retain(|(other, _, _)| *other != document);
            keep.changes.retain(|(other, _)| *other != document);
            keep.receipts.retain(|(other, _)| *other != document);
            if !keep.gone.contains(&document) {
                keep.gone.push(document);
            }
        }
        What::Changes | What::Grant => {
            keep.gone.retain(|other| *other != document);
            keep.standing.push((document, entry.kind, entry.writable));
            keep.changes.extend(entry.changes.into_iter().map(|bytes| (document, bytes)));
            keep.receipts.extend(entry.receipts.into_iter().map(|r| (document, r)));
        }
    }
}
