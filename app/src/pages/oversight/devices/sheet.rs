//! The sheet for the incident of a lost device: what was on it, of whom as far as whoever looks may read, and what is to
//! be done. It goes on paper. It must never say of a device that is not lost that it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{DeviceId, DocumentId};
use shared::time::Instant;

use super::super::asked::{Answer, shown};
use super::super::records::record;
use super::card::Facts;
use crate::actions::use_actions;
use crate::components::{
    Button, ButtonKind, CallLink, Cell, Column, EmptyState, LinkButton, Notice, Row, Table, TableFit, Tone,
};
use crate::messages::devices as say;
use crate::oversight::{DeviceLedger, DeviceRow, DeviceState, LostSheet};
use crate::platform::tab::print;
use crate::store::{Store, use_store};

/// The sheet of a device.
#[component]
pub fn Sheet(ledger: DeviceLedger, device: DeviceId) -> impl IntoView {
    let actions = use_actions();
    let row = ledger.devices.into_iter().find(|row| row.device == device);
    let lost = row.is_some_and(|row| matches!(row.state, DeviceState::Lost | DeviceState::Wiped));
    if !lost {
        return view! {
            <EmptyState title=say::NOT_LOST meaning=say::NOT_LOST_MORE>
                <LinkButton kind=ButtonKind::Secondary href="/devices">{say::BACK}</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let sheet: Answer<LostSheet> = RwSignal::new(None);
    let read = Callback::new(move |()| {
        spawn_local(async move {
            // It is lost already: saying so again only gives the sheet as it stands.
            let answer = actions.lose_device(device).await;
            sheet.try_set(Some(answer));
        });
    });
    read.run(());
    shown(sheet, read, |sheet| view! { <Written sheet /> }).into_any()
}

#[component]
fn Written(sheet: LostSheet) -> impl IntoView {
    let store = use_store();
    let failed = RwSignal::new(false);
    let LostSheet { device, documents, others, now } = sheet;
    let DeviceRow { name, lost, lost_by, wiped, .. } = device.clone();
    let count = documents.len();
    let columns = vec![Column::words(say::RECORD), Column::words(say::LAST_OPENED)];
    let rows = Signal::derive(move || documents.iter().map(|(id, last)| line(store, *id, *last)).collect::<Vec<_>>());
    view! {
        <div class="cluster screen-only">
            <Button on_press=move |()| failed.set(!print())>{say::PRINT}</Button>
            <LinkButton kind=ButtonKind::Secondary href="/devices">{say::BACK}</LinkButton>
        </div>
        <Show when=move || failed.get()><Notice tone=Tone::Error title=say::NOT_PRINTED /></Show>
        <section class="sheet stack">
            <dl class="facts">
                <div><dt>{say::WHOSE}</dt><dd>{name}</dd></div>
                <div><dt>{say::LOST_AT}</dt><dd>{lost.map(Instant::japanese)}</dd></div>
                <div><dt>{say::LOST_BY}</dt><dd>{lost_by.unwrap_or_else(|| say::UNKNOWN.to_owned())}</dd></div>
                <div><dt>{say::WIPED}</dt><dd>{wiped.map_or(say::NOT_WIPED.to_owned(), Instant::japanese)}</dd></div>
            </dl>
            <h2>{say::ABOUT_DEVICE}</h2>
            <Facts row=device />
            <h2>{say::WHAT_WAS_ON_IT}</h2>
            <p>{say::on_it(count, others)}</p>
            {(count > 0).then(|| view! { <Table caption=say::WHAT_WAS_ON_IT columns rows fit=TableFit::Screen /> })}
            <h2>{say::NEXT_STEPS}</h2>
            <ol class="steps">{say::STEPS.map(|words| view! { <li>{words}</li> })}</ol>
            <dl class="facts">
                <div><dt>{say::CALL_PREFECTURE}</dt><dd>{move || prefecture(store)}</dd></div>
                {say::CALLS.map(|words| view! { <div><dt>{words}</dt><dd>{say::CALL_BLANK}</dd></div> })}
            </dl>
            <p class="note">{say::as_of(&now.japanese())}</p>
        </section>
    }
}

/// The prefecture's number, to be called and to be read on paper.
fn prefecture(store: Store) -> impl IntoView {
    let telephone = store.programme.with(|programme| programme.as_ref()?.telephone.clone());
    view! { <CallLink telephone whose=say::CALL_PREFECTURE missing=say::CALL_MISSING /><p>{say::CALL_TIME_BLANK}</p> }
}

fn line(store: Store, id: DocumentId, last: Instant) -> Row {
    let head = match record(store, id) {
        Some(record) => Cell::Link { href: record.href, label: record.words },
        None => Cell::Words(say::nameless(&id.to_string())),
    };
    Row { key: id.to_string(), cells: vec![head, Cell::Words(last.japanese())] }
}
