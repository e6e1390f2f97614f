//! Questions of eligibility: the list with its clock, and one question with its answer. For the
//! office that asks and for the prefecture; a question holds no person.

mod answer;
mod question;

use leptos::prelude::*;
use shared::domain::Role;

use super::frame::{Page, Width};
use super::opened::{Opened, use_document};
use crate::components::{EmptyState, StateLabel, Tone};
use crate::messages::{consult as say, titles};
use crate::store::{ConsultRow, ConsultsStoreFields, use_store};
use answer::AnswerForm;
use question::Question;

/// The list.
#[component]
pub fn Consults() -> impl IntoView {
    let store = use_store();
    let empty = Memo::new(move |_| store.consults.rows().with(|rows: &Vec<ConsultRow>| rows.is_empty()));
    let rows = Memo::new(move |_| store.consults.rows().with(Clone::clone));
    view! {
        <Page title=titles::CONSULTS lead=say::INTRO>
            <Show
                when=move || !empty.get()
                fallback=|| view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }
            >
                <ul class="rows">
                    {move || rows.get().into_iter().map(|row| view! { <Line row /> }).collect_view()}
                </ul>
            </Show>
        </Page>
    }
}

#[component]
fn Line(row: ConsultRow) -> impl IntoView {
    let store = use_store();
    let (tone, words) = match (row.waits, row.answer) {
        _ if row.unread => (Tone::Error, say::DAMAGED),
        (true, _) => (Tone::Warning, say::WAITS),
        (false, Some(answer)) => (Tone::Success, answer.label()),
        (false, None) => (Tone::Quiet, say::DRAFT),
    };
    let asked = row.asked_at.map(|at| at.tokyo_day().japanese()).unwrap_or_default();
    let name = if row.unread { say::UNREAD.to_owned() } else { say::asked(&asked) };
    let unread = row.unread.then_some(say::UNREAD_MORE);
    let admission = row.admission.map_or(say::NOT_TOLD, shared::domain::AdmissionType::label);
    let office = row.office_name.clone();
    let href = format!("/consults/{}", row.id);
    let (disputed, damaged) = (row.disputed, row.damaged);
    let waiting = move || row.waiting_days(store.today.get()).map(say::waiting_days);
    view! {
        <li class="rows__row">
            <a class="rows__link" href=href>{name}</a>
            <span class="cluster cluster--tight">
                <StateLabel tone=tone words=words />
                {disputed.then(|| view! { <StateLabel tone=Tone::Warning words=say::DISPUTED /> })}
                {(damaged && unread.is_none()).then(|| view! { <StateLabel tone=Tone::Error words=say::DAMAGED /> })}
            </span>
            <span>{unread.map_or_else(|| format!("{office}　{admission}"), str::to_owned)}</span>
            <span class="note">{waiting}</span>
        </li>
    }
}

/// One question.
#[component]
pub fn ConsultPage() -> impl IntoView {
    let id = use_document();
    view! {
        <Page title=titles::CONSULT width=Width::Wide>
            <Opened id whole=|| view! { <Whole /> } />
        </Page>
    }
}

#[component]
fn Whole() -> impl IntoView {
    let store = use_store();
    let officer = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.role == Role::Prefecture));
    view! {
        <div class="side-by-side side-by-side--even">
            <Question officer />
            <AnswerForm officer />
        </div>
    }
}
