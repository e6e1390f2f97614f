//! Nobody is enrolled in this browser: what this is, and how one begins.

use leptos::prelude::*;

use super::super::elsewhere::NewLink;
use super::super::frame::{Page, Width};
use super::add_person::AddPerson;
use crate::messages::{people as say, titles};

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    view! {
        <Page title=titles::SIGN_IN width=Width::Narrow lead=say::WHAT>
            <section class="card stack stack--close" aria-labelledby="how">
                <h2 id="how">{say::HOW}</h2>
                <p>{say::HOW_MORE}</p>
                <AddPerson />
            </section>
            <NewLink />
            <details class="fold">
                <summary>{say::MAYBE_EVICTED}</summary>
                <p>{say::MAYBE_EVICTED_MORE}</p>
            </details>
        </Page>
    }
}
