//! Faces to point at: a drawing and its word each, all the same colour. They stand in no order of good or bad, and it
//! must never show which one is chosen, or meant, by colour alone.

use leptos::prelude::*;
use shared::domain::Face;

use super::field::{FieldGroup, FieldIds};
use super::ids::unique;

/// What is drawn of a face within its circle, in a box of 48 by 48.
fn strokes(face: Face) -> &'static str {
    match face {
        Face::Calm => "M12 21q4 -4 8 0M28 21q4 -4 8 0M16 31q8 6 16 0",
        Face::Usual => "M16 19v2M32 19v2M17 32h14",
        Face::Tense => "M13 20h6M29 20h6M13 15l6 2M35 15l-6 2M15 33l3 -3l3 3l3 -3l3 3l3 -3l3 3",
        Face::Tired => "M12 20h8M28 20h8M13 24q3 2 6 0M29 24q3 2 6 0M20 34q4 -4 8 0",
        Face::Hard => "M13 17l6 3M35 17l-6 3M16 22v1M32 22v1M16 35q8 -8 16 0M35 26q-3 4 0 6q3 -2 0 -6",
    }
}

/// The drawing of a face; its word stands beside it.
#[component]
pub fn FaceDrawing(
    /// Which.
    face: Face,
) -> impl IntoView {
    view! {
        <svg class="face" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <circle cx="24" cy="24" r="21"></circle>
            <path d=strokes(face)></path>
        </svg>
    }
}

/// One of the faces, or none.
#[component]
pub fn FaceChoice(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<Face>>,
    /// What the person chose.
    #[prop(into)]
    on_choose: Callback<Face>,
    /// What to answer.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let name = unique("face");
    let card = move |face: Face| {
        view! {
            <label class="choice face-choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || chosen.get() == Some(face)
                    on:change=move |_| on_choose.run(face)
                />
                <FaceDrawing face />
                <span class="choice__words"><span>{face.label()}</span></span>
            </label>
        }
    };
    view! {
        <FieldGroup ids=FieldIds::new() label required=false hint error=Signal::stored(None)>
            <div class="faces">{Face::ALL.iter().copied().map(card).collect_view()}</div>
        </FieldGroup>
    }
}
