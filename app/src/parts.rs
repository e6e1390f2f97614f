//! The parts of the app: pages whose code is not in the module that starts, but fetched when one of them is first
//! opened. The service worker keeps every part, so that none needs a network later. It must never hold what writes,
//! keeps or sends: that is a part of its own, there before anybody's documents are (`open_documents`).

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use futures::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::components::gallery::Gallery;
use crate::pages::care::{BeginCare, CarePage, Cares};
use crate::pages::concern::{Concern, ConcernRecord};
use crate::pages::consult::{ConsultPage, Consults};
use crate::pages::coordinator::{ArrangePage, Board, Calendar, NewRequest, NewVisit, RequestPage, Visits};
use crate::pages::elsewhere::{Opening, PartMissing};
use crate::pages::everyone::{Link, People, Settings};
use crate::pages::figures::{Figures, FiguresTable};
use crate::pages::handbook::HandbookPage;
use crate::pages::oversight::{AccessLog, Devices};
use crate::pages::prefecture::Programme;
use crate::pages::visit::VisitPage;
use crate::pages::visitor::Schedule;

/// A page of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What an office sees at a glance.
    Lists(List),
    /// The way to a visit.
    Office(Desk),
    /// A visit and its note.
    Visit,
    /// The handbook.
    Handbook,
    /// The tables.
    Tables(Table),
    /// Looking after what is in other hands.
    Looking(Look),
    /// What is for few.
    Few(Few),
    /// What is opened now and then.
    Rest(Seldom),
}

/// Lists of an office.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The board of requests.
    Board,
    /// The calendar.
    Calendar,
    /// The visits.
    Visits,
}

/// Work at an office's desk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// A new request.
    NewRequest,
    /// A request.
    Request,
    /// The form that arranges a visit.
    Arrange,
    /// The form of a visit without a request.
    NewVisit,
    /// Questions to the prefecture.
    Consults,
    /// One of them.
    Consult,
}

/// Pages of tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// All of them.
    All,
    /// One of them.
    One,
}

/// Pages of looking after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The ledger of devices.
    Devices,
    /// The access log.
    AccessLog,
}

/// Pages of what is for few.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Few {
    /// Care for visitors.
    Cares,
    /// Choosing who may read.
    BeginCare,
    /// One aftercare.
    Care,
    /// A concern for safety: the number, what to say.
    Concern,
    /// The record of one.
    ConcernRecord,
}

/// Pages opened now and then.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seldom {
    /// The way from a link to the first screen.
    Link,
    /// Settings.
    Settings,
    /// The people of this browser.
    People,
    /// A visitor's own appointments.
    Schedule,
    /// The programme's data.
    Programme,
    /// Every component in every state.
    Gallery,
}

type Made = Result<AnyView, SplitLoaderError>;

#[wasm_split(lists, fallible)]
fn list(page: List) -> Made {
    Ok(match page {
        List::Board => view! { <Board /> }.into_any(),
        List::Calendar => view! { <Calendar /> }.into_any(),
        List::Visits => view! { <Visits /> }.into_any(),
    })
}

#[wasm_split(office, fallible)]
fn desk(page: Desk) -> Made {
    Ok(match page {
        Desk::NewRequest => view! { <NewRequest /> }.into_any(),
        Desk::Request => view! { <RequestPage /> }.into_any(),
        Desk::Arrange => view! { <ArrangePage /> }.into_any(),
        Desk::NewVisit => view! { <NewVisit /> }.into_any(),
        Desk::Consults => view! { <Consults /> }.into_any(),
        Desk::Consult => view! { <ConsultPage /> }.into_any(),
    })
}

#[wasm_split(visit, fallible)]
fn visit() -> Made {
    Ok(view! { <VisitPage /> }.into_any())
}

#[wasm_split(handbook, fallible)]
fn handbook() -> Made {
    Ok(view! { <HandbookPage /> }.into_any())
}

#[wasm_split(tables, fallible)]
fn table(page: Table) -> Made {
    Ok(match page {
        Table::All => view! { <Figures /> }.into_any(),
        Table::One => view! { <FiguresTable /> }.into_any(),
    })
}

#[wasm_split(oversight, fallible)]
fn look(page: Look) -> Made {
    Ok(match page {
        Look::Devices => view! { <Devices /> }.into_any(),
        Look::AccessLog => view! { <AccessLog /> }.into_any(),
    })
}

