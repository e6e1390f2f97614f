//! The single values of the note: who was there, how long, the card, what comes next, the wish
//! for another visit. Nothing is filled in for the person.

use leptos::prelude::*;
use shared::documents::Stated;
use shared::documents::visit::{FactField, Facts as Stand};
use shared::domain::{Next, RepeatWish};

use super::super::disputed::{Settled, standing};
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Choice, ChoiceOption, StandingValue, TextField, TextKind};
use crate::messages::note as say;
use crate::store::{OpenVisit, use_store};

/// The codes of the card's field.
const CARD: [(&str, &str); 2] = [("yes", say::CARD_YES), ("no", say::CARD_NO)];

/// The part.
#[component]
pub fn Facts() -> impl IntoView {
    let next = Next::ALL.iter().map(|next| (next.code(), next.label())).collect();
    let repeat = RepeatWish::ALL.iter().map(|wish| (wish.code(), wish.label())).collect();
    view! {
        <section class="card stack">
            <Line field=FactField::Present label=say::PRESENT hint=say::PRESENT_HINT kind=TextKind::Words
                quick=&say::PRESENT_QUICK />
            <Line field=FactField::Minutes label=say::MINUTES hint=say::MINUTES_HINT kind=TextKind::Digits
                quick=&say::MINUTES_QUICK />
            <Code field=FactField::Next label=say::NEXT hint="" codes=next />
            <Code field=FactField::Repeat label=say::REPEAT hint=say::REPEAT_HINT codes=repeat />
            <Code field=FactField::Card label=say::CARD hint="" codes=CARD.to_vec() />
        </section>
    }
}

/// The values of a field as codes or texts.
fn stated(facts: &Stand, field: FactField) -> Stated<String> {
    match field {
        FactField::Next => facts.next.filter_map(|next| Some(next.code().to_owned())),
        FactField::Repeat => facts.repeat.filter_map(|wish| Some(wish.code().to_owned())),
        FactField::Card => facts.card.clone(),
        FactField::Debrief => facts.debrief.clone(),
        FactField::Present => facts.present.clone(),
        FactField::Minutes => facts.minutes.clone(),
    }
}

/// A line of text, with short answers for a press while it is empty.
#[component]
fn Line(
    field: FactField,
    label: &'static str,
    hint: &'static str,
    kind: TextKind,
    quick: &'static [&'static str],
) -> impl IntoView {
    let set = use_set(field);
    let value = use_value(field);
    let settled = move || {
        let text = Signal::derive(move || value.get().unwrap_or_default());
        let put = move |text: String| set.run(Some(text).filter(|text| !text.is_empty()));
        let press = move |words: &'static str| {
            view! {
                <Button kind=ButtonKind::Secondary on_press=move |()| set.run(Some(words.to_owned()))>
                    {words}<span class="visually-hidden">{format!("：{label}に入れる")}</span>
                </Button>
            }
        };
        view! {
            <Writable label value=text>
                <TextField label hint kind value=text on_input=put />
                <Show when=move || value.with(Option::is_none)>
                    <div class="cluster screen-only" role="group" aria-label=format!("{label}：{}", say::QUICK)>
                        {quick.iter().map(|words| press(words)).collect_view()}
                    </div>
                </Show>
            </Writable>
        }
    };
    let own = |text: &String| text.clone();
    let values = move |open: &OpenVisit| standing(open, &stated(&open.visit.facts, field), own, own);
    view! { <Several field label values settled /> }
}

/// One of a few codes.
#[component]
fn Code(
    field: FactField,
    label: &'static str,
    hint: &'static str,
    codes: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let set = use_set(field);
    let value = use_value(field);
    let codes = StoredValue::new(codes);
    let label_of = move |code: &str| {
        codes.with_value(|codes| {
            codes
                .iter()
                .find(|(known, _)| *known == code)
                .map_or_else(|| code.to_owned(), |(_, label)| (*label).to_owned())
        })
    };
    let settled = move || {
        let words = Signal::derive(move || value.get().map(|code| label_of(&code)).unwrap_or_default());
        let options = Signal::derive(move || {
            codes.with_value(|codes| {
                codes.iter().map(|(code, label)| ChoiceOption::new((*code).to_owned(), *label)).collect::<Vec<_>>()
            })
        });
        view! {
            <Writable label value=words>
                <Choice label hint options chosen=value on_choose=move |code| set.run(Some(code)) />
                <Show when=move || value.with(Option::is_some)>
                    <div>
                        <Button kind=ButtonKind::Plain on_press=move |()| set.run(None)>
                            {say::CLEAR}<span class="visually-hidden">{format!("：{label}")}</span>
                        </Button>
                    </div>
                </Show>
            </Writable>
        }
    };
    let values = move |open: &OpenVisit| {
        standing(open, &stated(&open.visit.facts, field), |code| code.clone(), |code| label_of(code))
    };
    view! { <Several field label values settled /> }
}

/// Both values of a field that stands with two; choosing is offered to who may write.
#[component]
fn Several(
    field: FactField,
    label: &'static str,
    values: impl Fn(&OpenVisit) -> Vec<StandingValue> + Copy + Send + Sync + 'static,
    #[prop(into)] settled: ViewFn,
) -> impl IntoView {
    let set = use_set(field);
    let writable = use_writable();
    move || {
        let settled = settled.clone();
        if writable.get() {
            view! { <Settled label values on_choose=move |key| set.run(Some(key)) settled /> }.into_any()
        } else {
            view! { <Settled label values settled /> }.into_any()
        }
    }
}

/// A field for who may write; its value in words for who may only read.
#[component]
fn Writable(label: &'static str, #[prop(into)] value: Signal<String>, children: ChildrenFn) -> impl IntoView {
    let writable = use_writable();
    move || {
        if writable.get() {
            children().into_any()
        } else {
            view! { <dl class="facts"><div><dt>{label}</dt><dd>{move || value.get()}</dd></div></dl> }.into_any()
        }
    }
}

fn use_set(field: FactField) -> Callback<Option<String>> {
    let (actions, problem) = (use_actions(), use_problem());
    Callback::new(move |value| problem.note(actions.set_fact(field, value)))
}

fn use_value(field: FactField) -> Memo<Option<String>> {
    let store = use_store();
    let read = move |open: &OpenVisit| stated(&open.visit.facts, field).settled().cloned();
    Memo::new(move |_| store.open.with(|open| open.as_ref().and_then(read)))
}

fn use_writable() -> Memo<bool> {
    let store = use_store();
    Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)))
}
