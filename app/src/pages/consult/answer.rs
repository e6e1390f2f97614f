//! The prefecture's answer: given by an officer with a reason, read by the office. Two answers that
//! know nothing of each other both stand until an officer answers once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::ConsultAnswer;

use crate::actions::use_actions;
use crate::components::{Button, Choice, ChoiceOption, Notice, StateLabel, TextField, Tone};
use crate::messages::action::failed;
use crate::messages::{consult as say, request, visit};
use crate::store::{OpenConsult, use_store};

/// The answers that stand, and the form.
#[component]
pub fn AnswerForm(
    /// Whether an officer looks at it.
    officer: bool,
) -> impl IntoView {
    let store = use_store();
    let given = Memo::new(move |_| store.consult.with(|open| open.as_ref().map(given).unwrap_or_default()));
    let waits =
        Memo::new(move |_| store.consult.with(|open| open.as_ref().is_some_and(|open| open.consult.is_waiting())));
    let more = Memo::new(move |_| {
        given.with(|given| given.iter().any(|one| one.answer == ConsultAnswer::More)) && !waits.get()
    });
    let one = |given: Given| {
        let tone = match given.answer {
            ConsultAnswer::Yes => Tone::Success,
            ConsultAnswer::No => Tone::Quiet,
            ConsultAnswer::More => Tone::Warning,
        };
        view! {
            <li class="timeline__step">
                <p><StateLabel tone words=given.answer.label() /></p>
                <p>{given.reason}</p>
                <p class="note">{given.by}</p>
            </li>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="answer">
            <h2 id="answer">{say::ANSWER}</h2>
            {move || (given.with(Vec::len) > 1).then(|| view! { <Notice tone=Tone::Warning title=say::TWO_ANSWERS /> })}
            {move || match given.with(Vec::is_empty) {
                true => view! { <p class="support">{say::NO_ANSWER}</p> }.into_any(),
                false => view! { <ol class="timeline">{given.get().into_iter().map(one).collect_view()}</ol> }.into_any(),
            }}
            {officer.then(|| view! { <Form /> })}
            <Show when=move || !officer && more.get()><AskMore /></Show>
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    answer: ConsultAnswer,
    reason: String,
    by: String,
}

fn given(open: &OpenConsult) -> Vec<Given> {
    let one = |said: &shared::documents::Said<shared::documents::consult::Answer>| Given {
        answer: said.value.answer,
        reason: said.value.reason.clone(),
        by: format!(
            "{}　{}",
            said.value.day.japanese(),
            visit::person(open.names.get(&said.actor).map(String::as_str))
        ),
    };
    open.consult.answer.all().iter().map(one).collect()
}

/// An officer's answer.
#[component]
fn Form() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let answer = RwSignal::new(None::<ConsultAnswer>);
    let reason = RwSignal::new(String::new());
    let (unchosen, unwritten) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let told = RwSignal::new(None::<Result<(), String>>);
    let options: Vec<_> = ConsultAnswer::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let send = move |()| {
        let written = reason.get_untracked();
        let Some(chosen) = answer.get_untracked() else { return unchosen.set(Some(say::CHOOSE.to_owned())) };
        if written.trim().is_empty() {
            return unwritten.set(Some(say::REASON_MISSING.to_owned()));
        }
        let done = actions.answer(chosen, written.trim());
        if done.is_ok() {
            reason.set(String::new());
            answer.set(None);
        }
        told.set(Some(done.map_err(|error| failed(&error))));
    };
    view! {
        <Choice label=say::YOUR_ANSWER required=true options=Signal::stored(options) chosen=answer error=unchosen
            on_choose=move |one| {
                unchosen.set(None);
                answer.set(Some(one));
            } />
        <TextField label=say::REASON hint=say::REASON_HINT required=true value=reason error=unwritten
            on_input=move |text| {
                unwritten.set(None);
                reason.set(text);
            } />
        <div><Button on_press=send>{say::SEND}</Button></div>
        <div aria-live="polite">
            {move || told.get().map(|told| match told {
                Ok(()) if !store.is_kept() => ().into_any(),
                Ok(()) => view! { <Notice tone=Tone::Success title=say::SENT /> }.into_any(),
                Err(words) => view! { <Notice tone=Tone::Error title=words /> }.into_any(),
            })}
        </div>
    }
}

/// The office has added what was asked for.
#[component]
fn AskMore() -> impl IntoView {
    let actions = use_actions();
    let problem = RwSignal::new(None::<String>);
    let added = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let found = RwSignal::new(Vec::<String>::new());
    let send = move |()| {
        let text = added.get_untracked();
        if text.trim().is_empty() {
            return missing.set(Some(say::ADDED_MISSING.to_owned()));
        }
        problem.set(None);
        spawn_local(async move {
            match actions.add_to_question(text.trim()).await {
                Ok(telling) => {
                    found.try_set(telling.iter().map(|(what, word)| format!("{}：「{word}」", what.label())).collect());
                }
                Err(error) => {
                    problem.try_set(Some(failed(&error)));
                }
            }
        });
    };
    view! {
        <p class="support">{say::MORE_WANTED}</p>
        <TextField label=say::ADDED required=true value=added error=missing
            on_input=move |text| {
                missing.set(None);
                added.set(text);
            } />
        <div><Button on_press=send>{say::ASK_AGAIN}</Button></div>
        <div aria-live="polite">
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
            {move || {
                let found = found.get();
                (!found.is_empty()).then(|| view! {
                    <Notice tone=Tone::Warning title=request::IDENTIFYING>
                        <p>{request::IDENTIFYING_MORE}</p>
                        <ul>{found.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    </Notice>
                })
            }}
        </div>
    }
}
