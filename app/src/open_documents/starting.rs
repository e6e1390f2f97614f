//! Taking up a person's documents: rows in pages, the programme, what is owed; no document is
//! loaded that is not needed. It must never load one that stopped the program.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::lock::Mutex;
use leptos::prelude::*;
use shared::documents::Kind;
use shared::ids::DocumentId;
use wasm_bindgen_futures::spawn_local;

use super::state::State;
use super::{OpenDocuments, TAB_LOCK};
use crate::local::{DocumentRow, IdbError, Opened};
use crate::platform::{clock, loading, locks, random};
use crate::store::{IDLE_MINUTES, Store};
use crate::sync::{Entering, Said, Tabs};

impl OpenDocuments {
    /// Takes up a person's documents in this tab.
    ///
    /// # Errors
    /// Why the storage did not open.
    pub(super) async fn start(store: Store, opened: Opened) -> Result<Rc<Self>, IdbError> {
        let Opened { vault, name, me, credentials, next } = opened;
        let next = next.map(|next| *next);
        let entering = Entering { member: me.member, device: me.device, credentials, next, relay: Rc::default() };
        let tab = shared::ids::hex(&random::bytes::<8>().unwrap_or_default());
        let documents = Rc::new_cyclic(|own| Self {
            own: own.clone(),
            store,
            me,
            vault,
            vault_name: name,
            entering,
            tab,
            state: RefCell::new(State::new(clock::now())),
            appending: Mutex::new(()),
            keeping: Mutex::new(()),
            line: RefCell::default(),
            feeds_forgotten: Cell::default(),
            told_open: Cell::default(),
            tabs: RefCell::default(),
            held: RefCell::default(),
            retry: RefCell::default(),
            closed: Cell::new(false),
        });
        store.clear();
        store.online_since.set(clock::now());
        store.me.set(Some(documents.me.clone()));
        documents.show_idle().await?;
        documents.set_stopped_aside().await?;
        let last = documents.read_first_rows().await?;
        let background = Rc::clone(&documents);
        spawn_local(async move { background.go_on(last).await });
        Ok(documents)
    }

    /// A document that some tab was loading when it ended is not loaded again.
    async fn set_stopped_aside(&self) -> Result<(), IdbError> {
        if let Some(held) = locks::hold(&format!("{TAB_LOCK}{}", self.tab)).await {
            self.held.borrow_mut().push(held);
        }
        let alive = locks::held_names().await.unwrap_or_default();
        let is_alive = |tab: &str| alive.contains(&format!("{TAB_LOCK}{tab}"));
        for (note, what) in loading::ended_while_loading(&self.vault_name, is_alive) {
            let Ok(id) = what.parse::<DocumentId>() else { continue };
            let row = self.vault.row(id).await?.unwrap_or_else(|| DocumentRow::new(Kind::Visit, false));
            let version = self.state.borrow_mut().set_row(id, DocumentRow { stopped: true, ..row.clone() });
            let write = crate::local::RowWrite { document: id, version, row: DocumentRow { stopped: true, ..row } };
            // Where the disk takes no row, the note stays and says the same at the next start.
            if self.vault.append(&[], &[write], &[]).await.is_ok() {
                loading::clear(&note);
            }
        }
        Ok(())
    }

    async fn show_idle(&self) -> Result<(), IdbError> {
        let minutes = self.vault.idle_minutes().await?;
        self.store.idle_minutes.set(minutes.unwrap_or(IDLE_MINUTES));
        Ok(())
    }

    /// The first page of rows: then there is something to show.
    async fn read_first_rows(&self) -> Result<Option<DocumentId>, IdbError> {
        let owed = self.vault.owed_after(0).await?;
        self.note_owed(&owed);
        self.read_people().await;
        self.read_drafts().await;
        self.read_put_away().await?;
        let last = self.read_page(None).await?;
        self.read_programme().await;
        self.list();
        self.show_save();
        Ok(last)
    }

    /// Everything that a first screen need not wait for. The line comes last: it must know every
    /// row before it changes one.
    async fn go_on(self: Rc<Self>, mut last: Option<DocumentId>) {
        while last.is_some() && !self.closed.get() {
            match self.read_page(last).await {
                Ok(next) => last = next,
                Err(_) => self.wait_for_retry().await,
            }
        }
        if self.closed.get() {
            return;
        }
        self.read_programme().await;
        self.list();
        self.read_handbook().await;
        self.read_figures().await;
        self.store.listed.set(true);
        self.join_tabs();
        self.show_aside_soon();
        let line = Rc::clone(&self);
        spawn_local(async move { line.take_line().await });
        self.catch_up().await;
        self.renew_rows().await;
    }

    /// One page of rows; gives where the next begins.
    async fn read_page(&self, after: Option<DocumentId>) -> Result<Option<DocumentId>, IdbError> {
        let page = self.vault.rows_after(after).await?;
        let last = page.last().map(|(id, _)| *id);
        for (id, row) in page {
            let Some(row) = row else {
                self.make_row_again(id).await;
                continue;
            };
            let mut state = self.state.borrow_mut();
            state.at_relay = state.at_relay.max(row.relay_at.unwrap_or(state.at_relay));
            if !state.rows.contains_key(&id) {
                state.set_row(id, row);
            }
        }
        Ok(last)
    }

    async fn read_programme(&self) {
        if self.store.programme.with_untracked(Option::is_some) {
            return;
        }
        let ids: Vec<DocumentId> = {
            let state = self.state.borrow();
            let rows = state.rows.iter().filter(|(_, known)| known.row.kind == Kind::Programme && !known.row.stopped);
            rows.map(|(id, _)| *id).collect()
        };
        for id in ids {
            if let Ok(document) = self.copy(id).await {
                self.show_programme(&document);
            }
        }
    }

    /// A row whose seal does not fit is made again from its document.
    async fn make_row_again(&self, id: DocumentId) {
        self.state.borrow_mut().set_row(id, DocumentRow::new(Kind::Visit, false));
        if let Ok(document) = self.copy(id).await {
            let row = DocumentRow::new(document.kind(), false).listing(&document);
            let row = DocumentRow { heads: document.heads(), ..row };
            self.set_row_soon(id, row);
        }
    }

    fn join_tabs(&self) {
        let own = self.own.clone();
        let tabs = Tabs::open(&self.vault_name, move |said| {
            if let Some(own) = own.upgrade() {
                own.heard(said);
            }
        });
        *self.tabs.borrow_mut() = tabs;
        self.say(&Said::Hello);
    }

    /// The rows of documents of which something is owed may be older than their words: a row goes
    /// to the disk a little after the words do.
    async fn catch_up(&self) {
        let owing: Vec<DocumentId> = self.state.borrow().owed.documents().collect();
        for id in owing {
            let Ok(document) = self.copy(id).await else { continue };
            let known = self.state.borrow().rows.get(&id).map(|known| known.row.clone());
            let Some(known) = known else { continue };
            let row = known.clone().listing(&document);
            if row != known {
                self.set_row_soon(id, row);
            }
        }
    }
}
