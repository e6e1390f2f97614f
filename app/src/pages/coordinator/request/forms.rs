//! Small forms of one word each.

use leptos::prelude::*;

use crate::components::{Button, ButtonKind, TextField};
use crate::messages::request as say;

/// A word and a button, folded away until they are wanted.
#[component]
pub fn WordForm(
    /// What it is.
    label: &'static str,
    /// What the field is called.
    field: &'static str,
    /// How to write it.
    #[prop(default = "")]
    hint: &'static str,
    /// What its button says.
    send_words: &'static str,
    /// Whether the word must be there, and what is said if it is not.
    #[prop(optional)]
    missing: Option<&'static str>,
    /// Records it; true if it was recorded.
    on_send: impl Fn(String) -> bool + Copy + Send + Sync + 'static,
    /// What else is asked.
    #[prop(optional, into)]
    before: ViewFn,
) -> impl IntoView {
    let word = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let send = move |()| {
        let written = word.get_untracked();
        match missing {
            Some(words) if written.trim().is_empty() => error.set(Some(words.to_owned())),
            _ => {
                error.set(None);
                if on_send(written) {
                    word.set(String::new());
                }
            }
        }
    };
    let put = move |text: String| {
        error.set(None);
        word.set(text);
    };
    view! {
        <details class="fold">
            <summary>{label}</summary>
            <div class="stack stack--close">
                {before.run()}
                <TextField label=field hint required=missing.is_some() value=word on_input=put error />
                <div><Button kind=ButtonKind::Secondary on_press=send>{send_words}</Button></div>
            </div>
        </details>
    }
}

/// What is said where nothing was chosen.
pub fn chosen_or<T: Clone + Send + Sync + 'static>(
    chosen: RwSignal<Option<T>>,
    error: RwSignal<Option<String>>,
) -> Option<T> {
    let found = chosen.get_untracked();
    error.set(found.is_none().then(|| say::CHOOSE.to_owned()));
    found
}
