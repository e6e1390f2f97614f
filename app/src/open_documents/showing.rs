//! From documents to the store: what is on the screen, and where words are. The
//! one way to the screen, whoever wrote. It must never show what is not in a document or a row.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::documents::aftercare;
use shared::documents::consult::{self, Consult};
use shared::documents::request::{self, Request};
use shared::documents::visit::{self, Visit};
use shared::documents::{Document, Kind, programme, safeguard};
use shared::ids::{ChangeHash, DocumentId};
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::state::{Loaded, State};
use super::texts;
use crate::local::{AsideFound, DocumentRow, RowWrite};
use crate::platform::clock;
use crate::store::projection;
use crate::store::save::save_state;
use crate::store::{AsideRow, AsideWhy, OpenCare, OpenConcern, OpenConsult, OpenRequest, OpenVisit};
use crate::store::{ReadOnlyReason, SaveState};

/// After a key, the rest of the screen follows within this time.
const SHOW_MS: i64 = 100;

impl OpenDocuments {
    /// Shows the visit on the screen as it stands, and its row.
    pub(super) fn show(&self) {
        if self.is_closed() {
            return;
        }
        let Some(id) = self.state.borrow().screen else { return };
        self.look(id);
        let shown = {
            let state = self.state.borrow();
            let (Some(loaded), Some(known)) = (state.loaded.get(&id), state.rows.get(&id)) else {
                return;
            };
            let row = known.row.clone().listing(&loaded.document);
            let row = DocumentRow { heads: loaded.document.heads(), ..row };
            let changed = row.line != known.row.line || row.figures != known.row.figures;
            (id, self.screen_of(&state, loaded, &known.row), texts::all(&loaded.document), changed.then_some(row))
        };
        let (id, screen, texts, row) = shown;
        for (place, text) in texts {
            self.store.texts().follow(place, Vec::new(), &text);
        }
        match screen {
            Some(Screen::Visit(open)) => set_if_changed(self.store.open, *open),
            Some(Screen::Request(open)) => set_if_changed(self.store.request, *open),
            Some(Screen::Consult(open)) => set_if_changed(self.store.consult, *open),
            Some(Screen::Care(open)) => set_if_changed(self.store.care, *open),
            Some(Screen::Concern(open)) => set_if_changed(self.store.concern, *open),
            None => {}
        }
        if let Some(row) = row {
            self.set_row_soon(id, row);
        }
    }

    fn screen_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow) -> Option<Screen> {
        match loaded.document.kind() {
            Kind::Visit => {
                let visit = visit::read(&loaded.document)?;
                Some(Screen::Visit(Box::new(self.open_visit_of(state, loaded, row, visit))))
            }
            Kind::Request => {
                let request = request::read(&loaded.document)?;
                Some(Screen::Request(Box::new(self.open_request_of(state, loaded, row, request))))
            }
            Kind::Consult => {
                let consult = consult::read(&loaded.document)?;
                Some(Screen::Consult(Box::new(self.open_consult_of(state, loaded, row, consult))))
            }
            Kind::Aftercare => {
                let care = aftercare::read(&loaded.document)?;
                Some(Screen::Care(Box::new(self.open_care_of(state, loaded, row, care))))
            }
            Kind::Safeguard => {
                let concern = safeguard::read(&loaded.document)?;
                Some(Screen::Concern(Box::new(self.open_concern_of(state, loaded, row, concern))))
            }
            _ => None,
        }
    }

    /// The same a little later, once for many keys.
    pub(super) fn show_soon(&self) {
        let begins = !std::mem::replace(&mut self.state.borrow_mut().showing, true);
        if let (true, Some(own)) = (begins, self.strong()) {
            spawn_local(async move {
                clock::sleep_ms(SHOW_MS).await;
                own.state.borrow_mut().showing = false;
                own.show();
            });
        }
    }

    fn open_request_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow, request: Request) -> OpenRequest {
        OpenRequest {
            id: request.id,
            names: self.names_of(state, loaded),
            read_only: read_only(loaded, row),
            problems: request::arrange_problems(&request),
            begun: state.is_born(request.id),
            damaged: loaded.damaged,
            request,
        }
    }

    fn open_consult_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow, consult: Consult) -> OpenConsult {
        OpenConsult {
            id: consult.id,
            names: self.names_of(state, loaded),
            read_only: read_only(loaded, row),
            damaged: loaded.damaged,
            consult,
        }
    }

    fn open_visit_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow, visit: Visit) -> OpenVisit {
        let read_only = read_only(loaded, row);
        OpenVisit {
            id: visit.id,
            names: self.names_of(state, loaded),
            times: times_of(&loaded.document, &visit),
            read_only,
            may_plan: read_only.is_none() && self.may_plan(&loaded.document),
            damaged: loaded.damaged,
            unseen: loaded.unseen.clone(),
            visit,
        }
    }

    /// Changes a row in memory now and on the disk soon.
    pub(super) fn set_row_soon(&self, document: DocumentId, row: DocumentRow) {
        let version = self.state.borrow_mut().set_row(document, row.clone());
        self.list_soon();
        if let Some(own) = self.strong() {
            spawn_local(async move {
                let write = RowWrite { document, version, row };
                // A row can be made again from its document: whatever is owed is looked through at
                // the next start, and what is not comes with its row.
                let _ = own.vault.put_rows_alone(&[write]).await;
            });
        }
    }

    /// Shows where words are.
    pub(super) fn show_save(&self) {
        if self.is_closed() {
            return;
        }
        let (all, open) = {
            let state = self.state.borrow();
            let open = state.screen.map(|id| save_of(&state, Some(id)));
            (save_of(&state, None), open)
        };
        if self.store.save.get_untracked() != all {
            self.store.save.set(all);
        }
        let open = open.unwrap_or(all);
        if self.store.save_open.get_untracked() != open {
            self.store.save_open.set(open);
        }
    }

    /// The programme, if this is it.
    pub(super) fn show_programme(&self, document: &Document) {
        self.state.borrow_mut().at_hand = programme::at_hand(document);
        self.put_away_soon();
        if let Some(programme) = programme::read(document)
            && !self.is_closed()
            && self.store.programme.with_untracked(|now| now.as_ref() != Some(&programme.data))
        {
            self.store.programme.set(Some(programme.data));
            self.list_soon();
        }
    }

    /// Shows what was set aside.
    pub(super) fn show_aside_soon(&self) {
        if let Some(own) = self.strong() {
            spawn_local(async move {
                // What cannot be read now is shown when something is set aside again, or at the
                // next start.
                if let Ok(rows) = own.aside_rows().await
                    && !own.is_closed()
                {
                    own.store.aside.set(rows);
                }
            });
        }
    }

    async fn aside_rows(&self) -> Result<Vec<AsideRow>, crate::local::IdbError> {
        let mut rows: Vec<AsideRow> = self.vault.asides().await?.into_iter().map(aside_row).collect();
        let state = self.state.borrow();
        rows.extend(state.rows.iter().filter(|(_, known)| known.row.stopped).map(|(id, _)| AsideRow {
            id: stopped_name(*id),
            document: *id,
            text: String::new(),
            at: state.at_relay,
            why: AsideWhy::Stopped,
        }));
        rows.sort_by_key(|row| core::cmp::Reverse(row.at));
        Ok(rows)
    }
}

