//! The bar on top of every page: what this is, who is using it, where one can go. It must never
//! hold the only way to save: nothing here is needed to keep one's words.

use leptos::prelude::*;

use super::icon::{Drawing, Icon};

/// The person using the app on this device now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarPerson {
    /// The name as it is shown to colleagues.
    pub name: String,
    /// The role in words, as 「訪問支援員」.
    pub role: String,
}

/// One place to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarLink {
    /// The page's path.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Whether it is the page shown now.
    pub here: bool,
}

/// The bar. It begins with a link that skips to `#main`; give the page's `<main>` that id. The link
/// is the browser's own (`rel="external"`): a router would scroll there and leave the focus behind.
#[component]
pub fn TopBar(
    /// Who is using it; none before sign-in.
    #[prop(optional, into)]
    person: Signal<Option<BarPerson>>,
    /// Where one switches the person.
    #[prop(default = "/people")]
    switch_href: &'static str,
    /// Hides everything at once; no button without it, or without a person.
    #[prop(optional, into)]
    on_hide: Option<Callback<()>>,
    /// The pages of the role.
    #[prop(optional, into)]
    links: Signal<Vec<BarLink>>,
    /// Under the bar, and the one part that stays in sight while the page scrolls: the status line.
    #[prop(optional, into)]
    status: ViewFn,
) -> impl IntoView {
    let link = |link: BarLink| {
        view! {
            <li>
                <a class="top-bar__link" href=link.href aria-current=link.here.then_some("page")>{link.label}</a>
            </li>
        }
    };
    view! {
        <a class="skip-link" href="#main" rel="external">"本文へ移る"</a>
        <header class="top-bar">
            <div class="top-bar__row">
                <a class="top-bar__product" href="/">
                    <span class="top-bar__mark" aria-hidden="true"></span>
                    "おとずれ"
                </a>
                <Show when=move || links.with(|links| !links.is_empty())>
                    <nav class="top-bar__nav" aria-label="おもなページ">
                        <ul class="top-bar__links">{move || links.get().into_iter().map(link).collect_view()}</ul>
                    </nav>
                </Show>
                {move || person.get().map(|person| view! {
                    <a class="top-bar__person" href=switch_href>
                        <Drawing icon=Icon::Person />
                        <span class="top-bar__who">
                            <span class="top-bar__name">{person.name}</span>
                            <span class="top-bar__role">{person.role}</span>
                        </span>
                        <span class="top-bar__switch">"切り替え"</span>
                    </a>
                    {on_hide.map(|on_hide| view! {
                        <button
                            type="button"
                            class="top-bar__hide"
                            title="Esc を続けて2回押しても、かくせます"
                            // A field that loses its composition when the button is touched scrolls into sight, and the
                            // button would be gone from under the finger: it loses it when everything is hidden.
                            on:mousedown=|event| event.prevent_default()
                            on:click=move |_| on_hide.run(())
                        >
                            <Drawing icon=Icon::Hide />
                            "かくす"
                        </button>
                    })}
                })}
            </div>
        </header>
        <div class="status-bar">
            <div class="status-bar__inside">{status.run()}</div>
        </div>
    }
}
