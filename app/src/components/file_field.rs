//! A field for a file that a person chooses on their device. It must never read it.

use leptos::prelude::*;
use web_sys::{File, HtmlInputElement};

use super::field::{FieldFrame, FieldIds};

/// The field.
#[component]
pub fn FileField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What to choose.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What was chosen; none if the choice was taken back.
    on_pick: impl Fn(Option<File>) + Send + 'static,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let control = ids.control.clone();
    let pick = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        on_pick(input.files().and_then(|files| files.get(0)));
    };
    view! {
        <FieldFrame ids label required=false hint error>
            <input
                id=control
                class="input input--file"
                type="file"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:change=pick
            />
        </FieldFrame>
    }
}
