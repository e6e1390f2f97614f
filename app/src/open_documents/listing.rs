//! From rows to the store: the lists. It must never load a document.

use leptos::prelude::*;
use shared::documents::Kind;
use shared::ids::DocumentId;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::state::State;
use crate::local::DocumentRow;
use crate::platform::clock;
use crate::store::projection::{self, Beside, ConsultLine, Names, RequestLine, RowLine, VisitLine};
use crate::store::{ConsultsStoreFields, RequestsStoreFields, VisitState, VisitsStoreFields};

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
        let mut rows = {
            let state = self.state.borrow();
            let programme = self.store.programme.read_untracked();
            let names = Names { me: self.me.member, programme: programme.as_ref(), people: &state.people };
            let visits = state.rows.iter().filter(|(_, known)| known.row.kind == Kind::Visit && !known.row.gone);
            visits
                .map(|(id, known)| {
                    let beside = beside(&state, *id, &known.row);
                    let unread = unread();
                    projection::row(
                        *id,
                        known.row.line.as_ref().and_then(RowLine::visit).unwrap_or(&unread),
                        beside,
                        names,
                    )
                })
                .collect::<Vec<_>>()
        };
        projection::sort(&mut rows);
        self.store.visits.rows().patch(rows);
        self.list_requests();
        self.list_consults();
        self.show_figures();
    }

    fn list_consults(&self) {
        let mut rows = {
            let state = self.state.borrow();
            let programme = self.store.programme.read_untracked();
            let names = Names { me: self.me.member, programme: programme.as_ref(), people: &state.people };
            let here = state.rows.iter().filter(|(_, known)| !known.row.gone);
            let lines = here.filter_map(|(id, known)| Some((id, &known.row, known.row.line.as_ref()?.consult()?)));
            let row = |(id, row, line): (&DocumentId, &DocumentRow, &ConsultLine)| {
                projection::consult_row(*id, line, beside(&state, *id, row), names)
            };
            lines.map(row).collect::<Vec<_>>()
        };
        projection::sort_consults(&mut rows);
        self.store.consults.rows().patch(rows);
    }

    fn list_requests(&self) {
        let mut rows = {
            let state = self.state.borrow();
            let programme = self.store.programme.read_untracked();
            let names = Names { me: self.me.member, programme: programme.as_ref(), people: &state.people };
            let unborn = state.unborn.as_ref().map(|unborn| unborn.document);
            let here = state.rows.iter().filter(|(id, known)| !known.row.gone && Some(**id) != unborn);
            let lines = here.filter_map(|(id, known)| Some((id, &known.row, known.row.line.as_ref()?.request()?)));
            let row = |(id, row, line): (&DocumentId, &DocumentRow, &RequestLine)| {
                projection::request_row(*id, line, beside(&state, *id, row), names)
            };
            lines.map(row).collect::<Vec<_>>()
        };
        projection::sort_requests(&mut rows);
        self.store.requests.rows().patch(rows);
    }
}

fn beside(state: &State, id: DocumentId, row: &DocumentRow) -> Beside {
    Beside {
        writable: row.writable,
        owed: state.owed.owes(id) || state.waiting_count(Some(id)) > 0,
        damaged: row.damaged > 0 || row.stopped || row.line.is_none(),
    }
}

/// The line of a visit that could not be read.
fn unread() -> VisitLine {
    VisitLine {
        day: None,
        time: None,
        hospital: None,
        ward: String::new(),
        place: String::new(),
        meet: String::new(),
        office: None,
        pair: Vec::new(),
        state: VisitState::Planned,
        briefed: false,
        disputed: false,
    }
}