#[wasm_split(care, fallible)]
fn few(page: Few) -> Made {
    Ok(match page {
        Few::Cares => view! { <Cares /> }.into_any(),
        Few::BeginCare => view! { <BeginCare /> }.into_any(),
        Few::Care => view! { <CarePage /> }.into_any(),
        Few::Concern => view! { <Concern /> }.into_any(),
        Few::ConcernRecord => view! { <ConcernRecord /> }.into_any(),
    })
}

#[wasm_split(rest, fallible)]
fn seldom(page: Seldom) -> Made {
    Ok(match page {
        Seldom::Link => view! { <Link /> }.into_any(),
        Seldom::Settings => view! { <Settings /> }.into_any(),
        Seldom::People => view! { <People /> }.into_any(),
        Seldom::Schedule => view! { <Schedule /> }.into_any(),
        Seldom::Programme => view! { <Programme /> }.into_any(),
        Seldom::Gallery => view! { <Gallery /> }.into_any(),
    })
}

thread_local! {
    /// Which parts are there, a bit each: what is there is shown at once, with nothing in between.
    static THERE: Cell<u8> = const { Cell::new(0) };
}

impl Place {
    fn bit(self) -> u8 {
        1 << match self {
            Self::Lists(_) => 0,
            Self::Office(_) => 1,
            Self::Visit => 2,
            Self::Tables(_) => 3,
            Self::Rest(_) => 4,
            Self::Looking(_) => 5,
            Self::Few(_) => 6,
            Self::Handbook => 7,
        }
    }

    /// Makes the page, once its part is there.
    fn make(self) -> Pin<Box<dyn Future<Output = Made>>> {
        match self {
            Self::Lists(page) => Box::pin(list(page)),
            Self::Office(page) => Box::pin(desk(page)),
            Self::Visit => Box::pin(visit()),
            Self::Handbook => Box::pin(handbook()),
            Self::Tables(page) => Box::pin(table(page)),
            Self::Looking(page) => Box::pin(look(page)),
            Self::Few(page) => Box::pin(few(page)),
            Self::Rest(page) => Box::pin(seldom(page)),
        }
    }

    /// Fetches the part without making a page.
    fn fetch(self) -> Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>> {
        match self {
            Self::Lists(_) => Box::pin(__wasm_split_preload_list()),
            Self::Office(_) => Box::pin(__wasm_split_preload_desk()),
            Self::Visit => Box::pin(__wasm_split_preload_visit()),
            Self::Handbook => Box::pin(__wasm_split_preload_handbook()),
            Self::Tables(_) => Box::pin(__wasm_split_preload_table()),
            Self::Looking(_) => Box::pin(__wasm_split_preload_look()),
            Self::Few(_) => Box::pin(__wasm_split_preload_few()),
            Self::Rest(_) => Box::pin(__wasm_split_preload_seldom()),
        }
    }
}

/// How far a part has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    OnItsWay,
    There,
    Missing,
}

/// Shows a page as soon as its part is there.
pub fn page(place: Place) -> AnyView {
    if THERE.get() & place.bit() != 0 {
        return made(place);
    }
    let stage = RwSignal::new(Stage::OnItsWay);
    let fetch = move || {
        stage.set(Stage::OnItsWay);
        spawn_local(async move {
            let reached = match place.fetch().await {
                Ok(()) => {
                    THERE.set(THERE.get() | place.bit());
                    Stage::There
                }
                Err(_) => Stage::Missing,
            };
            // Somebody may have gone to another page meanwhile.
            let _gone = stage.try_set(reached);
        });
    };
    fetch();
    (move || match stage.get() {
        Stage::OnItsWay => view! { <Opening /> }.into_any(),
        Stage::There => made(place),
        Stage::Missing => view! { <PartMissing on_again=fetch /> }.into_any(),
    })
    .into_any()
}

/// The page of a part that is there: nothing is waited for, so that it is made where it is shown and ends with it.
fn made(place: Place) -> AnyView {
    match place.make().now_or_never() {
        Some(Ok(view)) => view,
        _ => view! { <PartMissing on_again=crate::platform::tab::reload /> }.into_any(),
    }
}
