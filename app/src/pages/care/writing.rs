//! A text of the open aftercare. It must never let anybody but the two write in it.

use leptos::prelude::*;
use shared::documents::aftercare::CareSection;

use super::of;
use super::telling::use_told;
use crate::actions::use_actions;
use crate::components::{NoteField, Splice};
use crate::store::{TextPlace, use_store};

/// One section. What the visitor writes of themselves the supporter reads; what the two talked of both write.
#[component]
pub fn Text(section: CareSection, hint: &'static str) -> impl IntoView {
    let (store, actions, told) = (use_store(), use_actions(), use_told());
    let place = TextPlace::Care(section);
    let stream = store.text(place);
    let writable = of(move |open| open.writable() && (open.mine || section == CareSection::Talk));
    let read_only = Signal::derive(move || writable.get() != Some(true));
    let splice = move |splice: Splice| {
        told.note(actions.splice(place, splice));
    };
    view! { <NoteField label=section.label() hint text=stream.text recent=stream.recent on_splice=splice read_only /> }
}
