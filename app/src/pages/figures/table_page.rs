//! The page of one table. What is shown follows the address: the table's code, the day, the open
//! cell. It must never show another office's facts to an office.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::report::ReportKind;

use super::super::elsewhere::NotFound;
use super::super::frame::{Page, Width};
use super::super::renewing::Renewing;
use super::address::Place;
use super::bars::bars;
use super::beside::{Agreement, Plan, WhyEmpty};
use super::counting::Counting;
use super::day_bar::DayBar;
use super::drawn::{Cells, Drawn};
use super::first::{NotHere, Tabs};
use super::panel::Panel;
use super::paper::Paper;
use super::tools::Tools;
use crate::components::{BarLayout, Chart};
use crate::messages::figures as say;

/// The table's name in the address.
const TABLE: &str = "table";
/// The code of all tables at once.
const ALL: &str = "all";

/// The page of the code in the address.
#[component]
pub fn FiguresTable() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get_str(TABLE).unwrap_or_default().to_owned()));
    move || {
        let code = code.get();
        match ReportKind::from_code(&code) {
            Some(kind) => view! { <One kind /> }.into_any(),
            None if code == ALL => view! { <Paper /> }.into_any(),
            None => view! { <NotFound /> }.into_any(),
        }
    }
}

#[component]
fn One(kind: ReportKind) -> impl IntoView {
    let counting = Counting::new();
    let report = counting.report(kind);
    let chart = move || {
        let drawn = report.with(|report| report.as_ref().map(|report| bars(kind, report)))?;
        let any = drawn.bars.iter().any(|bar| bar.sum() > 0);
        let note = if drawn.layout == BarLayout::Months { say::MONTHS } else { "" };
        let (layout, parts, bars) = (drawn.layout, drawn.parts, drawn.bars);
        any.then(|| view! { <Chart title=say::chart(kind.label()) note layout parts bars /> })
    };
    let body = move || {
        view! {
            <Renewing />
            <DayBar counting place=Place::Table(kind) />
            <WhyEmpty counting kind report />
            <div class="beside-chart">
                <div class="sheet stack stack--tight" class:sheet--landscape=is_wide(kind)>
                    <Drawn counting kind report cells=Cells::Open />
                </div>
                {chart}
            </div>
            {matches!(kind, ReportKind::Requests | ReportKind::Outcomes).then(|| view! { <Agreement counting /> })}
            <Tools counting kind report />
            {(kind == ReportKind::Visits).then(|| view! { <Plan counting /> })}
            <Panel counting kind />
        }
        .into_any()
    };
    view! {
        <Page title=kind.label() width=Width::Wide>
            <Tabs counting here=Place::Table(kind) />
            {move || if counting.arrived.get() { body() } else { view! { <NotHere /> }.into_any() }}
        </Page>
    }
}

/// Whether the table needs a paper that lies.
fn is_wide(kind: ReportKind) -> bool {
    !matches!(kind, ReportKind::Outcomes)
}
