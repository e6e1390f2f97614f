//! A field for one line of text. It must never rewrite what is being composed, and never change
//! what a person wrote: trimming and folding are done by whoever takes the value.

use leptos::html::Input;
use leptos::prelude::*;

use super::composing::{Composing, is_own_key};
use super::field::{FieldFrame, FieldIds};
use super::splice::{between, moved_selection};

/// What is written in a field; it chooses keyboard and width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Words.
    #[default]
    Words,
    /// A telephone number.
    Telephone,
    /// Digits.
    Digits,
    /// A search.
    Search,
    /// A code given to the person, pasted or typed.
    Code,
}

impl TextKind {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            TextKind::Words => ("text", "text", "input"),
            TextKind::Telephone => ("tel", "tel", "input input--medium"),
            TextKind::Digits => ("text", "numeric", "input input--short"),
            TextKind::Search => ("search", "search", "input"),
            TextKind::Code => ("text", "text", "input input--code"),
        }
    }
}

/// A line of text. `on_input` gets the value after each key that is not part of a composition,
/// and once when a composition ends.
#[component]
pub fn TextField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds. A change from outside is shown at once, except while the person composes.
    #[prop(into)]
    value: Signal<String>,
    /// What the person has written so far.
    #[prop(into)]
    on_input: Callback<String>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to write, with an example.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What is written in it.
    #[prop(optional)]
    kind: TextKind,
    /// The browser's `autocomplete` token.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Runs on the person's own Enter, never on one that confirms a composition.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// Runs when the person leaves the field.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// The element, for moving focus to it.
    #[prop(optional)]
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let (type_, mode, class) = kind.parts();
    let control = ids.control.clone();
    let composing = Composing::new();
    let told = StoredValue::new(value.get_untracked());
    let tell = move || {
        // The field may have left the page: a browser still ends its composition.
        let Some(now) = node_ref.try_get_untracked().flatten().map(|input| input.value()) else {
            return;
        };
        if told.try_with_value(|told| *told != now).unwrap_or(false) {
            told.try_set_value(now.clone());
            on_input.try_run(now);
        }
    };
    Effect::new(move || follow(node_ref, value, composing, told));
    view! {
        <FieldFrame ids label required hint error>
            <input
                node_ref=node_ref
                id=control
                class=class
                type=type_
                inputmode=mode
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:compositionstart=move |_| composing.start()
                on:compositionend=move |_| {
                    tell();
                    composing.end();
                }
                on:input=move |_| {
                    if !composing.is_on() {
                        tell();
                    }
                }
                on:keydown=move |event| {
                    if let Some(on_enter) = on_enter.filter(|_| event.key() == "Enter" && is_own_key(&event)) {
                        event.prevent_default();
                        on_enter.run(());
                    }
                }
                on:blur=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.try_run(());
                    }
                }
            />
        </FieldFrame>
    }
}

/// Shows a value that changed outside, with the caret between the same words.
fn follow(node_ref: NodeRef<Input>, value: Signal<String>, composing: Composing, told: StoredValue<String>) {
    composing.track_end();
    let wanted = value.get();
    let Some(input) = node_ref.get() else {
        return;
    };
    let shown = input.value();
    if composing.is_on() || shown == wanted {
        return;
    }
    let focused = input.matches(":focus").unwrap_or(false);
    let start = input.selection_start().ok().flatten();
    let end = input.selection_end().ok().flatten();
    input.set_value(&wanted);
    told.set_value(wanted.clone());
    if let (true, Some(start), Some(end)) = (focused, start, end) {
        let (start, end) = moved_selection(start as usize, end as usize, &between(&shown, &wanted));
        let place = |units: usize| u32::try_from(units).unwrap_or(u32::MAX);
        // A field whose type has no caret refuses; the value is there all the same.
        let _ = input.set_selection_range(place(start), place(end));
    }
}
