//! Who of the pair said that they do not plan to come on the day. It tells, and must never bar.

use leptos::prelude::*;

use super::draft::day_of;
use super::form::use_form;
use crate::components::{Notice, Tone};
use crate::messages::schedule as say;
use crate::store::use_store;

/// A quiet mark for each of them.
#[component]
pub fn Against() -> impl IntoView {
    let (store, form) = (use_store(), use_form());
    let plan = form.get(|draft| (day_of(&draft.day), draft.time, draft.chosen()));
    let names = Memo::new(move |_| {
        let (Some(day), time, chosen) = plan.get() else { return Vec::new() };
        let against: Vec<_> = store.visitors.with(|rows| {
            let of_pair = rows.iter().filter(|row| chosen.contains(&row.member));
            of_pair.filter(|row| row.availability.is_against(day, time)).map(|row| row.member).collect()
        });
        store.people.with(|people| {
            let named = people.iter().filter(|person| against.contains(&person.member));
            named.map(|person| say::against(&person.name)).collect::<Vec<_>>()
        })
    });
    move || {
        names
            .get()
            .into_iter()
            .map(|words| view! { <Notice tone=Tone::Quiet title=words><p>{say::AGAINST_MORE}</p></Notice> })
            .collect_view()
    }
}
