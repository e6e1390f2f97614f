//! The single values of a concern, each with the control that fits it. A field that author and officer set differently
//! shows both until somebody chooses.

use leptos::prelude::*;
use shared::documents::safeguard::SafeguardField as F;
use shared::time::Day;

use super::super::care::telling::use_told;
use super::super::moment::today;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Combobox, DateField, DateInput, StandingValue, TextField, TwoValues};
use crate::messages::visit;
use crate::pages::hospitals;
use crate::store::{OpenConcern, use_store};

/// The fields.
#[component]
pub fn Facts() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="facts">
            <div class="page-title">
                <h2 id="facts">{say::FACTS}</h2>
                <p class="support">{say::FACTS_MORE}</p>
            </div>
            {F::ALL.map(|field| view! { <Field field /> })}
        </section>
    }
}

#[component]
fn Field(field: F) -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let values = of(move |open| standing(open, field));
    let disputed = Memo::new(move |_| values.with(|values| values.as_ref().is_some_and(|values| values.len() > 1)));
    let value = of(move |open| open.concern.facts.get(&field).and_then(|stated| stated.settled().cloned()));
    let value = Memo::new(move |_| value.get().flatten());
    let writable = of(OpenConcern::writable);
    let put = Callback::new(move |value: Option<String>| {
        told.note(actions.put_concern(vec![(field, value)]));
    });
    let list = Memo::new(move |_| values.get().unwrap_or_default());
    move || match (disputed.get(), writable.get()) {
        (true, Some(true)) => {
            view! { <TwoValues label=field.label() values=list on_choose=move |code| put.run(Some(code)) /> }.into_any()
        }
        (true, _) => view! { <TwoValues label=field.label() values=list /> }.into_any(),
        (false, Some(true)) => control(field, value, put),
        (false, _) => {
            let words = move || value.get().map(|text| shown(field, &text)).unwrap_or_default();
            view! { <dl class="facts"><div><dt>{field.label()}</dt><dd>{words}</dd></div></dl> }.into_any()
        }
    }
}

fn control(field: F, value: Memo<Option<String>>, put: Callback<Option<String>>) -> AnyView {
    match field {
        F::Day => {
            let day = Memo::new(move |_| value.get().and_then(|text| text.parse::<Day>().ok()));
            // Half a day is no day: the one that stood there on the way must not stay.
            let change = move |input: DateInput| match input {
                DateInput::Day(day) => put.run(Some(day.to_string())),
                DateInput::Empty | DateInput::Unfinished | DateInput::Wrong(_) => put.run(None),
            };
            let choose_today = move |()| put.run(Some(today().to_string()));
            view! {
                <DateField label=field.label() value=day on_input=change />
                <div><Button kind=ButtonKind::Secondary on_press=choose_today>{say::TODAY}</Button></div>
            }
            .into_any()
        }
        F::Hospital => {
            let entries = hospitals::entries(use_store());
            view! {
                <Combobox label=field.label() hint=say::HOSPITAL_HINT entries chosen=value on_choose=move |id| put.run(id) />
            }
            .into_any()
        }
        F::Place | F::Person => {
            let text = Memo::new(move |_| value.get().unwrap_or_default());
            let change = move |text: String| put.run(Some(text).filter(|text| !text.is_empty()));
            view! { <TextField label=field.label() value=text on_input=change /> }.into_any()
        }
    }
}

fn standing(open: &OpenConcern, field: F) -> Vec<StandingValue> {
    let one = |said: &shared::documents::Said<String>| StandingValue {
        key: said.value.clone(),
        value: shown(field, &said.value),
        author: visit::person(open.name(said.actor)),
        at: visit::SOME_TIME.to_owned(),
    };
    let stated = open.concern.facts.get(&field);
    stated.map(|stated| stated.all().iter().map(one).collect()).unwrap_or_default()
}

/// A value in words.
fn shown(field: F, text: &str) -> String {
    match field {
        F::Day => text.parse::<Day>().map_or_else(|_| text.to_owned(), |day| day.japanese()),
        F::Hospital => text.parse().map_or_else(|_| text.to_owned(), |id| hospitals::name(use_store(), &id)),
        F::Place | F::Person => text.to_owned(),
    }
}
