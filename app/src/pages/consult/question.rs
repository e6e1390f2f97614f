//! What is asked: facts without the person, and what the office proposes.

use leptos::prelude::*;
use shared::documents::consult::{Consult, ConsultField};

use crate::components::{ButtonKind, LinkButton, NoteField};
use crate::messages::consult as say;
use crate::pages::hospitals;
use crate::store::{TextPlace, use_store};

/// The question, to read.
#[component]
pub fn Question(
    /// Whether an officer looks at it.
    officer: bool,
) -> impl IntoView {
    let store = use_store();
    let facts = Memo::new(move |_| store.consult.with(|open| open.as_ref().map(|open| facts(&open.consult))));
    let request = Memo::new(move |_| store.consult.with(|open| open.as_ref().map(|open| open.consult.request)));
    let stream = store.text(TextPlace::Proposal);
    let fact = |(label, value): (&'static str, String)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    view! {
        <section class="card stack stack--close" aria-labelledby="question">
            <h2 id="question">{say::QUESTION}</h2>
            <p class="support">{say::NO_PERSON}</p>
            <dl class="facts">{move || facts.get().unwrap_or_default().into_iter().map(fact).collect_view()}</dl>
            // What was asked is the officers' to read: nothing is written here without being looked through.
            <NoteField label=say::PROPOSAL text=stream.text recent=stream.recent on_splice=|_| () read_only=true />
            {move || request.get().filter(|_| !officer).map(|id| view! {
                <div><LinkButton kind=ButtonKind::Secondary href=format!("/requests/{id}")>{say::TO_REQUEST}</LinkButton></div>
            })}
        </section>
    }
}

/// Every fact that is told; where two stand, both.
fn facts(consult: &Consult) -> Vec<(&'static str, String)> {
    let hospital = consult.hospital.filter_map(|id| Some(hospitals::name(use_store(), id)));
    let labels = |all: Vec<String>| all.join("／");
    let told = [
        (ConsultField::AgeBand, values(&consult.age_band, |one| one.label().to_owned())),
        (ConsultField::Admission, values(&consult.admission, |one| one.label().to_owned())),
        (ConsultField::AdmittedFor, values(&consult.admitted_for, |one| one.label().to_owned())),
        (ConsultField::LastOutside, values(&consult.last_outside, |one| one.label().to_owned())),
        (ConsultField::WhoCouldVisit, values(&consult.who_could_visit, Clone::clone)),
        (ConsultField::Hospital, values(&hospital, Clone::clone)),
    ];
    let told = told.into_iter().filter(|(_, all)| !all.is_empty());
    told.map(|(field, all)| (field.label(), labels(all))).collect()
}

fn values<T>(stated: &shared::documents::Stated<T>, words: impl Fn(&T) -> String) -> Vec<String> {
    stated.all().iter().map(|said| words(&said.value)).collect()
}
