//! The ways to what somebody looks after: devices, and who had which record in their hands.

use leptos::prelude::*;
use shared::domain::Role;

use crate::messages::{settings as say, titles};
use crate::store::use_store;

/// The section.
#[component]
pub fn LookingAfter() -> impl IntoView {
    let oversees = use_store()
        .me
        .with_untracked(|me| me.as_ref().is_some_and(|me| matches!(me.role, Role::Coordinator | Role::Prefecture)));
    view! {
        <section class="card stack stack--close" aria-labelledby="looking-after">
            <h2 id="looking-after">{say::LOOKING_AFTER}</h2>
            <ul class="link-list">
                {oversees.then(|| view! { <li><a href="/devices">{titles::DEVICES}</a></li> })}
                <li><a href="/access-log">{titles::ACCESS_LOG}</a></li>
            </ul>
        </section>
    }
}
