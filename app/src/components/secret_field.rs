//! A field for a person's own secret: a keyboard of digits where it is of digits, covered unless they want to see it. It
//! must never offer to remember it, and never keep it after it was taken.

use leptos::html::Input;
use leptos::prelude::*;

use super::field::{FieldFrame, FieldIds};

/// A secret. Whoever takes it reads the element's value and empties it.
#[component]
pub fn SecretField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is of digits alone.
    #[prop(into)]
    digits: Signal<bool>,
    /// The words of the button that shows what is typed.
    #[prop(default = "入れた文字を見せる")]
    show_words: &'static str,
    /// What to type.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The element, whose value is the secret.
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let control = ids.control.clone();
    let shown = RwSignal::new(false);
    view! {
        <FieldFrame ids label required=false hint error>
            <input
                node_ref=node_ref
                id=control
                class="input input--secret"
                type=move || if shown.get() { "text" } else { "password" }
                inputmode=move || if digits.get() { "numeric" } else { "text" }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength="200"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
            />
        </FieldFrame>
        <label class="choice choice--plain">
            <input
                type="checkbox"
                prop:checked=move || shown.get()
                on:change=move |event| shown.set(event_target_checked(&event))
            />
            <span>{show_words}</span>
        </label>
    }
}
