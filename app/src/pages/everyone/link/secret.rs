//! The person's own secret: chosen and typed twice, or, for somebody whose things are here already, typed once. It must
//! never be kept beyond the press that takes it.

use leptos::html::Input;
use leptos::prelude::*;

use super::super::new_secret::{NewSecret, NewSecretFields, taken};
use super::{Step, Way};
use crate::components::{Button, ButtonKind, ButtonUse, Notice, SecretField, Tone};
use crate::messages::{enrol as say, lock};

/// What was chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The secret.
    pub secret: String,
    /// Whether it opens the vault that is here already.
    pub keeps_vault: bool,
}

/// The third step.
#[component]
pub fn Own(way: Way, on_chosen: Callback<Chosen>) -> impl IntoView {
    let known = way.invitation.with_untracked(|one| one.as_ref().and_then(|one| one.known_digits));
    let forgotten = RwSignal::new(false);
    move || match known.filter(|_| !forgotten.get()) {
        Some(digits) => view! { <Known way digits forgotten on_chosen /> }.into_any(),
        None => view! { <New way on_chosen /> }.into_any(),
    }
}

#[component]
fn Buttons(way: Way) -> impl IntoView {
    view! {
        {move || way.error.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        <div class="cluster">
            <Button role=ButtonUse::Submit busy=way.busy busy_words=say::ENROLLING>{say::ENROL}</Button>
            <Button kind=ButtonKind::Secondary on_press=move |()| way.step.set(Step::Device)>{say::BACK}</Button>
        </div>
    }
}

#[component]
fn New(way: Way, on_chosen: Callback<Chosen>) -> impl IntoView {
    let managed = way.conditions.get_untracked().managed;
    let new = NewSecret::new(Signal::stored(managed));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if way.busy.get_untracked() {
            return;
        }
        if let Some(secret) = new.taken() {
            on_chosen.run(Chosen { secret, keeps_vault: false });
        }
    };
    view! {
        <form class="card stack stack--close" on:submit=submit>
            <p class="note">{say::step(3)}</p>
            <h2>{say::SECRET}</h2>
            <p>{say::SECRET_LEAD}</p>
            <NewSecretFields new />
            <Buttons way />
        </form>
    }
}

#[component]
fn Known(way: Way, digits: bool, forgotten: RwSignal<bool>, on_chosen: Callback<Chosen>) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !way.busy.get_untracked() {
            on_chosen.run(Chosen { secret: taken(field), keeps_vault: true });
        }
    };
    let again = move |()| {
        way.error.set(None);
        forgotten.set(true);
    };
    view! {
        <form class="card stack stack--close" on:submit=submit>
            <p class="note">{say::step(3)}</p>
            <h2>{say::SECRET_KNOWN}</h2>
            <p>{say::SECRET_KNOWN_LEAD}</p>
            <SecretField label=if digits { lock::PIN } else { lock::PHRASE } digits=digits node_ref=field />
            <Buttons way />
        </form>
        <details class="fold">
            <summary>{say::FORGOTTEN}</summary>
            <p>{say::FORGOTTEN_MORE}</p>
            <div><Button kind=ButtonKind::Danger on_press=again>{say::FORGOTTEN}</Button></div>
        </details>
    }
}
