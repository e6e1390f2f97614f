//! The list of visits. The filter stands in the address as a code; what is searched for does not,
//! for addresses stay in histories.

mod filter;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::super::frame::{Page, Width};
use super::super::row::summary;
use super::super::stopped::IfStopped;
use super::found::{FilterLink, FilterLinks, Found};
use crate::components::{Button, ButtonKind, EmptyState, Icon, LinkButton, TextField, TextKind, VisitCard};
use crate::messages::{titles, visits as say};
use crate::store::{VisitRow, VisitsStoreFields, use_store};
use filter::{Filter, STATE, counts, find};

/// How many cards are shown at first, and how many more each time.
const STEP: usize = 40;

/// The page.
#[component]
pub fn Visits() -> impl IntoView {
    let store = use_store();
    let query = use_query_map();
    let asked = move || query.with(|query| query.get_str(STATE)?.parse::<Filter>().ok());
    let filter = Memo::new(move |_| asked().unwrap_or_default());
    let search = RwSignal::new(String::new());
    let limit = RwSignal::new(STEP);
    let links = Memo::new(move |_| {
        let link = |(state, count): (Filter, usize)| FilterLink {
            href: state.href(),
            label: state.label(),
            count: say::count(count),
        };
        store.visits.rows().with(|rows: &Vec<VisitRow>| counts(rows).into_iter().map(link).collect::<Vec<_>>())
    });
    let found = Memo::new(move |_| {
        store
            .visits
            .rows()
            .with(|rows: &Vec<VisitRow>| search.with(|words| find(rows, filter.get(), words, limit.get(), &readings)))
    });
    let go = StoredValue::new_local(use_navigate());
    let show_all = move |()| {
        search.set(String::new());
        go.try_with_value(|go| go(&Filter::All.href(), NavigateOptions::default()));
    };
    let empty = Memo::new(move |_| store.visits.rows().with(|rows: &Vec<VisitRow>| rows.is_empty()));
    view! {
        <Page title=titles::VISITS width=Width::Wide>
            <IfStopped />
            <div><LinkButton href="/visits/new" icon=Icon::Plus>{say::MAKE}</LinkButton></div>
            <Show
                when=move || !empty.get()
                fallback=|| view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }
            >
                <div class="stack stack--close">
                    <FilterLinks label=say::FILTER links shown=Signal::derive(move || filter.get().href()) on_follow=move |()| limit.set(STEP) />
                    <TextField
                        label=say::SEARCH
                        hint=say::SEARCH_HINT
                        kind=TextKind::Search
                        value=search
                        on_input=move |words| {
                            limit.set(STEP);
                            search.set(words);
                        }
                    />
                </div>
                <Cards found />
                <div class="cluster">
                    <Show when=move || found.with(Found::has_more)>
                        <Button kind=ButtonKind::Secondary on_press=move |()| limit.update(|limit| *limit += STEP)>{say::MORE}</Button>
                    </Show>
                    <Show when=move || found.with(|found| found.rows.is_empty())>
                        <EmptyState title=say::NOTHING_FITS meaning=say::NOTHING_FITS_MORE>
                            <Button kind=ButtonKind::Secondary on_press=show_all>{say::SHOW_ALL}</Button>
                        </EmptyState>
                    </Show>
                </div>
            </Show>
        </Page>
    }
}

/// How a hospital's name is read, as far as the programme says.
fn readings(row: &VisitRow) -> Option<String> {
    let store = use_store();
    store.programme.with(|programme| {
        let hospital = programme.as_ref()?.hospital(row.hospital.as_ref()?)?;
        hospital.yomi.clone()
    })
}

/// The cards found, each made anew only when its own row changes.
#[component]
fn Cards(found: Memo<Found<VisitRow>>) -> impl IntoView {
    let store = use_store();
    let day = Signal::derive(move || Some(store.today.get()));
    let me = Memo::new(move |_| store.me.with(|me| me.as_ref().map(|me| me.member)));
    view! {
        <p role="status">{move || say::count(found.with(|found| found.all))}</p>
        <ul class="tiles">
            <For each=move || found.get().rows key=|row| row.id let:row>
                <li><Card row found me day /></li>
            </For>
        </ul>
    }
}

#[component]
fn Card(
    row: VisitRow,
    found: Memo<Found<VisitRow>>,
    me: Memo<Option<shared::ids::MemberId>>,
    day: Signal<Option<shared::time::Day>>,
) -> impl IntoView {
    let id = row.id;
    let card = Memo::new(move |_| {
        let now = found.with(|found| found.rows.iter().find(|row| row.id == id).map(|row| summary(row, me.get())));
        now.unwrap_or_else(|| summary(&row, me.get()))
    });
    view! { <VisitCard visit=card today=day /> }
}
