//! The first page of the tables: what each comes to as of a day, and the ways to them.

use leptos::prelude::*;
use shared::domain::Role;
use shared::report::{Report, ReportKind};

use super::super::frame::{Page, Width};
use super::super::renewing::Renewing;
use super::address::Place;
use super::beside::{Agreement, Plan};
use super::counting::Counting;
use super::day_bar::DayBar;
use super::sums::grand_total;
use crate::components::{EmptyState, Spinner};
use crate::messages::{figures as say, titles};
use crate::store::use_store;

/// The page.
#[component]
pub fn Figures() -> impl IntoView {
    let counting = Counting::new();
    let role = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.role));
    let is_office = role == Some(Role::Coordinator);
    let lead = if is_office { say::OWN_OFFICE } else { say::NO_PERSONS };
    let body = move || {
        view! {
            <Renewing />
            <DayBar counting place=Place::First />
            <p class="support">{move || counting.caption()}</p>
            <Plan counting />
            <section class="stack stack--close" aria-labelledby="five">
                <h2 id="five">{say::FIVE}</h2>
                <ul class="tiles">{ReportKind::ALL.map(|kind| tile(counting, kind)).collect_view()}</ul>
            </section>
            <Agreement counting />
            <ul class="link-list screen-only">
                <li><a href=move || counting.address.with(|address| address.href(Place::All))>{say::PAPER}</a></li>
                <li><a href="/programme">{say::TO_PROGRAMME}</a></li>
            </ul>
        }
        .into_any()
    };
    view! {
        <Page title=titles::FIGURES width=Width::Wide lead=lead>
            {move || if counting.arrived.get() { body() } else { view! { <NotHere /> }.into_any() }}
        </Page>
    }
}

fn tile(counting: Counting, kind: ReportKind) -> AnyView {
    let report = counting.report(kind);
    let headline = move || {
        report.with(|report| {
            report.as_ref().map(|report| {
                let rows = match &**report {
                    Report::Counts(table) => table.rows.len(),
                    Report::Visits(table) => table.rows.len(),
                };
                say::headline(kind, grand_total(report), rows)
            })
        })
    };
    view! {
        <li>
            <a
                class="card-link figure-tile"
                href=move || counting.address.with(|address| address.with_cell(None).href(Place::Table(kind)))
            >
                <span class="card-link__name figure-tile__name">{kind.label()}</span>
                <span class="figure-tile__count">{headline}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Ways from one table to the others, as of the same day.
#[component]
pub fn Tabs(counting: Counting, here: Place) -> impl IntoView {
    let places = [(Place::First, say::ALL_TABLES)]
        .into_iter()
        .chain(ReportKind::ALL.map(|kind| (Place::Table(kind), say::short(kind))));
    let link = move |(place, words): (Place, &'static str)| {
        let current = (place == here).then_some("page");
        let href = move || counting.address.with(|address| address.with_cell(None).href(place));
        view! { <li><a class="filters__link" href=href aria-current=current>{words}</a></li> }.into_any()
    };
    view! {
        <nav class="screen-only" aria-label=say::FIVE>
            <ul class="filters">{places.map(link).collect_view()}</ul>
        </nav>
    }
}

/// What tables are counted from has not come to this device, or is being read.
#[component]
pub fn NotHere() -> impl IntoView {
    let store = use_store();
    move || match (store.listed.get(), store.programme.with(Option::is_some)) {
        (true, true) if store.online.get() => view! { <Spinner words=say::READING /> }.into_any(),
        (false, _) => view! { <Spinner words=say::READING /> }.into_any(),
        (true, false) => view! { <EmptyState title=say::NOT_HERE meaning=say::NOT_HERE_MORE /> }.into_any(),
        (true, true) => view! { <EmptyState title=say::NO_FIGURES meaning=say::NOT_HERE_MORE /> }.into_any(),
    }
}
