//! What was done about a concern: by its author, by the officers. It must never say whether it was right.

use leptos::prelude::*;
use shared::documents::safeguard::Done;
use shared::domain::SafeguardStep as S;

use super::super::care::telling::use_told;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Choice, ChoiceOption, Notice, TextField, Tone};
use crate::messages::visit;
use crate::store::OpenConcern;

/// What its author does.
const OF_AUTHOR: [S; 3] = [S::Called, S::Told, S::Noted];
/// What an officer does.
const OF_OFFICER: [S; 3] = [S::Received, S::Noted, S::Closed];

/// The list and the form.
#[component]
pub fn Steps() -> impl IntoView {
    let steps = of(|open| open.concern.steps.iter().rev().map(|done| line(open, done)).collect::<Vec<_>>());
    let unread = of(|open| open.concern.unread_steps);
    let writable = of(OpenConcern::writable);
    let mine = of(|open| open.mine);
    let one = |(label, text, by): (&'static str, String, String)| {
        view! {
            <li class="timeline__step">
                <p><strong>{label}</strong></p>
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
                <p class="note">{by}</p>
            </li>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="steps">
            <h2 id="steps">{say::STEPS}</h2>
            {move || unread.get().filter(|count| *count > 0).map(|count| view! {
                <Notice tone=Tone::Warning title=say::unread_steps(count) />
            })}
            {move || {
                let steps = steps.get().unwrap_or_default();
                match steps.is_empty() {
                    true => view! { <p class="support">{say::STEPS_NONE}</p> }.into_any(),
                    false => view! { <ol class="timeline">{steps.into_iter().map(one).collect_view()}</ol> }.into_any(),
                }
            }}
            {move || (writable.get() == Some(true)).then(|| {
                let steps = if mine.get() == Some(true) { OF_AUTHOR } else { OF_OFFICER };
                view! { <Form steps /> }
            })}
        </section>
    }
}

fn line(open: &OpenConcern, done: &Done) -> (&'static str, String, String) {
    let by = format!("{}　{}", done.at.label(), visit::person(open.name(done.actor)));
    (done.step.label(), done.text.clone(), by)
}

#[component]
fn Form(steps: [S; 3]) -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let step = RwSignal::new(None::<S>);
    let text = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let recorded = RwSignal::new(false);
    let options: Vec<_> = steps.into_iter().map(|one| ChoiceOption::new(one, one.label())).collect();
    let send = move |()| {
        recorded.set(false);
        let Some(chosen) = step.get_untracked() else { return missing.set(Some(say::WHICH_MISSING.to_owned())) };
        if told.note(actions.add_concern_step(chosen, text.get_untracked().trim())) {
            step.set(None);
            text.set(String::new());
            recorded.set(true);
        }
    };
    view! {
        <h3>{say::ADD}</h3>
        <Choice label=say::WHICH required=true options=Signal::stored(options) chosen=step error=missing
            on_choose=move |one| {
                missing.set(None);
                step.set(Some(one));
            } />
        <TextField label=say::TEXT value=text on_input=move |words| text.set(words) />
        <div><Button kind=ButtonKind::Secondary on_press=send>{say::RECORD}</Button></div>
        <div aria-live="polite">
            <Show when=move || recorded.get()><Notice tone=Tone::Success title=say::RECORDED /></Show>
        </div>
    }
}
