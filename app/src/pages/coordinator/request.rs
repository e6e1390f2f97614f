//! A request: taken by telephone, field by field, and led step by step to a visit or another end.
//! It must never keep a word only in the form: what is typed in the intake is in the document.

mod again;
mod arrange;
mod ask;
mod fields;
mod forms;
mod intake;
mod intent;
mod judge;
mod next;
mod rest;
mod timeline;

use leptos::html::H2;
use leptos::prelude::*;
use shared::documents::request::{Request, StepKind};
use shared::ids::{DocumentId, OfficeId};

use super::super::focus::to_heading_if_lost;
use super::super::frame::{Page, Width};
use super::super::opened::{Opened, use_document};
use crate::actions::{ActionError, Actions, use_actions};
use crate::components::{Button, ButtonKind, EmptyState, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::{request as say, titles};
use crate::platform::tab::replace_address;
use crate::store::{OpenRequest, Store, use_store};
pub use arrange::{ArrangePage, NextKept};
use intake::Intake;
use next::Next;
pub use next::tone;
use timeline::Timeline;

/// The page of the request in the address.
#[component]
pub fn RequestPage() -> impl IntoView {
    let id = use_document();
    view! {
        <Page title=titles::REQUEST lead=say::INTRO width=Width::Wide>
            <Opened id whole=|| view! { <Whole /> } />
        </Page>
    }
}

/// A new request: nothing of it is anywhere until the first thing is entered.
#[component]
pub fn NewRequest() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let offices = store.me.with_untracked(|me| me.as_ref().map(|me| me.offices.clone()).unwrap_or_default());
    let begun = RwSignal::new(None::<Result<DocumentId, ActionError>>);
    let turn = StoredValue::new(0);
    let begin = move |office: &OfficeId| {
        begun.set(Some(actions.begin_request(office)));
        turn.set_value(actions.turn());
    };
    if let [office] = offices.as_slice() {
        begin(office);
    }
    on_cleanup(move || actions.close(turn.try_get_value().unwrap_or_default()));
    // Reloaded, the page is that of the request, once there is one.
    let born =
        Memo::new(move |_| store.request.with(|open| open.as_ref().filter(|open| open.begun).map(|open| open.id)));
    Effect::new(move || {
        if let Some(id) = born.get() {
            replace_address(&format!("/requests/{id}"));
        }
    });
    let name = move |office: &OfficeId| {
        let named = store.programme.with(|programme| Some(programme.as_ref()?.office(office)?.name.clone()));
        named.unwrap_or_else(|| office.to_string())
    };
    view! {
        <Page title=titles::NEW_REQUEST lead=say::INTRO width=Width::Wide>
            {move || match begun.get() {
                Some(Ok(id)) => view! {
                    <Opened id=Signal::stored(Some(id)) whole=|| view! { <Whole /> } />
                }.into_any(),
                Some(Err(error)) => view! { <Notice tone=Tone::Error title=failed(&error) /> }.into_any(),
                None => {
                    let button = |office: &OfficeId| {
                        let (id, words) = (office.clone(), name(office));
                        view! { <Button kind=ButtonKind::Secondary on_press=move |()| begin(&id)>{words}</Button> }
                    };
                    let offices = offices.iter().map(button).collect_view();
                    view! { <EmptyState title=say::OFFICE_FIRST meaning="">{offices}</EmptyState> }.into_any()
                }
            }}
        </Page>
    }
}

/// The open request. On a laptop the intake stands left, what is next right.
#[component]
fn Whole() -> impl IntoView {
    provide_context(Told::new());
    view! {
        <div class="side-by-side side-by-side--even">
            <Intake />
            <div class="stack">
                <TellTold />
                <Next />
                <Timeline />
            </div>
        </div>
    }
}

/// A part of the open request; nothing while none is open.
fn of<T: Clone + PartialEq + Send + Sync + 'static>(
    read: impl Fn(&OpenRequest) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let store = use_store();
    Memo::new(move |_| store.request.with(|open| open.as_ref().map(&read)))
}

/// The request as it stands, without following it.
fn now(store: &Store) -> Option<Request> {
    store.request.with_untracked(|open| open.as_ref().map(|open| open.request.clone()))
}

/// What became of the last thing recorded.
#[derive(Clone, Copy)]
struct Told {
    said: RwSignal<Option<Result<&'static str, String>>>,
    /// The heading of what comes next: there the focus goes when a step takes its own form away.
    next: NodeRef<H2>,
}

impl Told {
    fn new() -> Self {
        Self { said: RwSignal::new(None), next: NodeRef::new() }
    }

    /// Says how an edit went.
    fn edited(self, done: Result<(), ActionError>) {
        match done {
            Ok(()) if self.said.with_untracked(Option::is_none) => {}
            Ok(()) => self.said.set(None),
            Err(error) => self.said.set(Some(Err(failed(&error)))),
        }
    }

    /// Says how recording went; whether it was recorded.
    fn recorded(self, done: Result<(), ActionError>) -> bool {
        let fine = done.is_ok();
        self.said.set(Some(done.map(|()| say::RECORDED).map_err(|error| failed(&error))));
        if fine {
            to_heading_if_lost(self.next);
        }
        fine
    }
}

/// What adds a step and says how it went.
#[derive(Clone, Copy)]
struct Recorder {
    told: Told,
    actions: Actions,
}

impl Recorder {
    /// Adds a step; whether it was recorded.
    fn record(self, step: &StepKind) -> bool {
        self.told.recorded(self.actions.add_step(step))
    }
}

impl Recorder {
    /// Gives the request to another office; whether that was recorded.
    fn give_to(self, office: &OfficeId) -> bool {
        self.told.recorded(self.actions.put_request_office(office))
    }
}

/// The recorder of this page: taken while a component is made, for use in its events.
fn use_recorder() -> Recorder {
    Recorder { told: use_told(), actions: use_actions() }
}

fn use_told() -> Told {
    use_context::<Told>().unwrap_or_else(Told::new)
}

#[component]
fn TellTold() -> impl IntoView {
    let (store, told) = (use_store(), use_told());
    let state = of(|open| open.request.state);
    let now = move || state.get().map(|state| say::now(state.label()));
    view! {
        <div aria-live="polite">
            {move || told.said.get().map(|told| match told {
                Ok(_) if !store.is_kept() => ().into_any(),
                Ok(words) => view! { <Notice tone=Tone::Success title=words><p>{now}</p></Notice> }.into_any(),
                Err(words) => view! { <Notice tone=Tone::Error title=words /> }.into_any(),
            })}
        </div>
    }
}
