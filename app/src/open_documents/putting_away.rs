//! The least on the device: a visit of which nothing is open any more leaves a visitor's device after the days that the
//! prefecture set. It is never put away before the relay has all of it, and comes back by itself when it is in use again.
//!
//! The device decides, not the relay: the right to read goes on, a device may be long without a network, and what the
//! feed brings again (after a restart, on a new line) goes through the same rule and leaves again.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::documents::{Document, Kind, visit, whole_part};
use shared::domain::Role;
use shared::ids::DocumentId;
use shared::sync::Keep;
use shared::time::Day;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use crate::local::IdbError;
use crate::local::row::DocumentRow;
use crate::platform::clock;
use crate::store::projection::RowLine;
use crate::store::{Opening, PutAway, VisitState};
use crate::sync::Said;

impl OpenDocuments {
    /// What was put away, from the disk.
    pub(super) async fn read_put_away(&self) -> Result<(), IdbError> {
        let away = self.vault.all_put_away().await?;
        self.state.borrow_mut().away = away;
        self.show_put_away();
        Ok(())
    }

    /// Looks a little later at what is to leave and what is to come back. Where it cannot be done now, the next opening
    /// or the next day does it.
    pub fn put_away_soon(&self) {
        if let Some(own) = self.strong() {
            spawn_local(async move {
                own.put_away_old().await;
                own.bring_back_early().await;
            });
        }
    }

    /// Only where the line is: two tabs must not do it at once.
    async fn put_away_old(&self) {
        if self.line.borrow().is_none() || self.me.role != Role::Visitor {
            return;
        }
        let _keeping = self.keeping.lock().await;
        let today = self.relay_today();
        let mut due = Vec::new();
        for id in self.may_be_due(today) {
            let Ok(document) = self.copy(id).await else { continue };
            let settled = visit::read(&document).and_then(|visit| visit::settled_on(&visit));
            due.extend(settled.filter(|day| self.state.borrow().at_hand.is_over(*day, today)).map(|day| (id, day)));
        }
        // Nothing may be written while what was just seen goes.
        let _appending = self.appending.lock().await;
        due.retain(|(id, _)| self.is_at_rest(*id));
        if due.is_empty() || self.is_closed() {
            return;
        }
        let Ok(removed) = self.vault.put_away(&due).await else { return };
        {
            let mut state = self.state.borrow_mut();
            let state = &mut *state;
            for (id, day) in due.into_iter().filter(|(id, _)| removed.contains(id)) {
                state.rows.remove(&id);
                state.loaded.remove(&id);
                state.away.insert(id, day);
            }
        }
        self.list_soon();
        self.show_put_away();
        self.say(&Said::Rewritten(removed));
    }

    /// Visits that may have been settled long enough, by their rows: only these are read.
    fn may_be_due(&self, today: Day) -> Vec<DocumentId> {
        let state = self.state.borrow();
        let is_over = |day: Option<Day>| day.is_none_or(|day| state.at_hand.is_over(day, today));
        let settled = state.rows.iter().filter(|(_, known)| is_settled(&known.row).is_some_and(is_over));
        settled.map(|(id, _)| *id).filter(|id| self.is_at_rest(*id)).collect()
    }

    /// Whether the relay has every word of a document, and nobody has it open here or a form that belongs to it.
    fn is_at_rest(&self, id: DocumentId) -> bool {
        let state = self.state.borrow();
        let name = id.to_string();
        !state.owed.owes(id)
            && state.waiting_count(Some(id)) == 0
            && state.screen != Some(id)
            && state.wanted != Some(id)
            && self.store.drafts.with_untracked(|drafts| drafts.keys().all(|draft| !draft.contains(&name)))
    }

    /// A longer term was set, the clock that said otherwise was wrong, or its person looks after visits now: what left
    /// comes again.
    async fn bring_back_early(&self) {
        let today = self.relay_today();
        let early: Vec<DocumentId> = {
            let state = self.state.borrow();
            let early = state
                .away
                .iter()
                .filter(|(_, day)| self.me.role != Role::Visitor || !state.at_hand.is_over(**day, today));
            early.map(|(id, _)| *id).collect()
        };
        if !early.is_empty() && self.line.borrow().is_some() && self.take_out_again(&early, true).await.is_ok() {
            self.begin_feed_anew();
        }
    }

