//! The calls of the supporter: noted by them, read by both. It must never offer the visitor to note one, nor the
//! supporter to change one: a call that was noted stands.

use leptos::prelude::*;
use shared::documents::aftercare::Call;
use shared::domain::CallState;
use shared::time::Day;

use super::super::moment::today;
use super::own::name;
use super::telling::use_told;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{Button, Choice, ChoiceOption, DateField, DateInput, Notice, TextField, Tone};
use crate::messages::visit;
use crate::store::use_store;

/// The list, and for the supporter the form.
#[component]
pub fn Calls() -> impl IntoView {
    let calls = of(|open| open.care.calls.iter().rev().cloned().collect::<Vec<_>>());
    let unread = of(|open| open.care.unread_calls);
    let noting = of(|open| !open.mine && open.writable());
    let shown = of(|open| open.care.supporter.is_some());
    let one = |call: Call| {
        let who = visit::person(name(use_store(), call.by).as_deref());
        view! {
            <li class="timeline__step">
                <p><strong>{call.state.label()}</strong>{format!("　{}", call.day.japanese())}</p>
                {(!call.text.is_empty()).then(|| view! { <p>{call.text.clone()}</p> })}
                <p class="note">{format!("{}　{who}", call.at.label())}</p>
            </li>
        }
    };
    view! {
        <Show when=move || shown.get() == Some(true)>
            <section class="card stack stack--close" aria-labelledby="calls">
                <h2 id="calls">{say::CALLS}</h2>
                {move || unread.get().filter(|count| *count > 0).map(|count| view! {
                    <Notice tone=Tone::Warning title=say::unread_calls(count) />
                })}
                {move || {
                    let calls = calls.get().unwrap_or_default();
                    match calls.is_empty() {
                        true => view! { <p class="support">{say::CALLS_NONE}</p> }.into_any(),
                        false => view! { <ol class="timeline">{calls.into_iter().map(one).collect_view()}</ol> }.into_any(),
                    }
                }}
                <Show when=move || noting.get() == Some(true)><Form /></Show>
            </section>
        </Show>
    }
}

#[component]
fn Form() -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let state = RwSignal::new(None::<CallState>);
    let day = RwSignal::new(Some(today()));
    let text = RwSignal::new(String::new());
    let (no_state, no_day) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let noted = RwSignal::new(false);
    let options: Vec<_> = CallState::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let send = move |()| {
        noted.set(false);
        let Some(chosen) = state.get_untracked() else { return no_state.set(Some(say::CALL_STATE_MISSING.to_owned())) };
        let Some(on) = day.get_untracked() else { return no_day.set(Some(say::CALL_DAY_MISSING.to_owned())) };
        if told.note(actions.note_call(chosen, on, text.get_untracked().trim())) {
            state.set(None);
            text.set(String::new());
            noted.set(true);
        }
    };
    let put_day = move |input: DateInput| {
        no_day.set(None);
        day.set(if let DateInput::Day(day) = input { Some(day) } else { None::<Day> });
    };
    view! {
        <h3>{say::NOTE_CALL}</h3>
        <Choice label=say::CALL_STATE required=true options=Signal::stored(options) chosen=state error=no_state
            on_choose=move |one| {
                no_state.set(None);
                state.set(Some(one));
            } />
        <DateField label=say::CALL_DAY required=true value=day on_input=put_day today=Signal::derive(|| Some(today())) error=no_day />
        <TextField label=say::CALL_TEXT value=text on_input=move |words| text.set(words) />
        <div><Button on_press=send>{say::NOTE_CALL}</Button></div>
        <div aria-live="polite">
            <Show when=move || noted.get()><Notice tone=Tone::Success title=say::CALL_NOTED /></Show>
        </div>
    }
}
