//! The day that the tables are true for, and the office: typed, stepped, or chosen. It stands in
//! the address; it must never be kept elsewhere.

use leptos::prelude::*;
use shared::domain::Role;
use shared::time::Day;

use super::address::{Address, Place};
use super::counting::Counting;
use super::steps::{month_end_after, month_end_before, year_end_before};
use crate::components::{DateField, DateInput, Entry, Select};
use crate::messages::figures as say;
use crate::store::use_store;

/// The bar.
#[component]
pub fn DayBar(counting: Counting, place: Place) -> impl IntoView {
    let store = use_store();
    let choose = move |day: Day| {
        let address = counting.address.get_untracked().as_of(day, store.today.get_untracked());
        counting.replace(place, &address);
    };
    let typed = move |input: DateInput| match input {
        DateInput::Day(day) if day != counting.as_of.get_untracked() => choose(day),
        _ => {}
    };
    let is_prefecture = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.role == Role::Prefecture));
    view! {
        <section class="card day-bar screen-only" aria-label=say::AS_OF>
            <DateField
                label=say::AS_OF
                hint=say::AS_OF_HINT
                value=Signal::derive(move || Some(counting.as_of.get()))
                on_input=typed
            />
            {is_prefecture.then(|| offices(counting, place))}
            <nav class="day-bar__quick" aria-label=say::QUICK>
                <ul class="filters">{move || links(counting, place, store.today.get())}</ul>
            </nav>
            {move || (counting.as_of.get() > store.today.get()).then(|| view! { <p class="support">{say::AHEAD}</p> })}
        </section>
    }
}

fn links(counting: Counting, place: Place, today: Day) -> Vec<AnyView> {
    let (as_of, address) = (counting.as_of.get(), counting.address.get());
    let quick = [
        (say::TODAY, today, true),
        (say::LAST_MONTH, month_end_before(today), true),
        (say::LAST_YEAR, year_end_before(today), true),
        (say::STEP_BACK, month_end_before(as_of), false),
        (say::STEP_ON, month_end_after(as_of), false),
    ];
    let link = |(words, day, fixed): (&'static str, Day, bool)| {
        let here = (fixed && day == as_of).then_some("true");
        let href = address.as_of(day, today).href(place);
        view! {
            <li>
                <a class="filters__link" href=href data-noscroll aria-current=here>{words}</a>
            </li>
        }
        .into_any()
    };
    quick.into_iter().map(link).collect()
}

/// Which office's facts alone; for those who see every office's.
fn offices(counting: Counting, place: Place) -> AnyView {
    let store = use_store();
    let entries = Signal::derive(move || {
        store.programme.with(|programme| {
            let offices = programme.iter().flat_map(|programme| &programme.offices);
            let entry = |office: &shared::domain::Office| Entry {
                id: office.id.to_string(),
                name: office.name.clone(),
                yomi: String::new(),
                detail: String::new(),
            };
            offices.map(entry).collect::<Vec<_>>()
        })
    });
    let chosen =
        Signal::derive(move || counting.address.with(|address| address.office.as_ref().map(ToString::to_string)));
    let choose = move |id: Option<String>| {
        let office = id.and_then(|id| id.parse().ok());
        let address = Address { office, cell: None, ..counting.address.get_untracked() };
        counting.replace(place, &address);
    };
    view! { <Select label=say::OFFICE entries=entries chosen=chosen on_choose=choose nothing=say::EVERY_OFFICE /> }
        .into_any()
}
