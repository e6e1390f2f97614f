//! 予定: one's own appointments by day, and when one can come. It must never ask for a reason.

mod calendar_file;
mod days;
mod otherwise;
mod pause;
mod week;

use leptos::prelude::*;
use shared::time::Day;

use super::super::frame::Page;
use super::super::opened::Opened;
use super::super::row::summary;
use super::super::stopped::IfStopped;
use super::super::visit::problem::{EditProblem, ProblemNotice};
use crate::actions::use_actions;
use crate::components::{EmptyState, StateLabel, Tone, VisitCard};
use crate::messages::{schedule as say, titles};
use crate::store::{VisitRow, VisitorRow, VisitsStoreFields, use_store};
use calendar_file::CalendarFile;
pub use days::{OnDay, Schedule as Sorted, schedule};
use otherwise::Otherwise;
use pause::Pause;
use week::Week;

/// The page.
#[component]
pub fn Schedule() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    provide_context(EditProblem::new());
    let sorted = use_schedule();
    // The document is on the screen for as long as the page is.
    let own = actions.open_own().ok();
    let turn = actions.turn();
    on_cleanup(move || actions.close(turn));
    view! {
        <Page title=titles::SCHEDULE lead=say::LEAD>
            <IfStopped />
            <section class="stack stack--close" aria-labelledby="coming">
                <h2 id="coming">{say::COMING}</h2>
                {move || sorted.with(|sorted| sorted.days.is_empty())
                    .then(|| view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> })}
                <ul class="schedule">
                    {move || sorted.get().days.into_iter().map(|day| view! { <OneDay day today=store.today.get() /> }).collect_view()}
                </ul>
            </section>
            <Undated sorted />
            <CalendarFile sorted />
            <Opened id=own whole=|| view! {
                <Week />
                <Otherwise />
                <Pause />
                <ProblemNotice />
            } />
        </Page>
    }
}

/// One's own appointments.
fn use_schedule() -> Memo<Sorted> {
    let store = use_store();
    Memo::new(move |_| {
        let trainings = use_own(move |row| row.trainings.clone()).unwrap_or_default();
        store.visits.rows().with(|rows: &Vec<VisitRow>| schedule(rows, &trainings, store.today.get()))
    })
}

/// Something of one's own row, followed.
fn use_own<T>(read: impl FnOnce(&VisitorRow) -> T) -> Option<T> {
    let store = use_store();
    let me = store.me.with(|me| me.as_ref().map(|me| me.member))?;
    store.visitors.with(|rows| rows.iter().find(|row| row.member == me).map(read))
}

#[component]
fn OneDay(day: OnDay, today: Day) -> impl IntoView {
    let store = use_store();
    let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member));
    let near = match day.day.days_after(today) {
        0 => Some(say::TODAY),
        1 => Some(say::TOMORROW),
        _ => None,
    };
    let trainings = day.trainings.into_iter().map(|training| {
        let time = training.time.map(|time| format!("{time}（{}）", time.easy()));
        view! {
            <p class="schedule__training">
                {[Some(training.kind.label().to_owned()), time, Some(training.place)]
                    .into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("　")}
            </p>
        }
    });
    view! {
        <li class="stack stack--close">
            <h3 class="schedule__day" class:schedule__day--today=day.day == today>
                {day.day.japanese()}
                {near.map(|words| view! { <StateLabel tone=Tone::Info words /> })}
            </h3>
            {trainings.collect_view()}
            {day.visits.iter().map(|row| view! { <VisitCard visit=summary(row, me) today=Some(today) /> }).collect_view()}
        </li>
    }
}

/// Visits whose day is not settled.
#[component]
fn Undated(sorted: Memo<Sorted>) -> impl IntoView {
    let store = use_store();
    let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member));
    move || {
        let rows = sorted.get().undated;
        (!rows.is_empty()).then(|| {
            view! {
                <section class="stack stack--close" aria-labelledby="no-day">
                    <h2 id="no-day">{say::NO_DAY}</h2>
                    <ul class="tiles">
                        {rows.iter().map(|row| view! { <li><VisitCard visit=summary(row, me) /></li> }).collect_view()}
                    </ul>
                </section>
            }
        })
    }
}
