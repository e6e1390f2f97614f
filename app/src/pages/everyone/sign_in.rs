//! Nobody is enrolled in this browser: what this is, and how one begins.

use leptos::prelude::*;

use super::super::elsewhere::NewLink;
use super::super::frame::{Page, Width};
use super::add_person::AddPerson;
use super::heard_of::WipedNotice;
use super::install::InstallFirst;
use crate::messages::{people as say, titles};
use crate::platform::installed::must_be_installed;
use crate::store::use_store;

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    let store = use_store();
    view! {
        <Page title=titles::SIGN_IN width=Width::Narrow lead=say::WHAT>
            {move || store.wiped.get().map(|wiped| view! { <WipedNotice wiped /> })}
            {match must_be_installed() {
                true => view! { <InstallFirst /> }.into_any(),
                false => view! {
                    <section class="card stack stack--close" aria-labelledby="how">
                        <h2 id="how">{say::HOW}</h2>
                        <p>{say::HOW_MORE}</p>
                        <AddPerson />
                    </section>
                }.into_any(),
            }}
            <NewLink />
            <details class="fold">
                <summary>{say::MAYBE_EVICTED}</summary>
                <p>{say::MAYBE_EVICTED_MORE}</p>
            </details>
        </Page>
    }
}
