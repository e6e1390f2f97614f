//! Rows that an older version of the app wrote, or that could not be made when their document came:
//! made again from their documents in the background, a page at a time. It must never keep anybody
//! waiting, and never hold more than one document for it.

use leptos::prelude::*;
use shared::documents::Kind;
use shared::ids::DocumentId;

use super::OpenDocuments;
use crate::local::{DocumentRow, RowWrite};
use crate::platform::clock;

/// How many rows go to the disk at once.
const PAGE: usize = 50;
/// From so many rows on, the screen says how far it is.
const LONG: usize = 20;

impl OpenDocuments {
    /// Renews every row that needs it.
    pub(super) async fn renew_rows(&self) {
        let old = self.old_rows();
        let all = u32::try_from(old.len()).unwrap_or(u32::MAX);
        let mut done = 0_u32;
        for page in old.chunks(PAGE) {
            let mut writes = Vec::new();
            for id in page {
                if self.is_closed() {
                    return;
                }
                writes.extend(self.renewed(*id).await);
                done = done.saturating_add(1);
                if old.len() >= LONG {
                    self.store.renewing.set(Some((done, all)));
                }
                // Keys that wait are taken in between.
                clock::sleep_ms(0).await;
            }
            // What is not written now is renewed at the next start.
            let _ = self.vault.put_rows_alone(&writes).await;
            self.list_soon();
        }
        if !self.is_closed() {
            self.store.renewing.set(None);
        }
    }

    fn old_rows(&self) -> Vec<DocumentId> {
        let state = self.state.borrow();
        let old = state.rows.iter().filter(|(_, known)| is_old(&known.row));
        old.map(|(id, _)| *id).collect()
    }

    /// The row as its document says it now; none if somebody renewed it meanwhile, or its document
    /// cannot be read.
    async fn renewed(&self, id: DocumentId) -> Option<RowWrite> {
        let document = self.copy(id).await.ok()?;
        let mut state = self.state.borrow_mut();
        let known = state.rows.get(&id).filter(|known| is_old(&known.row))?;
        let row = known.row.clone().listing(&document);
        let version = state.set_row(id, row.clone());
        Some(RowWrite { document: id, version, row })
    }
}

fn is_old(row: &DocumentRow) -> bool {
    use Kind as K;
    let listed = [K::Visit, K::Request, K::Consult, K::Visitor, K::Aftercare, K::Safeguard].contains(&row.kind);
    !row.gone && !row.stopped && (row.old || (listed && row.line.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_an_older_form_and_rows_without_a_line_are_renewed_and_no_others() {
        let old = DocumentRow { old: true, ..DocumentRow::new(Kind::Programme, false) };
        let unread = DocumentRow::new(Kind::Request, true);
        assert!(is_old(&old) && is_old(&unread));
        assert!(!is_old(&DocumentRow::new(Kind::Programme, false)));
        assert!(!is_old(&DocumentRow { stopped: true, ..unread.clone() }));
        assert!(!is_old(&DocumentRow { gone: true, ..unread }));
    }
}
