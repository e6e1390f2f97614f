//! A visit and its note: what was agreed, what to know before, what was said, what comes next.
//! It must never show a word of it outside this page, nor make anybody wait to write.

mod absence;
mod acceptance;
mod after;
mod authors;
mod begun;
mod beside;
mod briefing;
mod consents;
mod contents;
mod facts;
mod head;
mod notices;
mod onward;
mod past;
mod plan;
pub(in crate::pages) mod problem;
mod reading;
mod section;
mod talk;

use leptos::prelude::*;

use super::frame::{Page, Width};
use super::opened::{Opened, use_document};
use crate::messages::titles;
use absence::Absence;
use acceptance::AcceptPanel;
use beside::BesideVisit;
use briefing::BriefingPart;
use consents::Consents;
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

/// The open visit. What takes two minutes by touch comes first, what is written in peace after it; on a laptop they
/// stand side by side.
#[component]
fn Whole() -> impl IntoView {
    provide_context(EditProblem::new());
    view! {
        <Notices />
        <Head />
        <Absence />
        <BriefingPart />
        <ProblemNotice />
        <div class="side-by-side side-by-side--even">
            <div class="stack">
                <Contents />
                <Facts />
                <BesideVisit />
            </div>
            <div class="stack">
                <Sections />
                <Consents />
            </div>
        </div>
        <Talk />
        <AcceptPanel />
        <Onward />
    }
}
