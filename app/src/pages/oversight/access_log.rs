//! The access log of a month: who had which record in their hands, on which device, when. The month stands in the
//! address. It must never name a record that the relay has not named.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::domain::Role;
use shared::time::{Instant, Month};

use super::super::frame::{Page, Width};
use super::super::stopped::IfStopped;
use super::asked::{Answer, shown};
use super::records::record;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Cell, Column, EmptyState, LinkButton, Notice, Row, Table, TableFit, Tone};
use crate::messages::{accesses as say, devices, titles};
use crate::oversight::{AccessPage, AccessRow};
use crate::platform::tab::print;
use crate::store::{Store, use_store};

/// The query's name in the address.
const MONTH: &str = "month";
/// Two clocks that differ by less are said to be one.
const CLOCKS_MS: i64 = 120_000;

/// The page.
#[component]
pub fn AccessLog() -> impl IntoView {
    let store = use_store();
    let query = use_query_map();
    let asked = move || query.with(|query| query.get_str(MONTH)?.parse::<Month>().ok());
    let month = Memo::new(move |_| asked().unwrap_or_else(|| store.today.get().month()));
    let to = |month: Month| format!("/access-log?{MONTH}={month}");
    let own = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.role == Role::Visitor));
    let lead = if own { say::LEAD_OWN } else { say::LEAD };
    view! {
        <Page title=titles::ACCESS_LOG width=Width::Wide lead=lead.to_owned()>
            <IfStopped />
            <h2>{move || month.get().japanese()}</h2>
            <nav class="cluster screen-only" aria-label=say::MONTHS>
                <LinkButton kind=ButtonKind::Secondary href=Signal::derive(move || to(month.get().first_day().plus_days(-1).month()))>{say::BEFORE}</LinkButton>
                <LinkButton kind=ButtonKind::Secondary href="/access-log">{say::THIS_MONTH}</LinkButton>
                <LinkButton kind=ButtonKind::Secondary href=Signal::derive(move || to(month.get().next()))>{say::AFTER}</LinkButton>
            </nav>
            {move || view! { <OfMonth month=month.get() /> }}
        </Page>
    }
}

#[component]
fn OfMonth(month: Month) -> impl IntoView {
    let actions = use_actions();
    let first: Answer<AccessPage> = RwSignal::new(None);
    let read = Callback::new(move |()| {
        spawn_local(async move {
            let answer = actions.accesses(month, None).await;
            first.try_set(Some(answer));
        });
    });
    read.run(());
    shown(first, read, move |page| view! { <Rows month page /> })
}

#[component]
fn Rows(month: Month, page: AccessPage) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let AccessPage { rows, next } = page;
    let (rows, next) = (RwSignal::new(rows), RwSignal::new(next));
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let more = move |()| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = actions.accesses(month, next.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    next.try_set(page.next);
                }
                Err(error) => drop(problem.try_set(Some(devices::not_known(&error)))),
            }
        });
    };
    let columns = vec![Column::words(say::WHEN), Column::words(say::WHO), Column::words(say::WHAT)];
    let lines = Signal::derive(move || rows.with(|rows| rows.iter().map(|row| line(store, row)).collect::<Vec<_>>()));
    let print_it = move |()| {
        if !print() {
            problem.set(Some(devices::NOT_PRINTED.to_owned()));
        }
    };
    if rows.with_untracked(Vec::is_empty) {
        return view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }.into_any();
    }
    view! {
        <div class="cluster screen-only">
            <Button kind=ButtonKind::Secondary on_press=print_it>{devices::PRINT}</Button>
        </div>
        <section class="sheet">
            <Table caption=month.japanese() columns rows=lines fit=TableFit::Screen note=say::NOTE.to_owned() />
        </section>
        <p role="status">{move || say::shown(rows.with(Vec::len), next.get().is_some())}</p>
        {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        <Show when=move || next.get().is_some()>
            <div><Button kind=ButtonKind::Secondary busy busy_words=say::MORE_COMING on_press=more>{say::MORE}</Button></div>
        </Show>
    }
    .into_any()
}

fn line(store: Store, row: &AccessRow) -> Row {
    let known = row.document.and_then(|id| record(store, id));
    let words = match (&known, row.document) {
        (Some(record), _) => record.words.clone(),
        (None, Some(id)) => devices::nameless(&id.to_string()),
        (None, None) => say::NOT_YOURS.to_owned(),
    };
    let label = say::what(&words, row.what);
    let done = match known {
        Some(record) => Cell::Link { href: record.href, label },
        None => Cell::Words(label),
    };
    let here = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.device == row.device));
    let who = say::who(&row.name, row.role.label(), &row.device.to_string(), here);
    Row { key: row.number.to_string(), cells: vec![Cell::Words(when(row.at, row.device_at)), Cell::Words(who), done] }
}

/// When it was, with the device's clock where it says another time.
fn when(at: Instant, device: Option<Instant>) -> String {
    let by_relay = at.label();
    match device.map(|device| (device, device.ms() - at.ms())) {
        Some((device, ms)) if ms >= CLOCKS_MS => say::ahead(&by_relay, &device.label()),
        Some((device, ms)) if ms <= -CLOCKS_MS => say::earlier(&by_relay, &device.label()),
        _ => say::when(&by_relay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_devices_clock_is_shown_once_it_says_another_time() {
        let at = Instant::from_ms(1_764_000_000_000);
        let shown = |ms: i64| when(at, Some(at.plus_ms(ms)));
        assert_eq!(when(at, None), at.label());
        assert_eq!((shown(CLOCKS_MS - 1), shown(1 - CLOCKS_MS)), (at.label(), at.label()));
        assert!(shown(CLOCKS_MS).contains("進んで"));
        assert!(shown(-CLOCKS_MS).contains("おくれて") && shown(-CLOCKS_MS).contains("後で届いた"));
    }
}
