//! Everything that is missing, at the top, each a link into its field.

use leptos::prelude::*;

use super::form::use_form;
use crate::components::{Notice, Tone};
use crate::messages::new_visit as say;

/// The summary; nothing while nothing is wrong.
#[component]
pub fn Errors() -> impl IntoView {
    let form = use_form();
    view! {
        <div node_ref=form.summary() tabindex="-1">
            {move || {
                let problems = form.problems();
                let count = problems.len();
                (count > 0).then(|| view! {
                    <Notice tone=Tone::Error title=say::errors(count)>
                        <p>{say::ERRORS_MORE}</p>
                        <ul class="link-list">
                            {problems.into_iter().map(|(field, words)| view! {
                                <li>
                                    <a href="#main" on:click=move |event| {
                                        event.prevent_default();
                                        form.go_to(field);
                                    }>{words}</a>
                                </li>
                            }).collect_view()}
                        </ul>
                    </Notice>
                })
            }}
        </div>
    }
}
