//! What is next for a request, by its state: one thing at a time, and why a gate is shut.

use leptos::prelude::*;
use shared::documents::request::{Question, Rest, StepKind};
use shared::domain::{ArrangeProblem, ConsultAnswer, Decision, RequestState};
use shared::ids::DocumentId;

use super::ask::{Ask, Asked};
use super::intent::{Confirm, Undecided};
use super::judge::Judge;
use super::rest::{Others, Reopen, Resume};
use super::{of, use_told};
use crate::components::{Icon, LinkButton, Notice, StateLabel, Tone};
use crate::messages::request as say;
use crate::store::drafts::next_visit;
use crate::store::{OpenRequest, use_store};

/// The panel.
#[component]
pub fn Next() -> impl IntoView {
    let state = of(|open| open.request.state);
    let panel = of(panel);
    let contested = of(|open| open.request.contested.then(|| open.request.states.clone()));
    let ask_again = of(|open| open.request.course.ask_again());
    view! {
        <section class="card stack stack--close" aria-labelledby="next">
            <h2 id="next" node_ref=use_told().next tabindex="-1" aria-describedby="next-state">{say::NEXT}</h2>
            {move || state.get().map(|state| view! { <div id="next-state"><StateLabel tone=tone(state) words=state.label() /></div> })}
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
            <Show when=move || state.get() == Some(RequestState::Received)><p>{say::MISSING}</p></Show>
            {move || panel.get().map(of_panel)}
        </section>
        <Visits />
        <Others />
    }
}

/// The forms that are next. Several states have the same ones: what somebody is writing in them
/// must not go because a field was filled meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Panel {
    Confirm,
    Judge,
    Ask,
    Asked,
    Told,
    Arrange,
    ArrangeNext,
    Resume,
    Reopen,
}

fn panel(open: &OpenRequest) -> Panel {
    if wants_question(open) {
        return Panel::Ask;
    }
    match open.request.state {
        RequestState::Received | RequestState::Confirming | RequestState::Undecided => Panel::Confirm,
        RequestState::Judging => Panel::Judge,
        RequestState::Consulting => Panel::Asked,
        RequestState::Telling => Panel::Told,
        RequestState::Arranging => Panel::Arrange,
        RequestState::Visiting => Panel::ArrangeNext,
        RequestState::Paused => Panel::Resume,
        RequestState::Closed => Panel::Reopen,
    }
}

/// The office decided to ask, and has not asked since, or wants to ask anew after an answer.
fn wants_question(open: &OpenRequest) -> bool {
    let course = &open.request.course;
    let answered = |question: &Question| matches!(question.answer, Some(ConsultAnswer::Yes | ConsultAnswer::No));
    course.rest == Rest::Going
        && course.intent.is_some()
        && course.decision() == Some(Decision::AskPrefecture)
        && course.question.as_ref().is_none_or(answered)
        && !is_answer_newest(open)
}

/// Whether an answer was taken over after the last judgement: then the office judges by it.
fn is_answer_newest(open: &OpenRequest) -> bool {
    let deciding =
        open.request.steps.iter().rev().find(|step| {
            matches!(step.kind, StepKind::Judged { .. } | StepKind::Answered { .. } | StepKind::Asked { .. })
        });
    deciding.is_some_and(|step| matches!(step.kind, StepKind::Answered { .. }))
}

fn of_panel(panel: Panel) -> AnyView {
    match panel {
        Panel::Confirm => view! { <Confirm /><Undecided /> }.into_any(),
        Panel::Judge => view! { <Judge /> }.into_any(),
        Panel::Ask => view! { <Ask /> }.into_any(),
        Panel::Asked => view! { <Asked /><JudgeAfter /> }.into_any(),
        Panel::Told => view! { <Again /> }.into_any(),
        Panel::Arrange => view! { <Arrange label=say::ARRANGE /><Again /> }.into_any(),
        Panel::ArrangeNext => view! { <Arrange label=say::ARRANGE_NEXT /> }.into_any(),
        Panel::Resume => view! { <Resume /><Undecided /> }.into_any(),
        Panel::Reopen => view! { <Reopen /> }.into_any(),
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
    let drafts = use_store().drafts;
    let begun = move |id: DocumentId| drafts.with(|drafts| drafts.contains_key(&next_visit(id)));
    move || {
        id.get().filter(|(_, free)| *free).map(|(id, _)| {
            view! {
                <p class="support">{move || if begun(id) { say::ARRANGE_BEGUN } else { say::ARRANGE_MORE }}</p>
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