pub(super) fn read_only(loaded: &Loaded, row: &DocumentRow) -> Option<ReadOnlyReason> {
    match (loaded.document.is_newer_than_this_version(), row.writable) {
        (true, _) => Some(ReadOnlyReason::NewerSchema),
        (false, false) => Some(ReadOnlyReason::NoRight),
        (false, true) => None,
    }
}

/// What stands on the screen, by its kind.
enum Screen {
    Visit(Box<OpenVisit>),
    Request(Box<OpenRequest>),
    Consult(Box<OpenConsult>),
    Care(Box<OpenCare>),
    Concern(Box<OpenConcern>),
}

fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<Option<T>>, new: T) {
    if signal.with_untracked(|now| now.as_ref() != Some(&new)) {
        signal.set(Some(new));
    }
}

/// What a document that stopped the program is called among what was set aside.
pub(super) fn stopped_name(id: DocumentId) -> String {
    format!("stopped {id}")
}

fn aside_row(found: AsideFound) -> AsideRow {
    match found {
        AsideFound::Refused { name, refused } => AsideRow {
            id: name,
            document: refused.document,
            text: refused.text,
            at: refused.at,
            why: AsideWhy::Refused(refused.refusal),
        },
        AsideFound::Parcel(parcel) => AsideRow {
            id: format!("parcel {}", parcel.number),
            document: parcel.document,
            text: String::new(),
            at: parcel.at,
            why: AsideWhy::Unread,
        },
        AsideFound::Broken { name, document, at, .. } => {
            AsideRow { id: name, document, text: String::new(), at, why: AsideWhy::Damaged }
        }
    }
}

fn save_of(state: &State, document: Option<DocumentId>) -> SaveState {
    let of_row = document.and_then(|id| state.rows.get(&id)).and_then(|known| known.row.relay_at);
    save_state(
        match (state.waiting(document), state.drafts.waiting()) {
            (Some(changes), Some(drafts)) => Some(changes.and(drafts)),
            (changes, drafts) => changes.or(drafts),
        },
        state.failing.or(state.failing_keep).or(state.drafts.failing),
        state.owed.on_disk(document),
        of_row.unwrap_or(state.at_relay),
    )
}

/// When the values of disputed fields were set.
fn times_of(document: &Document, visit: &Visit) -> BTreeMap<ChangeHash, Instant> {
    if !projection::visit_line(visit).disputed {
        return BTreeMap::new();
    }
    let changes = document.changes_since(&[]);
    changes.iter().map(|chunk| (chunk.hash(), Instant::from_ms(chunk.time_seconds().saturating_mul(1_000)))).collect()
}
