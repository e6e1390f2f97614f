//! The question to the prefecture: facts without the person, and what the office proposes. Until it
//! is sent it is nobody's to read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::documents::consult::{ConsultField, Identifying};
use shared::documents::request::{Request, StepKind};
use shared::domain::{AdmissionType, AdmittedFor, AgeBand, ConsultAnswer, LastOutsideVisit};
use shared::ids::DocumentId;

use super::{now, of, use_recorder, use_told};
use crate::actions::{Asking, use_actions};
use crate::components::{Button, ButtonKind, Entry, LinkButton, Notice, Select, TextField, Tone};
use crate::messages::request as say;
use crate::store::{ConsultRow, ConsultsStoreFields, use_store};

/// The form.
#[component]
pub fn Ask() -> impl IntoView {
    let (store, actions, told) = (use_store(), use_actions(), use_told());
    let request = now(&store);
    let facts = RwSignal::new(request.as_ref().map(known).unwrap_or_default());
    let proposal = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let found = RwSignal::new(Vec::<(Identifying, String)>::new());
    let asking = move || Asking { facts: facts.get_untracked(), proposal: proposal.get_untracked().trim().to_owned() };
    let look = move || found.set(actions.identifying(&asking()).unwrap_or_default());
    let send = move |()| {
        look();
        if proposal.with_untracked(|text| text.trim().is_empty()) {
            return missing.set(Some(say::PROPOSAL_MISSING.to_owned()));
        }
        if found.with_untracked(|found| !found.is_empty()) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let asked = actions.ask_prefecture(asking()).await;
            busy.try_set(false);
            told.recorded(asked.map(|_| ()));
        });
    };
    let put = move |field: ConsultField, value: Option<String>| {
        facts.update(|facts| {
            facts.retain(|(one, _)| *one != field);
            facts.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (field, value)));
        });
    };
    let value = move |field: ConsultField| {
        Memo::new(move |_| {
            facts.with(|facts| facts.iter().find(|(one, _)| *one == field).map(|(_, value)| value.clone()))
        })
    };
    let select = move |field: ConsultField, entries: Vec<Entry>| {
        view! {
            <Select label=field.label() entries=Signal::stored(entries) chosen=value(field) on_choose=move |id| put(field, id) />
        }
    };
    let who = value(ConsultField::WhoCouldVisit);
    view! {
        <h3>{say::ASK}</h3>
        <p class="support">{say::ASK_MORE}</p>
        {select(ConsultField::AgeBand, entries(AgeBand::ALL, AgeBand::code, AgeBand::label))}
        {select(ConsultField::Admission, entries(AdmissionType::ALL, AdmissionType::code, AdmissionType::label))}
        {select(ConsultField::AdmittedFor, entries(AdmittedFor::ALL, AdmittedFor::code, AdmittedFor::label))}
        {select(ConsultField::LastOutside, entries(LastOutsideVisit::ALL, LastOutsideVisit::code, LastOutsideVisit::label))}
        <TextField label=ConsultField::WhoCouldVisit.label() value=Signal::derive(move || who.get().unwrap_or_default())
            on_input=move |text: String| put(ConsultField::WhoCouldVisit, Some(text)) />
        <TextField label=say::PROPOSAL hint=say::PROPOSAL_HINT required=true value=proposal error=missing
            on_input=move |text| {
                missing.set(None);
                proposal.set(text);
            }
            on_leave=move |()| look() />
        // What comes and goes stands below the button: nothing moves away under a press.
        <div><Button busy on_press=send>{say::ASK_DO}</Button></div>
        <div aria-live="polite">
            {move || {
                let found = found.get();
                (!found.is_empty()).then(|| view! {
                    <Notice tone=Tone::Warning title=say::IDENTIFYING>
                        <p>{say::IDENTIFYING_MORE}</p>
                        <ul>
                            {found.into_iter().map(|(what, word)| view! { <li>{format!("{}：「{word}」", what.label())}</li> }).collect_view()}
                        </ul>
                    </Notice>
                })
            }}
        </div>
    }
}

fn entries<T: Copy>(all: &[T], code: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Vec<Entry> {
    let entry = |one: &T| Entry {
        id: code(*one).to_owned(),
        name: label(*one).to_owned(),
        yomi: String::new(),
        detail: String::new(),
    };
    all.iter().map(entry).collect()
}

/// What the request already says and the prefecture may read.
fn known(request: &Request) -> Vec<(ConsultField, String)> {
    let admission = request.admission.settled().map(|one| (ConsultField::Admission, one.code().to_owned()));
    let last = request.last_outside.settled().map(|one| (ConsultField::LastOutside, one.code().to_owned()));
    admission.into_iter().chain(last).collect()
}

/// The question that was asked: how it stands, and its answer to be taken over.
#[component]
pub fn Asked() -> impl IntoView {
    let (store, recorder) = (use_store(), use_recorder());
    let consult = of(|open| open.request.course.question.map(|question| question.consult));
    let answer = Memo::new(move |_| {
        let id = consult.get()??;
        let found =
            store.consults.rows().with(|rows: &Vec<ConsultRow>| rows.iter().find(|row| row.id == id).cloned())?;
        found.answer.filter(|_| !found.waits)
    });
    let take = move |id: DocumentId, answer: ConsultAnswer| {
        recorder.record(&StepKind::Answered { consult: id, answer });
    };
    move || {
        let id = consult.get()??;
        let href = format!("/consults/{id}");
        Some(match answer.get() {
            Some(answer) => view! {
                <Notice tone=Tone::Info title=say::answered(answer)>
                    <div class="cluster">
                        <Button on_press=move |()| take(id, answer)>{say::ANSWER_DO}</Button>
                        <LinkButton href kind=ButtonKind::Secondary>{say::SEE_CONSULT}</LinkButton>
                    </div>
                </Notice>
            }
            .into_any(),
            None => view! {
                <Notice tone=Tone::Info title=say::ASKED>
                    <div><LinkButton href kind=ButtonKind::Secondary>{say::SEE_CONSULT}</LinkButton></div>
                </Notice>
            }
            .into_any(),
        })
    }
}
