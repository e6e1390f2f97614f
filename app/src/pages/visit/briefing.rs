//! 行く前に: the agreed minimum. The coordinator writes it, the pair reads it. It must never hold
//! a diagnosis, and says so where it is written.

use leptos::prelude::*;
use shared::documents::visit::BriefingField;

use super::super::disputed::{Settled, standing};
use super::problem::use_problem;
use super::reading::Reads;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, TextField};
use crate::messages::visit as say;
use crate::store::{OpenVisit, use_store};

/// The part.
#[component]
pub fn BriefingPart() -> impl IntoView {
    let store = use_store();
    let may_write =
        Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan && open.writable())));
    let empty = Memo::new(move |_| {
        store
            .open
            .with(|open| open.as_ref().is_none_or(|open| open.visit.briefing.values().all(|stated| stated.is_unset())))
    });
    let writing = RwSignal::new(false);
    let lead = move || match (may_write.get(), empty.get()) {
        (true, _) => say::BRIEFING_WRITE,
        (false, true) => say::BRIEFING_EMPTY,
        (false, false) => say::BRIEFING_READ,
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="briefing">
            <div class="cluster cluster--apart">
                <h2 id="briefing">{say::BRIEFING}</h2>
                <Show when=move || may_write.get()>
                    <Button kind=ButtonKind::Secondary on_press=move |()| writing.update(|writing| *writing = !*writing)>
                        {move || if writing.get() { say::BRIEFING_DONE } else { say::BRIEFING_EDIT }}
                    </Button>
                </Show>
            </div>
            <p class="support">{lead}</p>
            {BriefingField::ALL.map(|field| view! { <Part field writing /> })}
            <Reads />
        </section>
    }
}

/// One field: written by a coordinator who pressed the button, read by everybody else.
#[component]
fn Part(field: BriefingField, writing: RwSignal<bool>) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let value = Memo::new(move |_| {
        let read = |open: &OpenVisit| open.visit.briefing.get(&field)?.settled().cloned();
        store.open.with(|open| open.as_ref().and_then(read).unwrap_or_default())
    });
    let may_write = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let put = move |text: String| {
        let text = Some(text).filter(|text| !text.is_empty());
        problem.note(actions.put_briefing(vec![(field, text)]));
    };
    let settled = move || {
        if writing.get() {
            return view! { <TextField label=field.label() value on_input=put /> }.into_any();
        }
        view! { <Read field value /> }.into_any()
    };
    let own = |text: &String| text.clone();
    let values = move |open: &OpenVisit| match open.visit.briefing.get(&field) {
        Some(stated) => standing(open, stated, own, own),
        None => Vec::new(),
    };
    move || {
        if may_write.get() {
            view! { <Settled label=field.label() values on_choose=put settled /> }.into_any()
        } else {
            view! { <Settled label=field.label() values settled /> }.into_any()
        }
    }
}

#[component]
fn Read(field: BriefingField, value: Memo<String>) -> impl IntoView {
    let written = move || Some(value.get()).filter(|text| !text.trim().is_empty());
    move || {
        written().map(|text| {
            view! {
                <dl class="facts"><div><dt>{field.label()}</dt><dd>{text}</dd></div></dl>
            }
        })
    }
}
