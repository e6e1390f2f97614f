//! A document in a page: while it is read, where it is not here, and itself once it is open. It must
//! never make fields anew while somebody writes in them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::ids::DocumentId;

use crate::actions::use_actions;
use crate::components::{LinkButton, Notice, Spinner, Tone};
use crate::messages::elsewhere;
use crate::store::{Opening, use_store};

/// Brings the document of the address to the screen for as long as the page is shown.
pub fn use_document() -> Memo<Option<DocumentId>> {
    let actions = use_actions();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id")?.parse::<DocumentId>().ok()));
    let turn = StoredValue::new(0);
    Effect::new(move || {
        if let Some(id) = id.get() {
            actions.open(id);
            turn.set_value(actions.turn());
        }
    });
    on_cleanup(move || actions.close(turn.try_get_value().unwrap_or_default()));
    id
}

/// The document that the page opened, once it is there.
#[component]
pub fn Opened(
    /// Which document the page wants; none for an address that names none.
    #[prop(into)]
    id: Signal<Option<DocumentId>>,
    /// The open document.
    #[prop(into)]
    whole: ViewFn,
) -> impl IntoView {
    let store = use_store();
    let shown = Memo::new(move |_| match id.get() {
        None => Shown::NotHere,
        Some(id) => shown(store.opening.get(), id),
    });
    move || match shown.get() {
        Shown::Loading => view! { <Spinner words=elsewhere::READING /> }.into_any(),
        Shown::Open => whole.run(),
        Shown::NotHere => trouble(elsewhere::NO_VISIT, elsewhere::NO_VISIT_MORE),
        Shown::PutAway => view! { <PutAway /> }.into_any(),
        Shown::SetAside => trouble(elsewhere::SET_ASIDE, elsewhere::SET_ASIDE_MORE),
        Shown::Unreadable => trouble(elsewhere::UNREADABLE, elsewhere::UNREADABLE_MORE),
        Shown::Gone => trouble(elsewhere::GONE, elsewhere::GONE_MORE),
    }
}

/// What there is to show; compared, so that fields are not made anew while somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Open,
    NotHere,
    PutAway,
    SetAside,
    Unreadable,
    Gone,
}

fn shown(opening: Opening, wanted: DocumentId) -> Shown {
    match opening {
        Opening::Open(id) if id == wanted => Shown::Open,
        Opening::NotHere(id) if id == wanted => Shown::NotHere,
        Opening::PutAway(id) if id == wanted => Shown::PutAway,
        Opening::SetAside(id) if id == wanted => Shown::SetAside,
        Opening::Unreadable(id) if id == wanted => Shown::Unreadable,
        Opening::Gone(id) if id == wanted => Shown::Gone,
        _ => Shown::Loading,
    }
}

/// A visit that has left this device.
#[component]
fn PutAway() -> impl IntoView {
    let store = use_store();
    view! {
        <Notice tone=Tone::Info title=elsewhere::PUT_AWAY>
            <p>{move || elsewhere::put_away(store.put_away.get().days)}</p>
            <p>{elsewhere::PUT_AWAY_MORE}</p>
        </Notice>
        <div><LinkButton href="/">{elsewhere::FIRST_PAGE}</LinkButton></div>
    }
}

fn trouble(title: &'static str, more: &'static str) -> AnyView {
    view! {
        <Notice tone=Tone::Warning title><p>{more}</p></Notice>
        <p>{elsewhere::KEPT}</p>
        <div><LinkButton href="/">{elsewhere::FIRST_PAGE}</LinkButton></div>
    }
    .into_any()
}
