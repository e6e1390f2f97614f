//! Where a person may not be safe (精神保健福祉法 第40条の3): first the prefecture's number, then what to tell the person,
//! then a record for its author and the safeguarding officers alone. It must never name a visit or a request, and no
//! other page may name what stands here.

mod fields;
mod steps;
mod words;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::care::telling::{TellTold, Told};
use super::frame::Page;
use super::opened::{Opened, use_document};
use crate::actions::use_actions;
use crate::components::{
    Button, ButtonKind, CallLink, EmptyState, Icon, LinkButton, Notice, Readers, StateLabel, Tone,
};
use crate::messages::action::failed;
use crate::messages::{concern as say, refusal, telephone, titles, visit};
use crate::pages::hospitals;
use crate::store::{ConcernRow, ConcernState, OpenConcern, ReadOnlyReason, use_store};
use fields::Facts;
use steps::Steps;
use words::Words;

/// The page: the number, what to say, the way to a record, and the records one may read.
#[component]
pub fn Concern() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let navigate = StoredValue::new_local(use_navigate());
    let problem = RwSignal::new(None::<String>);
    let begin = move |()| match actions.begin_concern() {
        Ok(id) => {
            navigate.try_with_value(|navigate| navigate(&format!("/concern/{id}"), NavigateOptions::default()));
        }
        Err(error) => problem.set(Some(failed(&error))),
    };
    let number = move || {
        let telephone = store.programme.with(|programme| {
            let programme = programme.as_ref()?;
            programme.concerns.clone().or_else(|| programme.telephone.clone())
        });
        view! { <CallLink telephone whose=telephone::CONCERNS missing=say::NO_NUMBER /> }
    };
    view! {
        <Page title=titles::CONCERN lead=say::LEAD>
            <section class="card stack stack--close" aria-labelledby="first">
                <h2 id="first">{say::FIRST}</h2>
                <p><strong>{say::DANGER}</strong></p>
                {number}
                <p>{say::FIRST_MORE}</p>
                <p class="note">{say::NO_ANSWER}</p>
            </section>
            <section class="card stack stack--close" aria-labelledby="second">
                <h2 id="second">{say::SECOND}</h2>
                <ol class="steps">{say::TELL.map(|words| view! { <li>{words}</li> })}</ol>
                <p>{say::DO_NOT}</p>
            </section>
            <section class="card stack stack--close" aria-labelledby="third">
                <h2 id="third">{say::THIRD}</h2>
                <p><strong>{say::READERS}</strong></p>
                <p>{say::READERS_MORE}</p>
                <p>{say::OFFLINE}</p>
                <div><Button on_press=begin icon=Icon::Pen>{say::BEGIN}</Button></div>
                <div aria-live="polite">
                    {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
                </div>
            </section>
            <All />
            <p class="note">{say::DRAFT}</p>
        </Page>
    }
}

/// The records that one may read.
#[component]
fn All() -> impl IntoView {
    let store = use_store();
    view! {
        <section class="card stack stack--close" aria-labelledby="all">
            <h2 id="all">{say::ALL}</h2>
            {move || {
                let rows = store.concerns.get();
                match rows.is_empty() {
                    true => view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }.into_any(),
                    false => view! {
                        <ul class="rows">{rows.into_iter().map(|row| view! { <Line row /> }).collect_view()}</ul>
                    }.into_any(),
                }
            }}
        </section>
    }
}

#[component]
fn Line(row: ConcernRow) -> impl IntoView {
    let store = use_store();
    let (tone, state) = match row.state {
        ConcernState::Waiting => (Tone::Warning, say::WAITING),
        ConcernState::Received => (Tone::Info, say::RECEIVED),
        ConcernState::Closed => (Tone::Quiet, say::CLOSED),
    };
    let day = row.day.map_or_else(|| say::NO_DAY.to_owned(), |day| day.japanese());
    let words = if row.unread { say::UNREAD.to_owned() } else { day };
    let (unread, owed, mine, hospital) = (row.unread, row.owed, row.mine, row.hospital.clone());
    view! {
        <li class="rows__row">
            <a class="rows__link" href=format!("/concern/{}", row.id)>{words}</a>
            <span class="cluster cluster--tight">
                {(!unread).then(|| view! { <StateLabel tone words=state /> })}
                {owed.then(|| view! { <StateLabel tone=Tone::Warning words=say::OWED /> })}
            </span>
            <span class="note">
                {move || hospital.as_ref().map(|id| hospitals::name(store, id))}
                {mine.then_some(say::BY_ME)}
                {unread.then_some(say::UNREAD_MORE)}
            </span>
        </li>
    }
}

/// One record. Its title is that of the page that leads to it.
#[component]
pub fn ConcernRecord() -> impl IntoView {
    let id = use_document();
    view! {
        <Page title=titles::CONCERN>
            <Opened id whole=|| view! { <Whole /> } />
        </Page>
    }
}

/// A part of the open concern; nothing while none is open.
fn of<T: Clone + PartialEq + Send + Sync + 'static>(
    read: impl Fn(&OpenConcern) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let store = use_store();
    Memo::new(move |_| store.concern.with(|open| open.as_ref().map(&read)))
}

#[component]
fn Whole() -> impl IntoView {
    provide_context(Told::new());
    let mine = of(|open| open.mine);
    let born = of(|open| open.begun);
    let read_only = of(|open| open.read_only);
    let damaged = of(|open| open.damaged > 0);
    let readers =
        Memo::new(
            move |_| {
                if mine.get() == Some(true) { say::READERS.to_owned() } else { say::READERS_OFFICER.to_owned() }
            },
        );
    view! {
        <Readers words=readers />
        <Show when=move || born.get() == Some(false)><p class="support">{say::NOT_BORN}</p></Show>
        {move || read_only.get().flatten().map(|reason| view! {
            <Notice tone=Tone::Warning title=match reason {
                ReadOnlyReason::NewerSchema => visit::READ_ONLY_NEWER,
                ReadOnlyReason::NoRight => visit::READ_ONLY_RIGHT,
            } />
        })}
        <Show when=move || damaged.get() == Some(true)>
            <Notice tone=Tone::Warning title=refusal::DAMAGED><p>{refusal::DAMAGED_KEPT}</p></Notice>
        </Show>
        <TellTold />
        <Words />
        <Facts />
        <Steps />
        <div><LinkButton kind=ButtonKind::Plain href="/concern">{say::BACK}</LinkButton></div>
    }
}
