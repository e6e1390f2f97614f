//! A place where nothing stands yet: what that means and what to do. It must never look like an
//! error, and never be shown while something is still being read.

use leptos::prelude::*;

/// Nothing here.
#[component]
pub fn EmptyState(
    /// What is not there, as 「予定されている訪問はありません」.
    #[prop(into)]
    title: Signal<String>,
    /// What it means and when it changes.
    #[prop(into)]
    meaning: Signal<String>,
    /// What to do: a button or a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <p class="empty-state__title">{move || title.get()}</p>
            <p class="support">{move || meaning.get()}</p>
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
        </div>
    }
}
