//! The three texts of a concern.

use leptos::prelude::*;
use shared::documents::safeguard::SafeguardSection;

use super::super::care::telling::use_told;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{NoteField, Splice};
use crate::store::{OpenConcern, TextPlace, use_store};

/// The texts.
#[component]
pub fn Words() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="words">
            <h2 id="words">{say::WORDS}</h2>
            {SafeguardSection::ALL.map(|section| view! { <Text section /> })}
        </section>
    }
}

#[component]
fn Text(section: SafeguardSection) -> impl IntoView {
    let (store, actions, told) = (use_store(), use_actions(), use_told());
    let place = TextPlace::Concern(section);
    let stream = store.text(place);
    let writable = of(OpenConcern::writable);
    let read_only = Signal::derive(move || writable.get() != Some(true));
    let splice = move |splice: Splice| {
        told.note(actions.splice(place, splice));
    };
    view! {
        <NoteField label=section.label() hint=say::hint(section) text=stream.text recent=stream.recent on_splice=splice read_only />
    }
}
