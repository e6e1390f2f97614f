//! Pages shown in the place of a page: each says what happened, where the words are, and what to
//! do next. It must never look like the person's fault.

use leptos::prelude::*;

use super::frame::{Page, Width};
use crate::components::{Button, ButtonKind, LinkButton, Notice, Spinner, Tone};
use crate::messages::{elsewhere as say, link, titles};
use crate::platform::tab::reload;
use crate::store::BootProblem;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=titles::NOT_FOUND width=Width::Narrow>
            <p>{say::NOT_FOUND}</p>
            <p>{say::KEPT}</p>
            <div><LinkButton href="/">{say::FIRST_PAGE}</LinkButton></div>
        </Page>
    }
}

/// The role has no right to the page.
#[component]
pub fn NoRight() -> impl IntoView {
    view! {
        <Page title=titles::NO_RIGHT width=Width::Narrow>
            <p>{say::NO_RIGHT}</p>
            <p>{say::NO_RIGHT_MORE}</p>
            <p>{say::KEPT}</p>
            <div><LinkButton href="/">{say::FIRST_PAGE}</LinkButton></div>
        </Page>
    }
}

/// The device's storage is being read.
#[component]
pub fn Opening() -> impl IntoView {
    view! {
        <Page title=titles::OPENING width=Width::Narrow fleeting=true>
            <Spinner words=say::READING />
        </Page>
    }
}

/// The code of the page did not arrive.
#[component]
pub fn PartMissing(
    /// Tries again.
    on_again: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Page title=titles::PART_MISSING width=Width::Narrow>
            <p role="alert">{say::PART_MISSING}</p>
            <p>{say::KEPT}</p>
            <div>
                <Button kind=ButtonKind::Primary on_press=move |()| on_again()>{say::AGAIN}</Button>
            </div>
        </Page>
    }
}

/// What keeps the app from starting.
#[component]
pub fn Problem(
    /// What it is.
    problem: BootProblem,
) -> impl IntoView {
    let (title, more): (&'static str, &'static str) = match problem {
        BootProblem::NoStorage => (titles::NO_STORAGE, say::NO_STORAGE),
        BootProblem::StorageEvicted => (say::EVICTED, say::EVICTED_MORE),
        BootProblem::Unsupported => (say::UNSUPPORTED, say::UNSUPPORTED_MORE),
        BootProblem::NewerData => (say::NEWER_STORE, say::NEWER_STORE_MORE),
        BootProblem::PartMissing => (titles::PART_MISSING, say::PART_MISSING),
        BootProblem::OtherTabBlocks => (say::OTHER_TAB, say::OTHER_TAB_MORE),
    };
    let steps = (problem == BootProblem::NoStorage).then(|| {
        view! {
            <ol class="steps">
                {say::NO_STORAGE_MORE.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}
            </ol>
        }
    });
    let evicted = problem == BootProblem::StorageEvicted;
    view! {
        <Page title width=Width::Narrow>
            <p>{more}</p>
            {steps}
            {evicted.then(|| view! { <NewLink /> })}
            <div>
                <Button kind=ButtonKind::Secondary on_press=|()| reload()>{say::RELOAD}</Button>
            </div>
        </Page>
    }
}

/// How to get a new link, by role.
#[component]
pub fn NewLink() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=link::NEW_LINK>
            <ul class="plain-list">
                <li>{link::FROM_SECRETARIAT}</li>
                <li>{link::FROM_PREFECTURE}</li>
                <li>{link::FROM_ADMINISTRATOR}</li>
            </ul>
        </Notice>
    }
}
