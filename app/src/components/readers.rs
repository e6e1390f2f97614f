//! Who may read what is written here. It stays in sight while one writes. It must never name fewer people than may read.

use leptos::prelude::*;

use super::icon::{Drawing, Icon};

/// A band over what is written: who may read it.
#[component]
pub fn Readers(
    /// Who, in a sentence: 「読めるのは、あなたと田中さんだけです。」
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! { <p class="readers"><Drawing icon=Icon::People /><span>{move || words.get()}</span></p> }
}
