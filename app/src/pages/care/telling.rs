//! What became of the last press: an edit that was not made is said near the writing until the next one is.

use leptos::prelude::*;

use crate::actions::ActionError;
use crate::components::{Notice, Tone};
use crate::messages::action::failed;
use crate::messages::care as say;

/// How the last edit went.
#[derive(Clone, Copy)]
pub struct Told(RwSignal<Option<String>>);

impl Told {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Notes how an edit went; whether it was made.
    pub fn note(self, done: Result<(), ActionError>) -> bool {
        let words = done.err().map(|error| failed(&error));
        let made = words.is_none();
        if self.0.try_with_untracked(|now| *now != words).unwrap_or(false) {
            self.0.set(words);
        }
        made
    }
}

/// The one of this page.
pub fn use_told() -> Told {
    use_context::<Told>().unwrap_or_else(Told::new)
}

/// Says it.
#[component]
pub fn TellTold() -> impl IntoView {
    let told = use_told();
    view! {
        <div aria-live="polite">
            {move || told.0.get().map(|words| view! {
                <Notice tone=Tone::Error title=say::EDIT_FAILED><p>{words}</p></Notice>
            })}
        </div>
    }
}
