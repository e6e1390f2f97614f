//! From rows to the store: the lists. It must never load a document.

use leptos::prelude::*;
use shared::documents::Kind;
use shared::ids::DocumentId;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::state::State;
use crate::local::DocumentRow;
use crate::platform::clock;
use crate::store::projection::{self, Beside, Names, RowLine, unread};
use crate::store::{ConsultsStoreFields, RequestsStoreFields, VisitsStoreFields};

/// Lists follow within this time.
const LIST_MS: i64 = 50;

impl OpenDocuments {
    /// Shows the lists, a little later and once for many changes.
    pub(super) fn list_soon(&self) {
        let begins = !std::mem::replace(&mut self.state.borrow_mut().listing, true);
        if let (true, Some(own)) = (begins, self.strong()) {
            spawn_local(async move {
                clock::sleep_ms(LIST_MS).await;
                own.state.borrow_mut().listing = false;
                own.list();
            });
        }
    }

    /// Shows the lists.
    pub(super) fn list(&self) {
        if self.is_closed() {
            return;
        }
        let unread = unread::visit();
        let mut rows = self.rows_of(Kind::Visit, |id, row, beside, names| {
            projection::row(id, row.line.as_ref().and_then(RowLine::visit).unwrap_or(&unread), beside, names)
        });
        projection::sort(&mut rows);
        self.store.visits.rows().patch(rows);
        self.list_requests();
        self.list_consults();
        self.list_visitors();
        self.list_for_few();
        self.show_figures();
        self.follow_visit_days();
    }

    fn list_consults(&self) {
        let unread = unread::consult();
        let mut rows = self.rows_of(Kind::Consult, |id, row, beside, names| {
            let line = row.line.as_ref().and_then(RowLine::consult).unwrap_or(&unread);
            projection::consult_row(id, line, beside, names)
        });
        projection::sort_consults(&mut rows);
        self.store.consults.rows().patch(rows);
    }

    /// Visitors whose document cannot be read say nothing of when they come.
    fn list_visitors(&self) {
        let rows = self.rows_of(Kind::Visitor, |id, row, beside, _| {
            Some(projection::visitor_row(id, row.line.as_ref()?.visitor()?, beside))
        });
        let rows: Vec<_> = rows.into_iter().flatten().collect();
        if self.store.visitors.with_untracked(|now| *now != rows) {
            self.store.visitors.set(rows);
        }
    }

    /// What is for few: aftercares and concerns.
    fn list_for_few(&self) {
        let mut cares = self.rows_of(Kind::Aftercare, |id, row, beside, names| {
            projection::care_row(id, row.line.as_ref().and_then(RowLine::care), beside, names)
        });
        projection::sort_cares(&mut cares);
        if self.store.cares.with_untracked(|now| *now != cares) {
            self.store.cares.set(cares);
        }
        let mut concerns = self.rows_of(Kind::Safeguard, |id, row, beside, names| {
            projection::concern_row(id, row.line.as_ref().and_then(RowLine::concern), beside, names)
        });
        projection::sort_concerns(&mut concerns);
        if self.store.concerns.with_untracked(|now| *now != concerns) {
            self.store.concerns.set(concerns);
        }
    }

    fn list_requests(&self) {
        let unread = unread::request();
        let mut rows = self.rows_of(Kind::Request, |id, row, beside, names| {
            let line = row.line.as_ref().and_then(RowLine::request).unwrap_or(&unread);
            projection::request_row(id, line, beside, names)
        });
        projection::sort_requests(&mut rows);
        self.store.requests.rows().patch(rows);
    }

    /// The rows of a kind as a list shows them: those that could not be read stand there as well.
    fn rows_of<T>(&self, kind: Kind, row_of: impl Fn(DocumentId, &DocumentRow, Beside, Names<'_>) -> T) -> Vec<T> {
        let state = self.state.borrow();
        let programme = self.store.programme.read_untracked();
        let names = Names { me: self.me.member, programme: programme.as_ref(), people: &state.people };
        let unborn = state.unborn.as_ref().map(|unborn| unborn.document);
        let of_kind = state.rows.iter().filter(|(_, known)| known.row.kind == kind && !known.row.gone);
        of_kind
            .filter(|(id, _)| Some(**id) != unborn)
            .map(|(id, known)| row_of(*id, &known.row, beside(&state, *id, &known.row), names))
            .collect()
    }
}

fn beside(state: &State, id: DocumentId, row: &DocumentRow) -> Beside {
    Beside {
        writable: row.writable,
        owed: state.owed.owes(id) || state.waiting_count(Some(id)) > 0,
        damaged: row.damaged > 0 || row.stopped || row.line.is_none(),
        unread: row.line.is_none(),
    }
}
