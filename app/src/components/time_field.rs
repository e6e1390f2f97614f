//! A time of day. The browser's own time control does the work; it must never carry a date.

use leptos::prelude::*;
use shared::time::ClockTime;

use super::field::{FieldFrame, FieldIds};

/// A time of day. It is read back in plain
/// words (午後2時), because 2:00 and 14:00 are mistaken for each other.
#[component]
pub fn TimeField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The time it holds.
    #[prop(into)]
    value: Signal<Option<ClockTime>>,
    /// The time written; none while it is unfinished or after it was emptied.
    #[prop(into)]
    on_input: Callback<Option<ClockTime>>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to write.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let control = ids.control.clone();
    let element = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        // An unfinished time reads as none: emptying the field then would undo what is being written.
        if let (Some(element), Some(time)) = (element.get(), value.get()) {
            let wanted = time.to_string();
            if element.value() != wanted {
                element.set_value(&wanted);
            }
        }
    });
    view! {
        <FieldFrame ids label required hint error>
            <div class="cluster">
                <input
                    node_ref=element
                    id=control
                    class="input input--time"
                    type="time"
                    aria-required=required.then_some("true")
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described.get()
                    on:input=move |event| on_input.run(event_target_value(&event).parse().ok())
                />
                <span class="date__read-back" aria-live="polite">
                    {move || value.get().map(ClockTime::easy)}
                </span>
            </div>
        </FieldFrame>
    }
}
