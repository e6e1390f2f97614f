//! The single fields of a request, each with the control that fits it. A field that two people set
//! differently shows both until somebody chooses.

use leptos::prelude::*;
use shared::documents::Stated;
use shared::documents::request::{Request, RequestField};
use shared::domain::{AdmissionType, LastOutsideVisit, RequestChannel};

use super::super::super::moment::today;
use super::{of, use_told};
use crate::actions::use_actions;
use crate::components::{Combobox, DateField, DateInput, Entry, Select, StandingValue, TextField, TwoValues};
use crate::messages::{request as say, visit};
use crate::pages::hospitals;
use crate::store::{OpenRequest, use_store};

/// A value that stands in a field: its code, its words, who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    code: String,
    words: String,
    author: String,
}

/// One field.
#[component]
pub fn Field(
    /// Which.
    field: RequestField,
) -> impl IntoView {
    let values = of(move |open| standing(open, field));
    let disputed = Memo::new(move |_| values.with(|values| values.as_ref().is_some_and(|values| values.len() > 1)));
    let code = Memo::new(move |_| {
        values.with(|values| values.as_ref().and_then(|values| values.first()).map(|value| value.code.clone()))
    });
    let (told, actions) = (use_told(), use_actions());
    let put = Callback::new(move |value: Option<String>| told.edited(actions.put_request(vec![(field, value)])));
    move || match disputed.get() {
        true => {
            let standing = Memo::new(move |_| {
                values.with(|values| values.iter().flatten().map(standing_value).collect::<Vec<_>>())
            });
            view! { <TwoValues label=field.label() values=standing on_choose=move |code| put.run(Some(code)) /> }
                .into_any()
        }
        false => control(field, code, put),
    }
}

fn standing_value(value: &Standing) -> StandingValue {
    StandingValue {
        key: value.code.clone(),
        value: value.words.clone(),
        author: value.author.clone(),
        at: visit::SOME_TIME.to_owned(),
    }
}

fn control(field: RequestField, code: Memo<Option<String>>, put: Callback<Option<String>>) -> AnyView {
    use RequestField as F;
    match field {
        F::Received | F::AdmissionFrom => {
            let day = Memo::new(move |_| code.with(|code| code.as_ref()?.parse().ok()));
            // Half a day is no day: the one that stood there on the way must not stay.
            let change = move |input: DateInput| match input {
                DateInput::Day(day) => put.run(Some(day.to_string())),
                DateInput::Empty | DateInput::Unfinished | DateInput::Wrong(_) => put.run(None),
            };
            view! { <DateField label=field.label() value=day on_input=change /> }.into_any()
        }
        F::Channel => select(field, RequestChannel::ALL, RequestChannel::code, RequestChannel::label, code, put),
        F::Admission => select(field, AdmissionType::ALL, AdmissionType::code, AdmissionType::label, code, put),
        F::LastOutside => {
            select(field, LastOutsideVisit::ALL, LastOutsideVisit::code, LastOutsideVisit::label, code, put)
        }
        F::Hospital => {
            let entries = hospitals::entries(use_store());
            view! {
                <Combobox label=field.label() hint=say::HOSPITAL_HINT entries chosen=code on_choose=move |id| put.run(id) />
            }
            .into_any()
        }
        F::AskedBy | F::Name | F::Kana | F::Contact | F::Ward | F::WhoCouldVisit => {
            let hint = if field == F::Name { say::NAME_HINT } else { "" };
            let text = Memo::new(move |_| code.get().unwrap_or_default());
            let change = move |text: String| put.run(Some(text).filter(|text| !text.is_empty()));
            view! { <TextField label=field.label() hint value=text on_input=change /> }.into_any()
        }
    }
}

fn select<T: Copy + 'static>(
    field: RequestField,
    all: &'static [T],
    code_of: fn(T) -> &'static str,
    label_of: fn(T) -> &'static str,
    code: Memo<Option<String>>,
    put: Callback<Option<String>>,
) -> AnyView {
    let entry = |one: &T| Entry {
        id: code_of(*one).to_owned(),
        name: label_of(*one).to_owned(),
        yomi: String::new(),
        detail: String::new(),
    };
    let entries: Vec<Entry> = all.iter().map(entry).collect();
    let hint = if field == RequestField::Admission { say::ADMISSION_HINT } else { "" };
    view! { <Select label=field.label() hint entries=Signal::stored(entries) chosen=code on_choose=move |id| put.run(id) /> }
        .into_any()
}

/// Every value that stands in a field.
fn standing(open: &OpenRequest, field: RequestField) -> Vec<Standing> {
    use RequestField as F;
    let request = &open.request;
    let own = |text: &String| (text.clone(), text.clone());
    match field {
        F::Received => said(open, &request.received, |day| (day.to_string(), day.japanese())),
        F::AdmissionFrom => said(open, &request.admission_from, |day| (day.to_string(), day.japanese())),
        F::Channel => said(open, &request.channel, |one| (one.code().to_owned(), one.label().to_owned())),
        F::Admission => said(open, &request.admission, |one| (one.code().to_owned(), one.label().to_owned())),
        F::LastOutside => said(open, &request.last_outside, |one| (one.code().to_owned(), one.label().to_owned())),
        F::Hospital => said(open, &request.hospital, |id| (id.to_string(), hospitals::name(use_store(), id))),
        F::AskedBy | F::Name | F::Kana | F::Contact | F::Ward | F::WhoCouldVisit => {
            said(open, text_of(request, field), own)
        }
    }
}

fn text_of(request: &Request, field: RequestField) -> &Stated<String> {
    use RequestField as F;
    match field {
        F::AskedBy => &request.asked_by,
        F::Kana => &request.kana,
        F::Contact => &request.contact,
        F::Ward => &request.ward,
        F::WhoCouldVisit => &request.who_could_visit,
        _ => &request.name,
    }
}

fn said<T>(open: &OpenRequest, stated: &Stated<T>, words: impl Fn(&T) -> (String, String)) -> Vec<Standing> {
    let one = |said: &shared::documents::Said<T>| {
        let (code, words) = words(&said.value);
        Standing { code, words, author: visit::person(open.name(said.actor)) }
    };
    stated.all().iter().map(one).collect()
}

/// Today or later: the day one asks again.
pub fn later(day: Option<shared::time::Day>) -> Result<shared::time::Day, &'static str> {
    match day {
        None => Err(say::DAY_MISSING),
        Some(day) if day < today() => Err(say::DAY_PAST),
        Some(day) => Ok(day),
    }
}
