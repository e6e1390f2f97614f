//! The four texts of the note. Each is one field that several write in at once; hints fold away.

use leptos::prelude::*;
use shared::documents::visit::Section;

use super::super::present::{PresentHere, present_in};
use super::authors::Authors;
use super::past::PastTexts;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{NoteField, Splice};
use crate::messages::note as say;
use crate::store::{OpenVisit, TextPlace, use_store};

/// The note's texts.
#[component]
pub fn Sections() -> impl IntoView {
    view! {
        <section id="note" class="card stack" aria-labelledby="note-title">
            <div class="page-title">
                <h2 id="note-title">{say::HEADING}</h2>
                <p class="support">{say::INTRO}</p>
                <PresentHere />
            </div>
            {Section::ALL.map(|section| view! { <Part section /> })}
            <p class="note">{say::SAFEGUARD}</p>
        </section>
    }
}

#[component]
fn Part(section: Section) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let place = TextPlace::Note(section);
    let stream = store.text(place);
    let read_only = Memo::new(move |_| !store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let present = present_in(place);
    let tell_place = move |at: Option<usize>| actions.here(at.map(|at| (place, at)));
    let splice = move |splice: Splice| problem.note(actions.splice(place, splice));
    view! {
        <div class="stack stack--tight">
            <NoteField
                label=section.label()
                text=stream.text
                recent=stream.recent
                on_splice=splice
                read_only=read_only
                others=present.words
                carets=present.carets
                on_place=tell_place
            />
            <details class="fold fold--small">
                <summary>{say::HINT}<span class="visually-hidden">{format!("：{}", section.label())}</span></summary>
                <p>{say::hint(section)}</p>
            </details>
            <Authors section />
            <PastTexts section />
        </div>
    }
}
