//! That something is under way, always in words. It must never stand for a wait on the network
//! that a person cannot leave.

use leptos::prelude::*;

/// A turning ring with words beside it. Without motion the words alone say it.
#[component]
pub fn Spinner(
    /// What is being done, as 「読み込んでいます」.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="spinner" role="status">
            <span class="spinner__ring" aria-hidden="true"></span>
            <span>{move || words.get()}</span>
        </span>
    }
}

/// A bar with words and the count in figures.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    words: Signal<String>,
    /// How much is done.
    #[prop(into)]
    done: Signal<u32>,
    /// How much there is.
    #[prop(into)]
    all: Signal<u32>,
) -> impl IntoView {
    let id = super::ids::unique("progress");
    view! {
        <div class="progress">
            <div class="progress__words">
                <span id=id.clone()>{move || words.get()}</span>
                <span class="progress__count">{move || format!("{} / {}", done.get(), all.get())}</span>
            </div>
            <progress
                aria-labelledby=id
                max=move || all.get().max(1).to_string()
                prop:value=move || f64::from(done.get())
            ></progress>
        </div>
    }
}
