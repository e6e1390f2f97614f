//! From documents to the store: the visit on the screen, the rows of lists, where words are. The
//! one way to the screen, whoever wrote. It must never show what is not in a document or a row.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::documents::visit::{self, Visit};
use shared::documents::{Document, Kind, programme};
use shared::ids::{ChangeHash, DocumentId};
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::state::{Loaded, State};
use super::texts;
use crate::local::{AsideFound, DocumentRow, RowWrite};
use crate::platform::clock;
use crate::store::projection::{self, Beside, Names, RowLine, VisitLine};
use crate::store::save::save_state;
use crate::store::{AsideRow, AsideWhy, OpenVisit, ReadOnlyReason, SaveState, VisitState, VisitsStoreFields};

/// After a key, the rest of the screen follows within this time.
const SHOW_MS: i64 = 100;
/// Lists follow within this time.
const LIST_MS: i64 = 50;

impl OpenDocuments {
    /// Shows the visit on the screen as it stands, and its row.
    pub(super) fn show(&self) {
        if self.is_closed() {
            return;
        }
        let shown = {
            let state = self.state.borrow();
            let Some(id) = state.screen else { return };
            let (Some(loaded), Some(known)) = (state.loaded.get(&id), state.rows.get(&id)) else {
                return;
            };
            let row = DocumentRow {
                line: projection::row_line(&loaded.document),
                heads: loaded.document.heads(),
                ..known.row.clone()
            };
            let changed = row.line != known.row.line;
            (id, self.screen_of(&state, loaded, &known.row), texts::all(&loaded.document), changed.then_some(row))
        };
        let (id, screen, texts, row) = shown;
        for (place, text) in texts {
            self.store.texts().follow(place, Vec::new(), &text);
        }
        match screen {
            Some(Screen::Visit(open)) => set_if_changed(self.store.open, *open),
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

    fn open_visit_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow, visit: Visit) -> OpenVisit {
        let newer = loaded.document.is_newer_than_this_version();
        OpenVisit {
            id: visit.id,
            names: self.names_of(state, loaded),
            times: times_of(&loaded.document, &visit),
            read_only: match (newer, row.writable) {
                (true, _) => Some(ReadOnlyReason::NewerSchema),
                (false, false) => Some(ReadOnlyReason::NoRight),
                (false, true) => None,
            },
            may_plan: row.writable && !newer && self.may_plan(&loaded.document),
            damaged: loaded.damaged,
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
                    let beside = Beside {
                        writable: known.row.writable,
                        owed: state.owed.owes(*id) || state.waiting_count(Some(*id)) > 0,
                        damaged: known.row.damaged > 0 || known.row.stopped || known.row.line.is_none(),
                    };
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
    }

    /// The programme, if this is it.
    pub(super) fn show_programme(&self, document: &Document) {
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

/// What stands on the screen, by its kind.
enum Screen {
    Visit(Box<OpenVisit>),
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
        AsideFound::Broken { name, document, at, .. } => {
            AsideRow { id: name, document, text: String::new(), at, why: AsideWhy::Damaged }
        }
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
        disputed: false,
    }
}

fn save_of(state: &State, document: Option<DocumentId>) -> SaveState {
    let of_row = document.and_then(|id| state.rows.get(&id)).and_then(|known| known.row.relay_at);
    save_state(
        state.waiting(document),
        state.failing.or(state.failing_keep),
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
