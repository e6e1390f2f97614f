//! Where the focus goes when a press takes its own button away: to what tells what became of it. It
//! must never take the focus from anything that still has it.

use leptos::html::{H2, Span};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlElement;

use crate::platform::focus;

/// Moves the focus to the heading of what comes next, if what had it has left the page.
pub fn to_heading_if_lost(heading: NodeRef<H2>) {
    if_lost(Box::new(move || heading.try_get_untracked().flatten().map(HtmlElement::from)));
}

/// Moves the focus to what stands in the place of the button, if that has left the page.
pub fn to_words_if_lost(words: NodeRef<Span>) {
    if_lost(Box::new(move || words.try_get_untracked().flatten().map(HtmlElement::from)));
}

fn if_lost(find: Box<dyn Fn() -> Option<HtmlElement>>) {
    spawn_local(async move {
        if focus::is_lost().await
            && let Some(element) = find()
        {
            // It fails only for an element that has left the page.
            let _ = element.focus();
        }
    });
}
