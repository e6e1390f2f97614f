//! What a person should know first: it was just made, it can only be read, words came after the
//! acceptance, something was set aside.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::documents::visit::Visit;
use shared::domain::Role;

use super::super::everyone::Aside;
use super::super::stopped::IfStopped;
use crate::components::{Notice, Tone};
use crate::messages::{acceptance, refusal, visit as say};
use crate::store::{AsideRow, ReadOnlyReason, use_store};

/// The query code of a visit that was just made.
pub const MADE: &str = "made";

/// The notices above the note.
#[component]
pub fn Notices() -> impl IntoView {
    let store = use_store();
    let query = use_query_map();
    let fresh = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| is_fresh(&open.visit))));
    let made = Memo::new(move |_| fresh.get() && query.with(|query| query.get_str(MADE).is_some()));
    let read_only = Memo::new(move |_| store.open.with(|open| open.as_ref().and_then(|open| open.read_only)));
    let after = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().is_some_and(|open| open.visit.changed_after_acceptance))
    });
    let accepted = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().is_some_and(|open| !open.visit.plan.accepted.is_unset()))
    });
    let damaged = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.damaged > 0)));
    let coordinator = move || store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Coordinator));
    view! {
        <IfStopped />
        <Show when=move || made.get()>
            <Notice tone=Tone::Success title=say::MADE><p>{say::MADE_MORE}</p></Notice>
        </Show>
        {move || read_only.get().map(|reason| view! {
            <Notice tone=Tone::Warning title=match reason {
                ReadOnlyReason::NewerSchema => say::READ_ONLY_NEWER,
                ReadOnlyReason::NoRight => say::READ_ONLY_RIGHT,
            } />
        })}
        {move || match (after.get(), accepted.get(), coordinator()) {
            (true, _, true) => Some(view! {
                <Notice tone=Tone::Warning title=acceptance::ADDED_AFTER><p>{acceptance::ADDED_AFTER_COORDINATOR}</p></Notice>
            }),
            (true, _, false) => Some(view! {
                <Notice tone=Tone::Info title=acceptance::ADDED_AFTER><p>{acceptance::ADDED_AFTER_VISITOR}</p></Notice>
            }),
            (false, true, false) => Some(view! {
                <Notice tone=Tone::Success title=acceptance::RECEIVED><p>{acceptance::RECEIVED_MORE}</p></Notice>
            }),
            _ => None,
        }}
        <Show when=move || damaged.get()>
            <Notice tone=Tone::Warning title=refusal::DAMAGED><p>{refusal::DAMAGED_KEPT}</p></Notice>
        </Show>
        <For each=move || aside_of_open() key=|row| row.id.clone() let:row>
            <Aside row />
        </For>
    }
}

/// Whether nobody has written or received anything yet.
fn is_fresh(visit: &Visit) -> bool {
    visit.plan.accepted.is_unset() && visit.contents.is_empty() && visit.note.values().all(String::is_empty)
}

/// What was set aside of the open visit.
fn aside_of_open() -> Vec<AsideRow> {
    let store = use_store();
    let id = store.open.with(|open| open.as_ref().map(|open| open.id));
    store.aside.with(|aside| aside.iter().filter(|row| Some(row.document) == id).cloned().collect())
}
