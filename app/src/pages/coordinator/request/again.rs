//! A day to ask again, with a word on what was said.

use leptos::prelude::*;
use shared::time::Day;

use super::super::super::moment::today;
use super::fields::later;
use crate::components::{Button, ButtonKind, DateField, DateInput, TextField};
use crate::messages::request as say;

const TWO_WEEKS_DAYS: i32 = 14;

/// The form, folded away until it is wanted.
#[component]
pub fn AskAgain(
    /// What it is.
    label: &'static str,
    /// What it means.
    more: &'static str,
    /// What its button says.
    send_words: &'static str,
    /// Records it; true if it was recorded.
    on_send: impl Fn(Day, String) -> bool + Copy + Send + Sync + 'static,
    /// What else is asked.
    #[prop(optional, into)]
    before: ViewFn,
) -> impl IntoView {
    let day = RwSignal::new(None::<Day>);
    let note = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let send = move |()| match later(day.get_untracked()) {
        Err(words) => error.set(Some(words.to_owned())),
        Ok(until) => {
            error.set(None);
            if on_send(until, note.get_untracked()) {
                note.set(String::new());
            }
        }
    };
    let put = move |input: DateInput| {
        error.set(None);
        day.set(match input {
            DateInput::Day(day) => Some(day),
            _ => None,
        });
    };
    view! {
        <details class="fold">
            <summary>{label}</summary>
            <div class="stack stack--close">
                <p class="support">{more}</p>
                {before.run()}
                <DateField label=say::ASK_AGAIN required=true value=day on_input=put error />
                <div>
                    <Button kind=ButtonKind::Secondary on_press=move |()| {
                        error.set(None);
                        day.set(Some(today().plus_days(TWO_WEEKS_DAYS)));
                    }>{say::TWO_WEEKS}</Button>
                </div>
                <TextField label=say::SAID value=note on_input=move |text| note.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{send_words}</Button></div>
            </div>
        </details>
    }
}
