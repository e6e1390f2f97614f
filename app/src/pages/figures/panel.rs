//! What an open cell counts, in front of the table. The cell stands in the address, so a step back
//! closes it. It must never show the prefecture more than facts.

use leptos::prelude::*;
use shared::domain::Role;
use shared::report::ReportKind;

use super::address::{CellName, Place};
use super::counted::{counted, value};
use super::counting::Counting;
use super::opened::{ITEMS_MAX, Item, items};
use super::sheet::names;
use crate::components::Dialog;
use crate::messages::figures as say;
use crate::store::use_store;

/// What is open.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    title: String,
    items: Vec<Item>,
}

/// The dialog. It gives the focus back to the cell.
#[component]
pub fn Panel(counting: Counting, kind: ReportKind) -> impl IntoView {
    let cell = Memo::new(move |_| counting.address.with(|address| address.cell.clone()));
    // What was open stays while the dialog closes: nothing flickers.
    let open = Memo::new(move |before: Option<&Open>| {
        let now = cell.get().and_then(|cell| opened(counting, kind, &cell));
        now.or_else(|| before.cloned()).unwrap_or(Open { title: String::new(), items: Vec::new() })
    });
    let close = move |()| {
        let address = counting.address.get_untracked().with_cell(None);
        counting.replace(Place::Table(kind), &address);
    };
    let role = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.role));
    let meaning = if role == Some(Role::Coordinator) { say::OPENED_RECORDS } else { say::OPENED_LINES };
    view! {
        <Dialog
            title=Signal::derive(move || open.with(|open| open.title.clone()))
            open=Signal::derive(move || cell.with(Option::is_some) && counting.arrived.get())
            on_close=close
        >
            <p class="note">{move || counting.caption_of(kind)}</p>
            {move || open.with(|open| list(&open.items, meaning))}
        </Dialog>
    }
}

fn opened(counting: Counting, kind: ReportKind, cell: &CellName) -> Option<Open> {
    let programme = counting.programme.get()?;
    let report = counting.report(kind).get()?;
    let facts = counting.facts.get();
    let places = counted(kind, &facts.lines, &programme, counting.as_of.get(), cell);
    let (row, column) = names(&report, cell);
    let sources = use_store().figures.get();
    // A fact may tell of a hospital of another office's area: names come from the whole programme.
    Some(Open {
        title: say::opened(&row, &column, value(&report, cell)),
        items: items(&places, &facts, &sources, &programme),
    })
}

fn list(items: &[Item], meaning: &'static str) -> AnyView {
    if items.is_empty() {
        return view! { <p>{say::OPENED_NOTHING}</p> }.into_any();
    }
    let item = |item: &Item| {
        let words = item.words.clone();
        let words = match item.href.clone() {
            Some(href) => view! { <a class="opened__link" href=href>{words}</a> }.into_any(),
            None => view! { <span>{words}</span> }.into_any(),
        };
        let alike = (item.count > 1).then(|| view! { <strong class="nowrap">{say::alike(item.count)}</strong> });
        let from = item.from.clone().map(|from| view! { <span class="note">{from}</span> });
        view! { <li class="opened__item">{words}{alike}{from}</li> }.into_any()
    };
    let rest = items.len().saturating_sub(ITEMS_MAX);
    view! {
        <p>{meaning}</p>
        <ul class="opened">{items.iter().take(ITEMS_MAX).map(item).collect_view()}</ul>
        {(rest > 0).then(|| view! { <p>{say::more(rest)}</p> })}
    }
    .into_any()
}
