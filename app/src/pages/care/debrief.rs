//! The ten minutes of the pair: what to ask each other. It must never measure the time, nor take a word away when it is
//! over.

use leptos::prelude::*;

use super::{of, say};
use crate::components::{ButtonKind, LinkButton};

/// The guide.
#[component]
pub fn Debrief() -> impl IntoView {
    let visit = of(|open| open.care.visit);
    view! {
        <section class="card stack stack--close" aria-labelledby="debrief">
            <h2 id="debrief">{say::DEBRIEF}</h2>
            <p>{say::DEBRIEF_MORE}</p>
            <ol class="steps">{say::DEBRIEF_STEPS.map(|words| view! { <li>{words}</li> })}</ol>
            <p>{say::DEBRIEF_TICK}</p>
            {move || visit.get().map(|id| view! {
                <div><LinkButton kind=ButtonKind::Secondary href=format!("/visits/{id}")>{say::TO_VISIT}</LinkButton></div>
            })}
        </section>
    }
}