    async fn take_out_again(&self, documents: &[DocumentId], feed_anew: bool) -> Result<(), IdbError> {
        self.vault.take_out_again(documents, feed_anew).await?;
        self.state.borrow_mut().away.retain(|id, _| !documents.contains(id));
        self.show_put_away();
        Ok(())
    }

    /// What the relay says of visits that were put away: they are in use again. What comes whole is kept like anything
    /// else; of one that comes in part nothing is kept, and all of it is asked for: true then, and the feed is to begin
    /// anew. None where the disk did not take it; then nothing is changed.
    pub(super) async fn wake(&self, keep: &mut Keep) -> Option<bool> {
        let named: Vec<DocumentId> = {
            let state = self.state.borrow();
            let came = keep.changes.iter().map(|(id, _)| id).chain(keep.acknowledged.iter().map(|(id, _)| id));
            let named: BTreeSet<_> = came.chain(&keep.gone).filter(|id| state.away.contains_key(id)).copied().collect();
            named.into_iter().collect()
        };
        if named.is_empty() {
            return Some(false);
        }
        let in_part: Vec<DocumentId> =
            named.iter().copied().filter(|id| !keep.gone.contains(id) && !is_whole(keep, *id)).collect();
        self.take_out_again(&named, !in_part.is_empty()).await.ok()?;
        keep.changes.retain(|(id, _)| !in_part.contains(id));
        keep.receipts.retain(|(id, _)| !in_part.contains(id));
        keep.standing.retain(|(id, ..)| !in_part.contains(id));
        Some(!in_part.is_empty())
    }

    /// The day by the relay's clock, as far as it is known.
    fn relay_today(&self) -> Day {
        let ahead = self.state.borrow().clock_ahead_ms.unwrap_or_default();
        clock::now().plus_ms(-ahead).tokyo_day()
    }

    /// Another tab has put away what is on this tab's screen.
    pub(super) async fn leave_screen_if_away(&self, id: DocumentId) {
        if self.read_put_away().await.is_err() || self.state.borrow().screen != Some(id) {
            return;
        }
        let went = self.state.borrow().away.contains_key(&id) && self.flush().await.is_ok();
        if went && self.state.borrow().screen == Some(id) {
            {
                let mut state = self.state.borrow_mut();
                state.screen = None;
                state.loaded.remove(&id);
            }
            self.clear_screen(Opening::PutAway(id));
        }
    }

    fn show_put_away(&self) {
        if self.is_closed() {
            return;
        }
        let state = self.state.borrow();
        let shown = PutAway { count: state.away.len(), days: state.at_hand.days_on(clock::now().tokyo_day()) };
        drop(state);
        if self.store.put_away.get_untracked() != shown {
            self.store.put_away.set(shown);
        }
    }
}

/// Whether a row says that its visit is settled, and the day of the visit, which is not after that.
fn is_settled(row: &DocumentRow) -> Option<Option<Day>> {
    let line = row.line.as_ref().and_then(RowLine::visit)?;
    let settled = matches!(line.state, VisitState::Accepted(_) | VisitState::Ended(_));
    (row.kind == Kind::Visit && settled && !row.gone && !row.stopped && row.damaged == 0).then_some(line.day)
}

fn is_whole(keep: &Keep, id: DocumentId) -> bool {
    let of_it = keep.changes.iter().filter(|(one, _)| *one == id);
    let bytes: Vec<&[u8]> = of_it.map(|(_, bytes)| bytes.as_slice()).collect();
    let (whole, waiting) = whole_part(&bytes);
    waiting.is_empty() && Document::open(&whole).is_ok()
}

/// What was put away.
pub(super) type Away = BTreeMap<DocumentId, Day>;
