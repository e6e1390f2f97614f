//! What lists of a coordinator have in common: the states to look for as links, and what was found,
//! as far as it is shown.

use leptos::prelude::*;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<R> {
    /// The rows to show.
    pub rows: Vec<R>,
    /// How many there are.
    pub all: usize,
}

impl<R: Clone> Found<R> {
    /// The first `limit` of the rows that were found.
    pub fn first(found: &[&R], limit: usize) -> Self {
        Found { all: found.len(), rows: found.iter().take(limit).map(|row| (*row).clone()).collect() }
    }
}

impl<R> Found<R> {
    /// Whether there are more than are shown.
    pub fn has_more(&self) -> bool {
        self.all > self.rows.len()
    }
}

/// A state to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterLink {
    /// Its address.
    pub href: String,
    /// Its words.
    pub label: &'static str,
    /// How many are in it.
    pub count: String,
}

/// The states to look for, as links with how many are in each.
#[component]
pub fn FilterLinks(
    /// What the list of links is called.
    label: &'static str,
    /// The links.
    links: Memo<Vec<FilterLink>>,
    /// The address of the one shown; apart from the links, so that the one pressed keeps the focus.
    #[prop(into)]
    shown: Signal<String>,
    /// Runs when one is followed.
    #[prop(into)]
    on_follow: Callback<()>,
) -> impl IntoView {
    let link = move |link: FilterLink| {
        let own = link.href.clone();
        let here = move || shown.with(|shown| *shown == own).then_some("page");
        view! {
            <li>
                <a class="filters__link" href=link.href data-noscroll aria-current=here on:click=move |_| on_follow.run(())>
                    {link.label}
                    <span class="filters__count">{link.count}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=label>
            <ul class="filters">{move || links.get().into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}
