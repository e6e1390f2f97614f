//! Receiving a note (受け取り), for coordinators of its office. It must never happen by itself:
//! somebody reads, says what became of the visit, and presses.

use leptos::prelude::*;
use shared::domain::VisitOutcome;

use super::super::moment::{since, today};
use super::head::person;
use crate::actions::use_actions;
use crate::components::{Button, Choice, ChoiceLayout, ChoiceOption, Notice, Tone};
use crate::messages::acceptance as say;
use crate::messages::action::failed;
use crate::store::{OpenVisit, Store, use_store};

/// The panel; nothing for who may not receive.
#[component]
pub fn AcceptPanel() -> impl IntoView {
    let store = use_store();
    let may =
        Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan && open.writable())));
    view! {
        <Show when=move || may.get()>
            <Panel />
        </Show>
    }
}

/// How far the acceptance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Never received.
    Open,
    /// Received as it stands.
    Received,
    /// Received before; words came after, or two acceptances stand.
    Again,
}

fn stand(open: &OpenVisit) -> Stand {
    let accepted = &open.visit.plan.accepted;
    match accepted.is_unset() {
        true => Stand::Open,
        false if open.visit.changed_after_acceptance || accepted.is_disputed() => Stand::Again,
        false => Stand::Received,
    }
}

#[component]
fn Panel() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let chosen = RwSignal::new(
        store.open.with_untracked(|open| open.as_ref().and_then(|open| open.visit.plan.outcome.settled().copied())),
    );
    let missing = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let done = RwSignal::new(false);
    let stand = Memo::new(move |_| store.open.with(|open| open.as_ref().map_or(Stand::Open, stand)));
    let disputed = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(has_disputes)));
    let by = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| received(&store, open)).unwrap_or_default())
    });
    let options: Vec<_> =
        VisitOutcome::ALL.iter().map(|outcome| ChoiceOption::new(*outcome, outcome.label())).collect();
    let accept = move |()| {
        done.set(false);
        problem.set(None);
        let Some(outcome) = chosen.get_untracked() else {
            missing.set(Some(say::OUTCOME_MISSING.to_owned()));
            return;
        };
        match actions.accept(outcome) {
            Ok(()) => done.set(true),
            Err(error) => problem.set(Some(failed(&error))),
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="accept">
            <h2 id="accept">{say::ACCEPT}</h2>
            <p>{say::WHAT}</p>
            <For each=move || by.get() key=Clone::clone let:words><p class="note">{words}</p></For>
            <Choice
                label=say::OUTCOME
                layout=ChoiceLayout::List
                options=options
                chosen=chosen
                error=missing
                on_choose=move |outcome| {
                    missing.set(None);
                    chosen.set(Some(outcome));
                }
            />
            <Show when=move || disputed.get()><Notice tone=Tone::Warning title=say::DISPUTED /></Show>
            <div>
                <Button on_press=accept>
                    {move || if stand.get() == Stand::Open { say::ACCEPT } else { say::ACCEPT_AGAIN }}
                </Button>
            </div>
            <Show when=move || done.get() && stand.get() == Stand::Received>
                <Notice tone=Tone::Success title=say::DONE><p>{say::DONE_MORE}</p></Notice>
            </Show>
            {move || problem.get().map(|words| view! {
                <Notice tone=Tone::Error title=say::FAILED><p>{words}</p></Notice>
            })}
        </section>
    }
}

/// By whom it was received and when, a line each.
fn received(store: &Store, open: &OpenVisit) -> Vec<String> {
    let line = |said: &shared::documents::Said<shared::documents::visit::Acceptance>| {
        say::by(&person(store, said.value.by), &since(said.value.at, today()))
    };
    open.visit.plan.accepted.all().iter().map(line).collect()
}

fn has_disputes(open: &OpenVisit) -> bool {
    let facts = &open.visit.facts;
    facts.next.is_disputed()
        || facts.repeat.is_disputed()
        || facts.card.is_disputed()
        || facts.present.is_disputed()
        || facts.minutes.is_disputed()
        || open.visit.contents.values().any(shared::documents::Stated::is_disputed)
}
