//! What stops a request for a while, ends it, or takes it up again; and talks that change nothing.

use leptos::prelude::*;
use shared::documents::request::StepKind;
use shared::domain::{Outcome, PauseReason};
use shared::ids::DocumentId;
use shared::time::Day;

use super::again::AskAgain;
use super::forms::{WordForm, chosen_or};
use super::{of, use_recorder};
use crate::components::{Choice, ChoiceLayout, ChoiceOption, Entry, Select};
use crate::messages::request as say;
use crate::store::use_store;

/// The forms that are always there.
#[component]
pub fn Others() -> impl IntoView {
    let recorder = use_recorder();
    let closed = of(|open| open.request.course.outcome().is_some());
    let open_visits = of(|open| open.request.course.visits.clone());
    let called = move |note: String| recorder.record(&StepKind::Called { note });
    view! {
        <section class="card stack stack--close" aria-labelledby="others">
            <h2 id="others">{say::OTHER}</h2>
            <WordForm label=say::CALLED field=say::SAID send_words=say::CALLED_DO missing=say::WRITE on_send=called />
            <For each=move || open_visits.get().unwrap_or_default() key=|id| *id let:id><VisitEnd id /></For>
            <Show when=move || closed.get() == Some(false)>
                <Pause />
                <Move />
                <Close />
            </Show>
        </section>
    }
}

#[component]
fn VisitEnd(id: DocumentId) -> impl IntoView {
    let recorder = use_recorder();
    let send = move |note: String| recorder.record(&StepKind::VisitEnded { visit: id, note });
    let link = move || view! { <p><a href=format!("/visits/{id}")>{say::VISIT}</a></p> };
    view! {
        <WordForm label=say::VISIT_END field=say::SAID send_words=say::VISIT_END missing=say::WRITE on_send=send before=link />
    }
}

#[component]
fn Pause() -> impl IntoView {
    let recorder = use_recorder();
    let reason = RwSignal::new(None::<PauseReason>);
    let error = RwSignal::new(None::<String>);
    let options: Vec<_> = PauseReason::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let options = Signal::stored(options);
    let send = move |ask_again: Day, note: String| match chosen_or(reason, error) {
        Some(reason) => recorder.record(&StepKind::Paused { reason, ask_again, note }),
        None => false,
    };
    let before = move || {
        view! {
            <Choice label=say::PAUSE_REASON required=true options chosen=reason error on_choose=move |one| reason.set(Some(one)) />
        }
    };
    view! { <AskAgain label=say::PAUSE more=say::PAUSE_MORE send_words=say::PAUSE_DO on_send=send before /> }
}

/// To another office, which looks after it from then on.
#[component]
fn Move() -> impl IntoView {
    let (store, recorder) = (use_store(), use_recorder());
    let own = of(|open| open.request.office.settled().cloned());
    let entries = Memo::new(move |_| {
        let own = own.get().flatten();
        let offices = store.programme.with(|programme| programme.as_ref().map(|programme| programme.offices.clone()));
        let others = offices.into_iter().flatten().filter(|office| Some(&office.id) != own.as_ref());
        let entry = |office: shared::domain::Office| Entry {
            id: office.id.to_string(),
            name: office.name,
            yomi: String::new(),
            detail: String::new(),
        };
        others.map(entry).collect::<Vec<_>>()
    });
    let to = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let send = move |note: String| {
        let Some(office) = chosen_or(to, error).and_then(|id| id.parse().ok()) else { return false };
        recorder.record(&StepKind::Called { note }) && recorder.give_to(&office)
    };
    let before = move || {
        view! {
            <p class="support">{say::MOVE_MORE}</p>
            <Select label=say::OFFICE required=true entries chosen=to error on_choose=move |id| to.set(id) />
        }
    };
    view! { <WordForm label=say::MOVE field=say::SAID send_words=say::MOVE_DO missing=say::WRITE on_send=send before /> }
}

#[component]
fn Close() -> impl IntoView {
    let recorder = use_recorder();
    let outcome = RwSignal::new(None::<Outcome>);
    let error = RwSignal::new(None::<String>);
    let options: Vec<_> = Outcome::REPORTED.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let options = Signal::stored(options);
    let send = move |told: String| match chosen_or(outcome, error) {
        Some(outcome) => recorder.record(&StepKind::Closed { outcome, told }),
        None => false,
    };
    let before = move || {
        view! {
            <Choice label=say::OUTCOME required=true layout=ChoiceLayout::List options chosen=outcome error
                on_choose=move |one| outcome.set(Some(one)) />
        }
    };
    view! {
        <WordForm label=say::CLOSE field=say::TOLD hint=say::TOLD_HINT send_words=say::CLOSE_DO missing=say::TOLD_MISSING
            on_send=send before />
    }
}

/// Going on after a pause.
#[component]
pub fn Resume() -> impl IntoView {
    let recorder = use_recorder();
    let send = move |note: String| recorder.record(&StepKind::Resumed { note });
    view! { <WordForm label=say::RESUME field=say::SAID send_words=say::RESUME on_send=send /> }
}

/// Taking up again what had ended.
#[component]
pub fn Reopen() -> impl IntoView {
    let recorder = use_recorder();
    let send = move |note: String| recorder.record(&StepKind::Reopened { note });
    view! { <WordForm label=say::REOPEN field=say::SAID send_words=say::REOPEN missing=say::WRITE on_send=send /> }
}
