//! What is said of a form that was begun before, and the way to drop it. It must never drop anything
//! that cannot be had back while the page is open.

use leptos::html::Div;
use leptos::prelude::*;

use super::form::{Form, Keeping, use_form};
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::new_visit as say;

/// Says that the form was begun before, or that it was dropped.
#[component]
pub fn KeptDraft() -> impl IntoView {
    let form = use_form();
    let place = NodeRef::<Div>::new();
    Effect::new(move |before: Option<Keeping>| {
        let now = form.keeping();
        // What is pressed goes away with what it did.
        if let Some(place) = place.get_untracked().filter(|_| before.is_some_and(|before| before != now)) {
            // It fails only for an element that has left the page.
            let _ = place.focus();
        }
        now
    });
    let drop_it = move |()| form.drop_draft();
    let undo = move |()| form.undo();
    view! {
        <div node_ref=place tabindex="-1" role="status">
            {move || match form.keeping() {
                Keeping::Fresh => ().into_any(),
                Keeping::Resumed => view! {
                    <Notice tone=Tone::Info title=say::DRAFT_KEPT>
                        <div><Button kind=ButtonKind::Secondary on_press=drop_it>{say::DRAFT_CLEAR}</Button></div>
                    </Notice>
                }.into_any(),
                Keeping::Dropped => view! {
                    <Notice tone=Tone::Info title=say::DRAFT_DROPPED>
                        <div><Button kind=ButtonKind::Secondary on_press=undo>{say::DRAFT_UNDO}</Button></div>
                    </Notice>
                }.into_any(),
            }}
        </div>
    }
}

/// The way out beside the button that sends; nothing while nothing is written.
#[component]
pub fn DropDraft() -> impl IntoView {
    let form: Form = use_form();
    let kept = Memo::new(move |_| form.is_kept());
    view! {
        <Show when=move || kept.get()>
            <Button kind=ButtonKind::Plain on_press=move |()| form.drop_draft()>{say::DRAFT_STOP}</Button>
        </Show>
    }
}
