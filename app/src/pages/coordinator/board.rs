//! The office's board: what is owed to whom today, and who has waited how long. The filter stands in
//! the address as a code; what is searched for does not, for addresses stay in histories.

mod filter;
mod owed;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::time::Day;

use super::super::frame::{Page, Width};
use super::super::stopped::IfStopped;
use super::found::{FilterLink, FilterLinks, Found};
use super::request::tone;
use crate::components::{Button, ButtonKind, EmptyState, Icon, LinkButton, StateLabel, TextField, TextKind, Tone};
use crate::messages::{board as say, care, titles};
use crate::store::{RequestRow, RequestsStoreFields, use_store};
use filter::{Filter, STATE, counts, find};
use owed::Owed;

/// How many lines are shown at first, and how many more each time.
const STEP: usize = 50;

/// The page.
#[component]
pub fn Board() -> impl IntoView {
    let store = use_store();
    let empty = Memo::new(move |_| store.requests.rows().with(|rows: &Vec<RequestRow>| rows.is_empty()));
    view! {
        <Page title=titles::REQUESTS width=Width::Wide>
            <IfStopped />
            <div class="cluster">
                <LinkButton href="/requests/new" icon=Icon::Plus>{say::TAKE}</LinkButton>
                <LinkButton href="/calendar" kind=ButtonKind::Secondary>{titles::CALENDAR}</LinkButton>
                <LinkButton href="/care" kind=ButtonKind::Secondary>{care::DUE}</LinkButton>
            </div>
            <Owed />
            <Show
                when=move || !empty.get()
                fallback=|| view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }
            >
                <List />
            </Show>
        </Page>
    }
}

/// The requests of a state.
#[component]
fn List() -> impl IntoView {
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
        store.requests.rows().with(|rows: &Vec<RequestRow>| counts(rows).into_iter().map(link).collect::<Vec<_>>())
    });
    let found = Memo::new(move |_| {
        store
            .requests
            .rows()
            .with(|rows: &Vec<RequestRow>| search.with(|words| find(rows, filter.get(), words, limit.get())))
    });
    view! {
        <section class="stack stack--close" aria-labelledby="waiting">
            <h2 id="waiting">{say::WAITING}</h2>
            <FilterLinks label=say::FILTER links shown=Signal::derive(move || filter.get().href()) on_follow=move |()| limit.set(STEP) />
            <TextField label=say::SEARCH hint=say::SEARCH_HINT kind=TextKind::Search value=search
                on_input=move |words| {
                    limit.set(STEP);
                    search.set(words);
                } />
            <p role="status">{move || say::count(found.with(|found| found.all))}</p>
            <ul class="rows">
                {move || found.get().rows.into_iter().map(|row| view! { <Line row /> }).collect_view()}
            </ul>
            <Show when=move || found.with(Found::has_more)>
                <div>
                    <Button kind=ButtonKind::Secondary on_press=move |()| limit.update(|limit| *limit += STEP)>{say::MORE}</Button>
                </div>
            </Show>
            <Show when=move || found.with(|found| found.rows.is_empty())>
                <EmptyState title=say::NOTHING_FITS meaning=say::NOTHING_FITS_MORE>
                    <LinkButton href="/requests?state=all" kind=ButtonKind::Secondary>{say::SHOW_ALL}</LinkButton>
                </EmptyState>
            </Show>
        </section>
    }
}

/// One request: who, where, how far, waiting since when.
#[component]
fn Line(row: RequestRow) -> impl IntoView {
    let store = use_store();
    let (state, disputed, damaged, ask_again) = (row.state, row.disputed, row.damaged, row.ask_again);
    let unread = row.unread;
    let (name, place) = words(&row);
    let received = row.received.map(|day| day.japanese());
    let waiting = {
        let row = row.clone();
        move || row.waiting_days(store.today.get()).map(say::waiting_days)
    };
    view! {
        <li class="rows__row">
            <a class="rows__link" href=format!("/requests/{}", row.id)>{name}</a>
            <span class="cluster cluster--tight">
                {(!unread).then(|| view! { <StateLabel tone=tone(state) words=state.label() /> })}
                {disputed.then(|| view! { <StateLabel tone=Tone::Warning words=say::DISPUTED /> })}
                {damaged.then(|| view! { <StateLabel tone=Tone::Error words=say::DAMAGED /> })}
            </span>
            <span>{place}</span>
            <span class="note">
                {received.map(say::received)}
                {move || waiting().map(|words| view! { "　"<strong>{words}</strong> })}
                {ask_again.map(|day: Day| say::ask_again(&day.japanese()))}
            </span>
        </li>
    }
}

/// Who and where, as far as they are told. A request that cannot be read says what to do.
fn words(row: &RequestRow) -> (String, String) {
    if row.unread {
        return (say::UNREAD.to_owned(), say::UNREAD_MORE.to_owned());
    }
    let or = |told: &str, not: &str| if told.is_empty() { not.to_owned() } else { told.to_owned() };
    let hospital = or(&row.hospital_name, say::NO_HOSPITAL);
    let place = if row.ward.is_empty() { hospital } else { format!("{hospital}　{}", row.ward) };
    (or(&row.name, say::NO_NAME), place)
}
