//! The browser's own list, for up to about twenty entries. It must never hold a list that needs
//! searching: that is `Combobox`.

use leptos::prelude::*;

use super::field::{FieldFrame, FieldIds};
use super::matching::Entry;

/// One of a short list by the browser's own control.
#[component]
pub fn Select(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The list, in the order it is shown.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// The id of the entry chosen.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// The id of the entry the person chose; none for the first line.
    #[prop(into)]
    on_choose: Callback<Option<String>>,
    /// The first line, which chooses nothing.
    #[prop(default = "選んでください")]
    nothing: &'static str,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to choose.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let control = ids.control.clone();
    let option = move |entry: Entry| {
        let id = entry.id.clone();
        let selected = move || chosen.with(|chosen| chosen.as_ref() == Some(&id));
        view! { <option value=entry.id prop:selected=selected>{entry.name}</option> }
    };
    view! {
        <FieldFrame ids label required hint error>
            <select
                id=control
                class="input"
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:change=move |event| {
                    let id = event_target_value(&event);
                    on_choose.run((!id.is_empty()).then_some(id));
                }
            >
                <option value="" prop:selected=move || chosen.with(Option::is_none)>{nothing}</option>
                {move || entries.get().into_iter().map(option).collect_view()}
            </select>
        </FieldFrame>
    }
}
