//! All five tables one below the other, as they go on paper into a meeting (R65): as of one day,
//! with their notes. It must never leave out a note of a table.

use leptos::prelude::*;
use shared::report::ReportKind;

use super::super::frame::{Page, Width};
use super::address::Place;
use super::beside::{Agreement, Plan};
use super::counting::Counting;
use super::day_bar::DayBar;
use super::drawn::{Cells, Drawn};
use super::first::{NotHere, Tabs};
use super::tools::{PrintButton, Said};
use crate::messages::figures as say;

/// The page.
#[component]
pub fn Paper() -> impl IntoView {
    let counting = Counting::new();
    let said = RwSignal::new(None);
    let table = move |kind: ReportKind| {
        let report = counting.report(kind);
        view! {
            <section class="sheet stack stack--close">
                <h2>{kind.label()}</h2>
                <Drawn counting kind report cells=Cells::Plain />
            </section>
        }
        .into_any()
    };
    let body = move || {
        view! {
            <DayBar counting place=Place::All />
            <div class="stack stack--close screen-only">
                <div class="cluster"><PrintButton said /></div>
                <Said said />
            </div>
            <Plan counting />
            <Agreement counting />
            <div class="stack stack--loose sheet--landscape">{ReportKind::ALL.map(table).collect_view()}</div>
        }
        .into_any()
    };
    view! {
        <Page title=say::PAPER_TITLE width=Width::Wide lead=Signal::derive(move || counting.caption())>
            <Tabs counting here=Place::All />
            {move || if counting.arrived.get() { body() } else { view! { <NotHere /> }.into_any() }}
        </Page>
    }
}
