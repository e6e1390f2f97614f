//! A visit and its note: what was agreed, what to know before, what was said, what comes next.
//! It must never show a word of it outside this page, nor make anybody wait to write.

mod acceptance;
mod after;
mod authors;
mod briefing;
mod contents;
mod facts;
mod head;
mod notices;
mod problem;
mod section;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::ids::DocumentId;

use super::frame::{Page, Width};
use crate::actions::use_actions;
use crate::components::{LinkButton, Notice, Spinner, Tone};
use crate::messages::{elsewhere, titles};
use crate::store::{Opening, use_store};
use acceptance::AcceptPanel;
use briefing::BriefingPart;
use contents::Contents;
use facts::Facts;
use head::Head;
use notices::Notices;
use problem::{EditProblem, ProblemNotice};
use section::Sections;

/// The page of the visit in the address.
#[component]
pub fn VisitPage() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let params = use_params_map();
    let id =
        Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<DocumentId>().ok())));
    Effect::new(move || {
        if let Some(id) = id.get() {
            actions.open(id);
        }
    });
    on_cleanup(move || actions.close());
    let shown = Memo::new(move |_| match id.get() {
        None => Shown::NotHere,
        Some(id) => shown(store.opening.get(), id),
    });
    view! {
        <Page title=titles::VISIT width=Width::Wide>
            {move || match shown.get() {
                Shown::Loading => view! { <Spinner words=elsewhere::READING /> }.into_any(),
                Shown::Open => view! { <Whole /> }.into_any(),
                Shown::NotHere => trouble(elsewhere::NO_VISIT, elsewhere::NO_VISIT_MORE),
                Shown::SetAside => trouble(elsewhere::SET_ASIDE, elsewhere::SET_ASIDE_MORE),
                Shown::Unreadable => trouble(elsewhere::UNREADABLE, elsewhere::UNREADABLE_MORE),
                Shown::Gone => trouble(elsewhere::GONE, elsewhere::GONE_MORE),
            }}
        </Page>
    }
}

/// What there is to show; compared, so that fields are not made anew while somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Loading,
    Open,
    NotHere,
    SetAside,
    Unreadable,
    Gone,
}

fn shown(opening: Opening, wanted: DocumentId) -> Shown {
    match opening {
        Opening::Open(id) if id == wanted => Shown::Open,
        Opening::NotHere(id) if id == wanted => Shown::NotHere,
        Opening::SetAside(id) if id == wanted => Shown::SetAside,
        Opening::Unreadable(id) if id == wanted => Shown::Unreadable,
        Opening::Gone(id) if id == wanted => Shown::Gone,
        _ => Shown::Loading,
    }
}

fn trouble(title: &'static str, more: &'static str) -> AnyView {
    view! {
        <Notice tone=Tone::Warning title><p>{more}</p></Notice>
        <p>{elsewhere::KEPT}</p>
        <div><LinkButton href="/">{elsewhere::FIRST_PAGE}</LinkButton></div>
    }
    .into_any()
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
                <AcceptPanel />
            </div>
        </div>
    }
}
