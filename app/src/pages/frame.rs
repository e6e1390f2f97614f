//! The frame of a page: its `<main>`, its heading, the window's title. It must never put a name
//! into the title: titles stay in histories and are seen over shoulders.

use leptos::html::H1;
use leptos::prelude::*;

use super::everyone::HeardOfMe;
use crate::messages::titles;
use crate::platform::tab::set_title;

/// Whether a page was shown before: the first one leaves focus where the browser put it.
#[derive(Clone, Copy)]
pub struct Arrived(StoredValue<bool>);

impl Arrived {
    /// Nothing was shown yet.
    pub fn new() -> Arrived {
        Arrived(StoredValue::new(false))
    }

    /// Notes that a page is shown; true for the first.
    fn is_first(self) -> bool {
        let before = self.0.try_get_value().unwrap_or(true);
        self.0.try_set_value(true);
        !before
    }
}

impl Default for Arrived {
    fn default() -> Self {
        Self::new()
    }
}

/// How wide a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// A sentence or two: sign-in, troubles.
    Narrow,
    /// Reading and writing.
    #[default]
    Text,
    /// Two columns on a laptop.
    Wide,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Width::Narrow => "page__main page__main--narrow stack",
            Width::Text => "page__main stack",
            Width::Wide => "page__main page__main--wide stack",
        }
    }
}

/// A page. Its heading takes the focus when one comes from another page.
#[component]
pub fn Page(
    /// Its name: heading and window title.
    title: &'static str,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
    /// Whether it stands only until the page itself can be shown: it takes no focus and counts for none.
    #[prop(optional)]
    fleeting: bool,
    /// A sentence under the heading; empty for none.
    #[prop(optional, into)]
    lead: Signal<String>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    set_title(&titles::window(title));
    let heading = NodeRef::<H1>::new();
    let arrived = use_context::<Arrived>();
    Effect::new(move || {
        if let Some(heading) = heading.get()
            && !fleeting
            && arrived.is_some_and(|arrived| !arrived.is_first())
        {
            // It fails only for an element that has left the page.
            let _ = heading.focus();
        }
    });
    view! {
        <main id="main" class=width.class() tabindex="-1">
            <div class="page-title">
                <h1 node_ref=heading tabindex="-1">{title}</h1>
                {move || {
                    let lead = lead.get();
                    (!lead.is_empty()).then(|| view! { <p class="support">{lead}</p> })
                }}
            </div>
            {(!fleeting).then(|| view! { <HeardOfMe /> })}
            {children()}
        </main>
    }
}
