//! きょう: one calm page. The next visit, what is still to write, what is done. It must never ask
//! for a reason, nor count anything against anybody.

mod guide;
mod sorted;

use leptos::html::H2;
use leptos::prelude::*;
use shared::domain::ProgrammeData;
use shared::ids::{MemberId, OfficeId};
use shared::time::Day;

use super::super::frame::Page;
use super::super::going::{Going, StayAway};
use super::super::moment::when;
use super::super::row::summary;
use super::super::stopped::IfStopped;
use crate::components::{ButtonKind, CallLink, EmptyState, Icon, LinkButton, VisitCard};
use crate::messages::{titles, today as say, visit as word};
use crate::store::{VisitRow, VisitsStoreFields, use_store};
use guide::Guide;
use sorted::{Sorted, sorted};

/// The page.
#[component]
pub fn Today() -> impl IntoView {
    let store = use_store();
    let day = store.today;
    let rows = Memo::new(move |_| store.visits.rows().with(|rows: &Vec<VisitRow>| sorted(rows, day.get())));
    let next = Memo::new(move |_| rows.with(|rows| rows.next.clone()));
    let is_next = Memo::new(move |_| next.with(|next| next.as_ref().map(|row| row.id)));
    let lead = Signal::derive(move || day.get().japanese());
    view! {
        <Page title=titles::TODAY lead>
            <IfStopped />
            {move || match is_next.get() {
                Some(_) => view! { <Next next day /> }.into_any(),
                None => view! { <Nothing /> }.into_any(),
            }}
            <Guide />
            <div class="cluster">
                <LinkButton href="/concern" kind=ButtonKind::Secondary icon=Icon::Telephone>{titles::CONCERN}</LinkButton>
            </div>
            <Cards id="to-write" title=say::TO_WRITE lead=say::TO_WRITE_MORE day rows pick=|sorted| &sorted.to_write />
            <Cards id="later" title=say::LATER lead="" day rows pick=|sorted| &sorted.later />
            <Cards id="done" title=say::DONE lead="" day rows pick=|sorted| &sorted.done />
            <LeftHere />
        </Page>
    }
}

/// No visit to come: what that means.
#[component]
fn Nothing() -> impl IntoView {
    let store = use_store();
    let arrived =
        Memo::new(move |_| store.caught_up.get() || store.visits.rows().with(|rows: &Vec<VisitRow>| !rows.is_empty()));
    move || {
        if arrived.get() {
            view! { <EmptyState title=say::NONE meaning=say::NONE_MORE /> }
        } else {
            view! { <EmptyState title=say::NOT_YET meaning=say::NOT_YET_MORE /> }
        }
    }
}

/// How many notes have left this device, and where they are.
#[component]
fn LeftHere() -> impl IntoView {
    let store = use_store();
    let words = Memo::new(move |_| {
        let away = store.put_away.get();
        (away.count > 0).then(|| say::put_away(away.count, away.days))
    });
    move || words.get().map(|words| view! { <p class="support">{words}</p> })
}

/// The next visit, large. What can be pressed in it stays while its words change.
#[component]
fn Next(next: Memo<Option<VisitRow>>, day: RwSignal<Day>) -> impl IntoView {
    let store = use_store();
    let heading = NodeRef::<H2>::new();
    let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member));
    let going = move || {
        let row = next.get()?;
        let away = |mine: bool| row.away.iter().any(|member| (Some(*member) == me) == mine);
        let today = row.day == Some(day.get());
        Some(Going { visit: row.id, today, i_stay: away(true), other_stays: away(false), owed: row.owed })
    };
    let going = Memo::new(move |_| going());
    let office = Memo::new(move |_| next.with(|next| next.as_ref().and_then(|row| row.office.clone())));
    view! {
        <section class="card next-visit stack stack--close" aria-labelledby="next">
            <h2 id="next" node_ref=heading tabindex="-1">{say::NEXT}</h2>
            {move || next.get().map(|row| view! { <What row day=day.get() me /> })}
            <Call office />
            {move || going.with(Option::is_some).then(|| view! {
                <StayAway heading going=Signal::derive(move || going.get().unwrap_or(Going::NOWHERE)) />
            })}
        </section>
    }
}

/// When, where and with whom.
#[component]
fn What(row: VisitRow, day: Day, me: Option<MemberId>) -> impl IntoView {
    let with: Vec<String> =
        row.pair.iter().filter(|seat| Some(seat.member) != me).map(|seat| word::person(seat.name.as_deref())).collect();
    let with = match with.as_slice() {
        [] => say::ALONE.to_owned(),
        names => names.join("、"),
    };
    let card = summary(&row, me);
    let or_open = |text: String| {
        if text.is_empty() { say::OPEN.to_owned() } else { text }
    };
    let days = row.day.map(|visit| say::in_days(visit.days_after(day)));
    let button = if row.day.is_some_and(|visit| visit <= day) { say::WRITE_OR_READ } else { say::READ_BRIEFING };
    view! {
        <p class="next-visit__when">
            {days.map(|words| view! { <strong class="next-visit__days">{words}</strong> })}
            <span>{when(row.day, row.time)}</span>
        </p>
        <p class="next-visit__hospital">{card.hospital}</p>
        <p class="next-visit__again">{say::AGAIN}</p>
        <dl class="facts">
            {row.nth.map(|nth| view! { <div><dt>{say::NTH}</dt><dd>{say::nth(nth)}</dd></div> })}
            <div><dt>{say::WITH}</dt><dd>{with}</dd></div>
            <div><dt>{say::PLACE}</dt><dd>{or_open(card.place)}</dd></div>
            <div><dt>{say::MEET}</dt><dd>{or_open(row.meet.clone())}</dd></div>
        </dl>
        <div><LinkButton href=card.href>{button}</LinkButton></div>
    }
}

/// One name to call.
#[component]
fn Call(office: Memo<Option<OfficeId>>) -> impl IntoView {
    let store = use_store();
    let known = Memo::new(move |_| {
        let found = |programme: &ProgrammeData| programme.office(office.get().as_ref()?).cloned();
        store.programme.with(|programme| programme.as_ref().and_then(found))
    });
    view! {
        <div class="stack stack--tight">
            <h3>{say::CALL}</h3>
            {move || match known.get() {
                Some(office) => view! {
                    <p>{office.name.clone()}</p>
                    <CallLink telephone=office.telephone.clone() whose=office.name.clone()
                        missing=say::no_number(&office.name) />
                }.into_any(),
                None => view! { <p class="support">{say::NO_OFFICE}</p> }.into_any(),
            }}
        </div>
    }
}

/// A titled list of cards; nothing if it is empty.
#[component]
fn Cards(
    id: &'static str,
    title: &'static str,
    lead: &'static str,
    day: RwSignal<Day>,
    rows: Memo<Sorted>,
    pick: fn(&Sorted) -> &Vec<VisitRow>,
) -> impl IntoView {
    let store = use_store();
    let cards = Memo::new(move |_| {
        let me = store.me.with(|me| me.as_ref().map(|me| me.member));
        rows.with(|rows| pick(rows).iter().map(|row| summary(row, me)).collect::<Vec<_>>())
    });
    let today = Signal::derive(move || Some(day.get()));
    view! {
        <Show when=move || cards.with(|cards| !cards.is_empty())>
            <section class="stack stack--close" aria-labelledby=id>
                <h2 id=id>{title}</h2>
                {(!lead.is_empty()).then(|| view! { <p class="support">{lead}</p> })}
                <ul class="tiles">
                    {move || cards.get().into_iter().map(|visit| view! {
                        <li><VisitCard visit today /></li>
                    }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}
