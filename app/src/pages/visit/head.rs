//! The head of a visit: when, where, with whom, and that the person's own wish is confirmed.

use leptos::prelude::*;
use shared::documents::Stated;
use shared::documents::visit::{PlanField, Seat};
use shared::ids::MemberId;
use shared::time::ClockTime;

use super::super::disputed::{Settled, standing};
use super::super::moment::when;
use super::plan::PlanPart;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::StandingValue;
use crate::messages::{today, visit as say};
use crate::store::{OpenVisit, Store, use_store};

/// The fields that are shown, in their order, with their names.
const FIELDS: [(PlanField, &str); 11] = [
    (PlanField::Day, say::DAY),
    (PlanField::Time, say::TIME),
    (PlanField::Hospital, say::HOSPITAL),
    (PlanField::Ward, say::WARD),
    (PlanField::Place, say::PLACE),
    (PlanField::First, say::FIRST),
    (PlanField::Second, say::SECOND),
    (PlanField::Meet, say::MEET),
    (PlanField::Office, say::OFFICE),
    (PlanField::Outcome, say::OUTCOME),
    (PlanField::Exception, say::EXCEPTION),
];

/// The head.
#[component]
pub fn Head() -> impl IntoView {
    let store = use_store();
    let lines =
        Memo::new(move |_| store.open.with(|open| open.as_ref().map(|open| lines(&store, open)).unwrap_or_default()));
    view! {
        <section class="card stack stack--close" aria-labelledby="head">
            <h2 id="head" class="visually-hidden">{say::HEAD}</h2>
            <dl class="facts facts--head">
                {move || lines.get().into_iter().map(|(label, value)| view! {
                    <div><dt>{label}</dt><dd>{value}</dd></div>
                }).collect_view()}
            </dl>
            {FIELDS.map(|(field, label)| view! { <Dispute field label /> })}
            <PlanPart />
        </section>
    }
}

/// A field of the plan that stands with several values; nothing while it does not.
#[component]
fn Dispute(field: PlanField, label: &'static str) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let may_plan = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan)));
    let choose = move |key: String| problem.note(actions.put_plan(vec![(field, Some(key))]));
    move || {
        let values = move |open: &OpenVisit| values(&store, open, field);
        if may_plan.get() {
            view! { <Settled label values on_choose=choose settled=|| () /> }.into_any()
        } else {
            view! { <Settled label values settled=|| () /> }.into_any()
        }
    }
}

/// The settled fields, as the page shows them.
fn lines(store: &Store, open: &OpenVisit) -> Vec<(&'static str, String)> {
    let plan = &open.visit.plan;
    let time = plan.time.settled().and_then(|time| time.parse::<ClockTime>().ok());
    let own = |text: &String| text.clone();
    let moment = if plan.day.is_disputed() || plan.time.is_disputed() {
        say::SEVERAL.to_owned()
    } else {
        when(plan.day.settled().copied(), time)
    };
    let mut lines = vec![(say::WHEN, moment)];
    let mut put = |label, value: Option<String>| lines.extend(value.map(|value| (label, value)));
    put(today::NTH, open.visit.nth.settled().map(|nth| today::nth(*nth)));
    put(say::HOSPITAL, Some(words(&plan.hospital, |id| hospital(store, id.as_str()))));
    put(say::WARD, plan.ward.settled().map(own));
    put(say::PLACE, Some(words(&plan.place, own)));
    put(say::PAIR, Some(pair(store, open)));
    put(say::MEET, plan.meet.settled().map(own));
    put(say::OFFICE, plan.office.settled().map(|id| office(store, id.as_str())));
    put(say::EXCEPTION, plan.exception.settled().map(own));
    put(say::OUTCOME, plan.outcome.settled().map(|outcome| outcome.label().to_owned()));
    let intent = &open.visit.intent;
    put(say::INTENT, Some(say::intent(&intent.day.japanese(), intent.method.label(), &intent.confirmed_by)));
    lines
}

/// A field that everybody looks for: its value, that there are several, or that it is open.
fn words<T>(stated: &Stated<T>, value: impl Fn(&T) -> String) -> String {
    match stated.settled() {
        Some(one) => value(one),
        None if stated.is_disputed() => say::SEVERAL.to_owned(),
        None => say::OPEN.to_owned(),
    }
}

fn pair(store: &Store, open: &OpenVisit) -> String {
    let seats = open.visit.plan.pair.iter().filter(|seat| !seat.is_unset());
    let names: Vec<String> = seats.map(|seat| words(seat, |seat| seat_words(store, seat))).collect();
    if names.is_empty() { say::OPEN.to_owned() } else { names.join("・") }
}

/// 「田中さん（ピアサポーター）」.
fn seat_words(store: &Store, seat: &Seat) -> String {
    format!("{}（{}）", person(store, seat.member), seat.category.label())
}

/// A person as the page names them.
pub fn person(store: &Store, member: MemberId) -> String {
    if store.me.with(|me| me.as_ref().is_some_and(|me| me.member == member)) {
        return say::YOU.to_owned();
    }
    let name = store
        .people
        .with(|people| people.iter().find(|person| person.member == member).map(|person| person.name.clone()));
    say::person(name.as_deref())
}

fn hospital(store: &Store, id: &str) -> String {
    let found = store.programme.with(|programme| {
        let hospitals = &programme.as_ref()?.hospitals;
        hospitals.iter().find(|hospital| hospital.id.as_str() == id).map(|hospital| hospital.name.clone())
    });
    found.unwrap_or_else(|| say::NOT_NAMED.to_owned())
}

fn office(store: &Store, id: &str) -> String {
    let found = store.programme.with(|programme| {
        let offices = &programme.as_ref()?.offices;
        offices.iter().find(|office| office.id.as_str() == id).map(|office| office.name.clone())
    });
    found.unwrap_or_else(|| say::NOT_NAMED.to_owned())
}

/// The values of a field that stands with several. Keys are what the plan holds.
fn values(store: &Store, open: &OpenVisit, field: PlanField) -> Vec<StandingValue> {
    let plan = &open.visit.plan;
    let own = |text: &String| text.clone();
    match field {
        PlanField::Day => standing(open, &plan.day, |day| day.to_string(), |day| day.japanese()),
        PlanField::Time => standing(open, &plan.time, own, own),
        PlanField::Hospital => standing(open, &plan.hospital, |id| id.to_string(), |id| hospital(store, id.as_str())),
        PlanField::Ward => standing(open, &plan.ward, own, own),
        PlanField::Place => standing(open, &plan.place, own, own),
        PlanField::Meet => standing(open, &plan.meet, own, own),
        PlanField::First | PlanField::Second => {
            let [first, second] = &plan.pair;
            let seat = if field == PlanField::First { first } else { second };
            standing(open, seat, Seat::to_text, |seat| seat_words(store, seat))
        }
        PlanField::Office => standing(open, &plan.office, |id| id.to_string(), |id| office(store, id.as_str())),
        PlanField::Outcome => {
            standing(open, &plan.outcome, |outcome| outcome.code().to_owned(), |outcome| outcome.label().to_owned())
        }
        PlanField::Exception => standing(open, &plan.exception, own, own),
        // Two acceptances at once are settled by accepting again, which the panel offers.
        PlanField::Accepted => Vec::new(),
    }
}
