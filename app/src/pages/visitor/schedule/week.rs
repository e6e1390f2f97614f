//! The half-days of a week in which one can come, each a place to press.

use leptos::prelude::*;
use shared::documents::visitor::AvailabilityEdit;
use shared::domain::HalfDay;
use shared::time::Weekday;

use super::super::super::visit::problem::use_problem;
use super::use_own;
use crate::actions::use_actions;
use crate::components::{HalfDayCell, HalfDayRow, HalfDays};
use crate::messages::schedule as say;

/// The section.
#[component]
pub fn Week() -> impl IntoView {
    let (actions, problem) = (use_actions(), use_problem());
    let week = Memo::new(move |_| use_own(|row| row.availability.week.clone()).unwrap_or_default());
    let rows = Memo::new(move |_| {
        week.with(|week| {
            let cell = |day: Weekday, half: HalfDay| HalfDayCell {
                value: (day, half),
                label: half.label().to_owned(),
                name: say::half_of(day, half),
                marked: week.get(&(day, half)).copied().unwrap_or(Some(false)),
            };
            let row = |day: Weekday| HalfDayRow {
                label: say::weekday(day),
                cells: HalfDay::ALL.iter().map(|half| cell(day, *half)).collect(),
            };
            Weekday::ALL.map(row).to_vec()
        })
    });
    let mark = move |((day, half), can): ((Weekday, HalfDay), bool)| {
        problem.note(actions.put_availability(&[AvailabilityEdit::Week(day, half, can)]));
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="week">
            <h2 id="week">{say::WEEK}</h2>
            <p>{say::WEEK_MORE}</p>
            {move || week.with(|week| week.is_empty()).then(|| view! { <p class="support">{say::WEEK_UNSAID}</p> })}
            {move || week.with(|week| week.values().any(Option::is_none))
                .then(|| view! { <p role="status">{say::TWICE_MORE}</p> })}
            <HalfDays label=say::WEEK rows twice=say::TWICE on_mark=mark />
        </section>
    }
}
