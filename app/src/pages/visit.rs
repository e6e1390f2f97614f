//! A visit and its note: what was agreed, what to know before, what was said, what comes next.
//! It must never show a word of it outside this page, nor make anybody wait to write.

mod acceptance;
mod after;
mod authors;
mod beside;
mod briefing;
mod contents;
mod facts;
mod head;
mod notices;
mod onward;
mod plan;
pub(in crate::pages) mod problem;
mod section;
mod talk;

use leptos::prelude::*;

use super::frame::{Page, Width};
use super::opened::{Opened, use_document};
use crate::messages::titles;
use acceptance::AcceptPanel;
use beside::BesideVisit;
use briefing::BriefingPart;
use contents::Contents;
use facts::Facts;
use head::Head;
use notices::Notices;
use onward::Onward;
use problem::{EditProblem, ProblemNotice};
use section::Sections;
use talk::Talk;

/// The page of the visit in the address.
#[component]
pub fn VisitPage() -> impl IntoView {
    let id = use_document();
    view! {
        <Page title=titles::VISIT width=Width::Wide>
            <Opened id whole=|| view! { <Whole /> } />
        </Page>
    }
}

/// The open visit. On a laptop the note stands left, what is ticked and chosen right.
#[component]
fn Whole() -> impl IntoView {
    provide_context(EditProblem::new());
    view! {
        <Notices />
        <Head />
        <BriefingPart />
        <ProblemNotice />
        <div class="side-by-side side-by-side--even">
            <Sections />
            <div class="stack">
                <Contents />
                <Facts />
                <Talk />
                <AcceptPanel />
                <Onward />
                <BesideVisit />
            </div>
        </div>
    }
}
