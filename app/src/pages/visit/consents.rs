//! What the person lets be told, and to whom: nothing, unless it stands here. Each is written down once, and taken back
//! by another line, never by taking the first away. It must never suggest that somebody agreed.

mod writing;

use leptos::prelude::*;
use shared::documents::visit::Consent;
use shared::domain::ConsentTo;
use shared::time::Day;

use super::super::disputed::{Settled, standing};
use super::head::person;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, StateLabel, Tone};
use crate::messages::consent as say;
use crate::store::{OpenVisit, Store, use_store};
use writing::Form;

/// The part.
#[component]
pub fn Consents() -> impl IntoView {
    let store = use_store();
    let consents = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| open.visit.consents.clone()).unwrap_or_default())
    });
    let unread = Memo::new(move |_| store.open.with(|open| open.as_ref().map_or(0, |open| open.visit.unread_consents)));
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let holds_none = Memo::new(move |_| consents.with(|all| all.iter().all(|consent| consent.holds().is_none())));
    view! {
        <section class="card stack stack--close" aria-labelledby="consents">
            <h2 id="consents">{say::HEADING}</h2>
            <p class="support">{say::MORE}</p>
            <Show when=move || holds_none.get()><p><strong>{say::NOTHING}</strong></p></Show>
            <For each=move || consents.get() key=state let:consent>
                <Line consent writable />
            </For>
            {move || Some(unread.get()).filter(|count| *count > 0).map(|count| view! { <p class="note">{say::unread(count)}</p> })}
            <Show when=move || writable.get()><Form /></Show>
        </section>
    }
}

/// What tells that a consent is to be shown anew.
fn state(consent: &Consent) -> (String, usize, usize, usize) {
    let Consent { key, given, withdrawn, .. } = consent;
    (key.clone(), given.all().len() + given.unread(), withdrawn.all().len(), withdrawn.unread())
}

/// One consent, with what became of it.
#[component]
fn Line(consent: Consent, writable: Memo<bool>) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let label = if consent.holds().is_some() { (Tone::Success, say::HOLDS) } else { (Tone::Quiet, say::HOLDS_NOT) };
    let key = consent.key.clone();
    let take_back = move |()| problem.note(actions.withdraw_consent(&key));
    let take_back = Callback::new(take_back);
    let holds = consent.holds().is_some();
    let given = consent.given.settled().map(|given| {
        view! {
            <p><strong>{whom(given.to, &given.whom)}</strong></p>
            <p>{given.what.clone()}</p>
            <p class="note">{say::asked(&person(&store, given.asked_by), &given.day.japanese())}</p>
        }
    });
    let withdrawn =
        consent.withdrawn.all().iter().map(|said| withdrawn(&store, said.value.by, said.value.day)).collect_view();
    let of = consent.key.clone();
    let values = move |open: &OpenVisit| {
        let found = open.visit.consents.iter().find(|consent| consent.key == of);
        let words =
            |given: &shared::documents::visit::Given| format!("{}：{}", whom(given.to, &given.whom), given.what);
        found.map(|consent| standing(open, &consent.given, words, words)).unwrap_or_default()
    };
    view! {
        <div class="consent stack stack--tight">
            <div><StateLabel tone=label.0 words=label.1 /></div>
            {given}
            {withdrawn}
            <Settled label=say::HEADING values settled=|| () />
            <Show when=move || writable.get() && holds>
                <div><Button kind=ButtonKind::Secondary on_press=take_back>{say::WITHDRAW}</Button></div>
            </Show>
        </div>
    }
}

fn withdrawn(store: &Store, by: shared::ids::MemberId, day: Day) -> impl IntoView + use<> {
    view! { <p>{say::withdrawn(&person(store, by), &day.japanese())}</p> }
}

/// 「地域移行支援の相談員（見本さん）」.
fn whom(to: ConsentTo, whom: &str) -> String {
    match whom.trim() {
        "" => to.label().to_owned(),
        whom => format!("{}（{whom}）", to.label()),
    }
}
