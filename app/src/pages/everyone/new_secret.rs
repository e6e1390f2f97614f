//! The fields in which a person chooses a secret of their own, typed twice. It must never be kept beyond the press that
//! takes it.

use leptos::html::Input;
use leptos::prelude::*;

use crate::actions::secret::{self, DIGITS_MANAGED, DIGITS_OWN};
use crate::components::{Button, ButtonKind, SecretField};
use crate::messages::enrol as say;

/// What stands in them.
#[derive(Clone, Copy)]
pub struct NewSecret {
    first: NodeRef<Input>,
    second: NodeRef<Input>,
    first_error: RwSignal<Option<String>>,
    second_error: RwSignal<Option<String>>,
    phrase: RwSignal<bool>,
    managed: Signal<bool>,
}

impl NewSecret {
    /// Empty. `managed`: whether an office or the prefecture manages the device.
    pub fn new(managed: Signal<bool>) -> Self {
        Self {
            first: NodeRef::new(),
            second: NodeRef::new(),
            first_error: RwSignal::new(None),
            second_error: RwSignal::new(None),
            phrase: RwSignal::new(false),
            managed,
        }
    }

    /// Takes the secret and empties the fields; none if it may not be one, or they differ, which they say themselves.
    pub fn taken(&self) -> Option<String> {
        let (one, other) = (taken(self.first), taken(self.second));
        let wrong = secret::problem(&one, self.managed.get_untracked()).map(say::wrong);
        let different = wrong.is_none() && one != other;
        let fits = wrong.is_none() && !different;
        self.first_error.set(wrong);
        self.second_error.set(different.then(|| say::DIFFERENT.to_owned()));
        if !fits {
            focus(self.first);
        }
        fits.then_some(one)
    }
}

/// Takes what stands in a field, and empties it.
pub fn taken(field: NodeRef<Input>) -> String {
    let Some(element) = field.get_untracked() else { return String::new() };
    let typed = secret::meant(&element.value());
    element.set_value("");
    typed
}

/// Brings somebody to a field.
pub fn focus(field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        // It fails only for an element that has left the page.
        let _ = field.focus();
    }
}

/// The fields.
#[component]
pub fn NewSecretFields(new: NewSecret) -> impl IntoView {
    let NewSecret { first, second, first_error, second_error, phrase, managed } = new;
    let least = move || if managed.get() { DIGITS_MANAGED } else { DIGITS_OWN };
    let digits = Signal::derive(move || !phrase.get());
    let label = Signal::derive(move || if phrase.get() { say::NEW_PHRASE } else { say::NEW }.to_owned());
    let hint = Signal::derive(move || if phrase.get() { say::PHRASE_HINT.to_owned() } else { say::hint(least()) });
    view! {
        <SecretField label=label digits=digits hint=hint error=first_error node_ref=first />
        <SecretField label=say::AGAIN digits=digits error=second_error node_ref=second />
        <div>
            <Button kind=ButtonKind::Plain on_press=move |()| phrase.update(|is| *is = !*is)>
                {move || if phrase.get() { say::TO_DIGITS } else { say::TO_PHRASE }}
            </Button>
        </div>
    }
}
