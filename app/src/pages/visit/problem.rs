//! An edit that was not made: it is said near the writing, until the next edit succeeds.

use leptos::prelude::*;

use crate::actions::ActionError;
use crate::components::{Notice, Tone};
use crate::messages::action::failed;
use crate::messages::visit as say;

/// What kept the last edit from being made.
#[derive(Clone, Copy)]
pub struct EditProblem(RwSignal<Option<String>>);

impl EditProblem {
    /// None yet.
    pub fn new() -> EditProblem {
        EditProblem(RwSignal::new(None))
    }

    /// Notes how an edit went.
    pub fn note(self, done: Result<(), ActionError>) {
        let words = done.err().map(|error| failed(&error));
        if self.0.try_with_untracked(|now| *now != words).unwrap_or(false) {
            self.0.set(words);
        }
    }
}

/// The one of this page.
pub fn use_problem() -> EditProblem {
    use_context::<EditProblem>().unwrap_or_else(EditProblem::new)
}

/// Says it.
#[component]
pub fn ProblemNotice() -> impl IntoView {
    let problem = use_problem();
    move || {
        problem.0.get().map(|words| {
            view! { <Notice tone=Tone::Error title=say::EDIT_FAILED><p>{words}</p></Notice> }
        })
    }
}
