//! What is said beside a note: questions back to the pair with their answers, and words handed over
//! by quotation. It must never put them into the note: they are nobody else's words.

mod question;
mod quoting;
mod refused;

use leptos::html::H2;
use leptos::prelude::*;
use shared::ids::MemberId;
use shared::time::Instant;

use super::super::moment::{since, today};
use super::head::person;
use crate::messages::talk as say;
use crate::store::{OpenVisit, Store, use_store};
use question::{Ask, AskOffice, Question};
use quoting::{QuoteForm, quoted};
use refused::Refused;

/// Questions in both directions and quotations; nothing while there are none and one may not ask.
#[component]
pub fn Talk() -> impl IntoView {
    let store = use_store();
    let questions = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| open.visit.questions.clone()).unwrap_or_default())
    });
    let quotes = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| open.visit.quotes.clone()).unwrap_or_default())
    });
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let may_plan = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan)));
    let any = Memo::new(move |_| {
        may_plan.get() || writable.get() || questions.with(|all| !all.is_empty()) || quotes.with(|all| !all.is_empty())
    });
    let heading = NodeRef::<H2>::new();
    view! {
        <Show when=move || any.get()>
            <section class="card stack stack--close" aria-labelledby="talk">
                <h2 id="talk" node_ref=heading tabindex="-1">{say::HEADING}</h2>
                <For each=move || questions.get() key=|question| question.asked.key.clone() let:question>
                    <Question question questions writable heading />
                </For>
                // What is quoted comes to stand below the press that quotes it: nothing moves under it.
                <Show when=move || may_plan.get()><Refused quotes /></Show>
                {move || quotes.get().into_iter().map(|quote| quoted(&store, &quote)).collect_view()}
                <Show when=move || may_plan.get() fallback=move || writable.get().then(|| view! { <AskOffice /> })>
                    <Ask />
                    <QuoteForm />
                </Show>
            </section>
        </Show>
    }
}

fn by(store: &Store, member: MemberId, at: Instant) -> String {
    format!("{}　{}", person(store, member), since(at, today()))
}
