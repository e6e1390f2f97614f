//! Gate A: the person's own wish, confirmed with day, way and by whom; or a day to ask again.

use leptos::prelude::*;
use shared::documents::request::StepKind;
use shared::domain::{IntentDraft, IntentMethod, IntentProblem, gate_a};
use shared::time::Day;

use super::super::super::moment::today;
use super::again::AskAgain;
use super::use_recorder;
use crate::components::{Button, ButtonKind, Choice, ChoiceOption, DateField, DateInput, TextField};
use crate::messages::request as say;

/// The form that confirms the wish.
#[component]
pub fn Confirm() -> impl IntoView {
    let recorder = use_recorder();
    let day = RwSignal::new(None::<Day>);
    let method = RwSignal::new(None::<IntentMethod>);
    let by = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<IntentProblem>::new());
    let error = move |about: &'static [IntentProblem]| {
        Signal::derive(move || {
            problems.with(|problems| {
                problems.iter().find(|problem| about.contains(problem)).map(|problem| problem.label().to_owned())
            })
        })
    };
    let send = move |()| {
        let name = by.get_untracked();
        let draft = IntentDraft { day: day.get_untracked(), method: method.get_untracked(), confirmed_by: &name };
        match gate_a(&draft, today()) {
            Err(found) => problems.set(found),
            Ok(intent) => {
                problems.set(Vec::new());
                recorder.record(&StepKind::IntentConfirmed {
                    day: intent.day,
                    method: intent.method,
                    confirmed_by: intent.confirmed_by,
                });
            }
        }
    };
    let put_day = move |input: DateInput| {
        day.set(match input {
            DateInput::Day(day) => Some(day),
            _ => None,
        });
    };
    let methods: Vec<_> = IntentMethod::ALL.iter().map(|method| ChoiceOption::new(*method, method.label())).collect();
    view! {
        <h3>{say::CONFIRM}</h3>
        <p class="support">{say::CONFIRM_MORE}</p>
        <DateField label=say::INTENT_DAY required=true value=day on_input=put_day
            error=error(&[IntentProblem::NoDay, IntentProblem::DayAhead]) />
        <div>
            <Button kind=ButtonKind::Secondary on_press=move |()| day.set(Some(today()))>{say::TODAY}</Button>
        </div>
        <Choice label=say::INTENT_METHOD required=true options=Signal::stored(methods) chosen=method
            on_choose=move |chosen| method.set(Some(chosen)) error=error(&[IntentProblem::NoMethod]) />
        <TextField label=say::INTENT_BY hint=say::INTENT_BY_HINT required=true value=by on_input=move |text| by.set(text)
            error=error(&[IntentProblem::NoConfirmer, IntentProblem::ConfirmerTooLong]) />
        <div><Button on_press=send>{say::CONFIRM_DO}</Button></div>
    }
}

/// The form for a person who cannot decide yet.
#[component]
pub fn Undecided() -> impl IntoView {
    let recorder = use_recorder();
    let send = move |ask_again: Day, note: String| recorder.record(&StepKind::Undecided { ask_again, note });
    view! { <AskAgain label=say::UNDECIDED more=say::UNDECIDED_MORE send_words=say::UNDECIDED_DO on_send=send /> }
}
