//! The ledger of devices: what needs somebody first. One that is lost is stopped here; what was on it stands on a sheet
//! of its own.

mod card;
mod filter;
mod link;
mod losing;
mod sheet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::ids::DeviceId;

use super::super::coordinator::{FilterLink, FilterLinks};
use super::super::frame::{Page, Width};
use super::super::stopped::IfStopped;
use super::asked::{Answer, shown};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, EmptyState};
use crate::messages::{devices as say, titles};
use crate::oversight::{DeviceLedger, DeviceRow, Holder};
use card::Card;
use filter::{Filter, STATE, find};
use link::Linking;
use losing::Losing;
use sheet::Sheet;

/// The query that asks for the sheet of a lost device.
const SHEET: &str = "sheet";
/// How many are shown at first, and how many more each time.
const STEP: usize = 40;

/// What somebody has begun on this page.
#[derive(Clone, Copy)]
struct Begun {
    /// For whom a link is made.
    link: RwSignal<Option<Holder>>,
    /// Which device is to be said to be lost.
    loss: RwSignal<Option<DeviceRow>>,
}

/// The page.
#[component]
pub fn Devices() -> impl IntoView {
    let actions = use_actions();
    let query = use_query_map();
    let ledger: Answer<DeviceLedger> = RwSignal::new(None);
    let read = Callback::new(move |()| {
        spawn_local(async move {
            let answer = actions.devices().await;
            ledger.try_set(Some(answer));
        });
    });
    read.run(());
    let begun = Begun { link: RwSignal::new(None), loss: RwSignal::new(None) };
    let sheet = Memo::new(move |_| query.with(|query| query.get_str(SHEET)?.parse::<DeviceId>().ok()));
    move || {
        match sheet.get() {
        Some(device) => view! {
            <Page title=titles::LOST_DEVICE>{shown(ledger, read, move |ledger| view! { <Sheet ledger device /> })}</Page>
        }
        .into_any(),
        None => view! {
            <Page title=titles::DEVICES width=Width::Wide lead=say::LEAD.to_owned()>
                <IfStopped />
                {shown(ledger, read, move |ledger| view! { <Ledger ledger begun /> })}
                <Linking whom=begun.link />
                <Losing device=begun.loss on_lost=read />
            </Page>
        }
        .into_any(),
    }
    }
}

#[component]
fn Ledger(ledger: DeviceLedger, begun: Begun) -> impl IntoView {
    let query = use_query_map();
    let asked = move || query.with(|query| query.get_str(STATE)?.parse::<Filter>().ok());
    let filter = Memo::new(move |_| asked().unwrap_or_default());
    let limit = RwSignal::new(STEP);
    let DeviceLedger { devices, people, now } = ledger;
    let without: Vec<Holder> =
        people.iter().filter(|one| !devices.iter().any(|row| row.member == one.member)).cloned().collect();
    let (devices, people) = (StoredValue::new(devices), StoredValue::new(people));
    let found = Memo::new(move |_| devices.with_value(|devices| find(devices, filter.get(), now)));
    let links = Memo::new(move |_| {
        let link = |one: Filter| FilterLink {
            href: one.href(),
            label: one.label(),
            count: say::count(devices.with_value(|devices| find(devices, one, now).len())),
        };
        Filter::ALL.into_iter().map(link).collect::<Vec<_>>()
    });
    let card = move |row: DeviceRow| {
        let holder = people.with_value(|people| people.iter().find(|one| one.member == row.member).cloned());
        view! { <li><Card row holder now begun /></li> }
    };
    let shown = move || found.get().into_iter().take(limit.get()).map(card).collect_view();
    let none = devices.with_value(Vec::is_empty);
    view! {
        {(!none).then(|| view! {
            <FilterLinks label=say::FILTER links shown=Signal::derive(move || filter.get().href()) on_follow=move |()| limit.set(STEP) />
            <p role="status">{move || say::count(found.with(Vec::len))}</p>
        })}
        <ul class="tiles">{shown}</ul>
        <Show when=move || { found.with(Vec::len) > limit.get() }>
            <div><Button kind=ButtonKind::Secondary on_press=move |()| limit.update(|limit| *limit += STEP)>{say::MORE}</Button></div>
        </Show>
        {none.then(|| view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> })}
        <Show when=move || !none && found.with(Vec::is_empty)>
            <EmptyState title=say::NOTHING_FITS meaning=say::NOTHING_FITS_MORE />
        </Show>
        {(!without.is_empty()).then(|| view! { <Without people=without begun /> })}
    }
}

/// People who have no device yet.
#[component]
fn Without(people: Vec<Holder>, begun: Begun) -> impl IntoView {
    let row = move |one: Holder| {
        let (words, spoken) = (say::holder(&one.name, one.role), say::for_whom(&one.name));
        view! {
            <li class="cluster">
                <span>{words}</span>
                <Button kind=ButtonKind::Secondary on_press=move |()| begun.link.set(Some(one.clone()))>
                    {say::NEW_LINK}<span class="visually-hidden">{spoken}</span>
                </Button>
            </li>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="without">
            <h2 id="without">{say::WITHOUT}</h2>
            <ul class="plain-list">{people.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}
