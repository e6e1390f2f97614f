//! What is next for a request, by its state: one thing at a time, and why a gate is shut.

use leptos::prelude::*;
use shared::domain::{ArrangeProblem, ConsultAnswer, Decision, RequestState};
use shared::ids::DocumentId;

use super::ask::{Ask, Asked};
use super::intent::{Confirm, Undecided};
use super::judge::Judge;
use super::of;
use super::rest::{Others, Reopen, Resume};
use crate::components::{Icon, LinkButton, Notice, StateLabel, Tone};
use crate::messages::request as say;
use crate::store::OpenRequest;

/// The panel.
#[component]
pub fn Next() -> impl IntoView {
    let state = of(|open| open.request.state);
    let wants_question = of(wants_question);
    let contested = of(|open| open.request.contested.then(|| open.request.states.clone()));
    let ask_again = of(|open| open.request.course.ask_again());
    view! {
        <section class="card stack stack--close" aria-labelledby="next">
            <h2 id="next">{say::NEXT}</h2>
            {move || state.get().map(|state| view! { <div><StateLabel tone=tone(state) words=state.label() /></div> })}
            {move || contested.get().flatten().map(|states| {
                let states: Vec<&str> = states.iter().map(|state| state.label()).collect();
                view! {
                    <Notice tone=Tone::Warning title=say::CONTESTED>
                        <p>{states.join("／")}</p>
                        <p>{say::CONTESTED_MORE}</p>
                    </Notice>
                }
            })}
            {move || ask_again.get().flatten().map(|day| view! { <p><strong>{say::rests_until(&day.japanese())}</strong></p> })}
            <Shut />
            {move || match (state.get(), wants_question.get()) {
                (None, _) => ().into_any(),
                (Some(_), Some(true)) => view! { <Ask /> }.into_any(),
                (Some(state), _) => of_state(state),
            }}
        </section>
        <Visits />
        <Others />
    }
}

/// The office decided to ask, and has not asked since.
fn wants_question(open: &OpenRequest) -> bool {
    let course = &open.request.course;
    course.rest == shared::documents::request::Rest::Going
        && course.decision() == Some(Decision::AskPrefecture)
        && course.question.is_none()
}

fn of_state(state: RequestState) -> AnyView {
    match state {
        RequestState::Received => view! { <p>{say::MISSING}</p><Confirm /><Undecided /> }.into_any(),
        RequestState::Confirming => view! { <Confirm /><Undecided /> }.into_any(),
        RequestState::Undecided => view! { <Confirm /><Undecided /> }.into_any(),
        RequestState::Judging => view! { <Judge /> }.into_any(),
        RequestState::Consulting => view! { <Asked /><JudgeAfter /> }.into_any(),
        RequestState::Telling => view! { <Again /> }.into_any(),
        RequestState::Arranging => view! { <Arrange label=say::ARRANGE /><Again /> }.into_any(),
        RequestState::Visiting => view! { <Arrange label=say::ARRANGE_NEXT /> }.into_any(),
        RequestState::Paused => view! { <Resume /><Undecided /> }.into_any(),
        RequestState::Closed => view! { <Reopen /> }.into_any(),
    }
}

/// Why no visit can be arranged yet; said only where that is what is next.
#[component]
fn Shut() -> impl IntoView {
    let problems = of(|open| match open.request.course.outcome() {
        Some(_) => Vec::new(),
        None => open.problems.clone(),
    });
    move || {
        let problems: Vec<ArrangeProblem> = problems.get().unwrap_or_default();
        (!problems.is_empty()).then(|| {
            view! {
                <details class="fold" open>
                    <summary>{say::SHUT}</summary>
                    <ul>{problems.into_iter().map(|problem| view! { <li>{problem.label()}</li> }).collect_view()}</ul>
                </details>
            }
        })
    }
}

#[component]
fn Arrange(label: &'static str) -> impl IntoView {
    let id = of(|open| (open.id, open.problems.is_empty()));
    move || {
        id.get().filter(|(_, free)| *free).map(|(id, _)| {
            view! {
                <p class="support">{say::ARRANGE_MORE}</p>
                <div><LinkButton href=format!("/requests/{id}/arrange") icon=Icon::Plus>{label}</LinkButton></div>
            }
        })
    }
}

/// Judging once more, folded away.
#[component]
fn Again() -> impl IntoView {
    view! {
        <details class="fold">
            <summary>{say::JUDGE_AGAIN}</summary>
            <div class="stack stack--close"><Judge /></div>
        </details>
    }
}

/// After an answer of the prefecture, and while it wants more, the office judges.
#[component]
fn JudgeAfter() -> impl IntoView {
    let answer = of(|open| open.request.course.question.and_then(|question| question.answer));
    move || {
        let more = answer.get().flatten() == Some(ConsultAnswer::More);
        more.then(|| view! { <Again /> })
    }
}

/// The visits of this request.
#[component]
fn Visits() -> impl IntoView {
    let visits = of(|open| open.request.course.arranged.clone());
    let line = |(at, id): (usize, DocumentId)| {
        view! { <li><a href=format!("/visits/{id}")>{format!("{}{}", at + 1, "回目の訪問")}</a></li> }
    };
    move || {
        let visits = visits.get().unwrap_or_default();
        (!visits.is_empty()).then(|| {
            view! {
                <section class="card stack stack--close" aria-labelledby="visits">
                    <h2 id="visits">{say::VISITS}</h2>
                    <ul class="link-list">{visits.into_iter().enumerate().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// How a state looks; its word is always beside the colour.
pub fn tone(state: RequestState) -> Tone {
    match state {
        RequestState::Received | RequestState::Confirming | RequestState::Judging | RequestState::Telling => {
            Tone::Warning
        }
        RequestState::Consulting | RequestState::Arranging | RequestState::Visiting => Tone::Info,
        RequestState::Undecided | RequestState::Paused => Tone::Quiet,
        RequestState::Closed => Tone::Success,
    }
}
