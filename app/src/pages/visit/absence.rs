//! That somebody of the pair does not go: to the coordinator who it is and what to do, to a visitor their own press, to
//! the other of the pair that somebody is being looked for.

use leptos::html::H2;
use leptos::prelude::*;

use super::super::going::{Going, StayAway};
use super::super::moment::{since, today};
use super::head::person;
use crate::components::{Notice, Tone};
use crate::messages::going as say;
use crate::store::{OpenVisit, SaveState, use_store};

/// The part; nothing once the visit is over.
#[component]
pub fn Absence() -> impl IntoView {
    let store = use_store();
    let heading = NodeRef::<H2>::new();
    let me = Memo::new(move |_| store.me.with(|me| me.as_ref().map(|me| me.member)));
    let going = Memo::new(move |_| {
        let me = me.get()?;
        let owed = matches!(store.save_open.get(), SaveState::OnDevice { .. });
        store.open.with(|open| open.as_ref().and_then(|open| going(open, me, store.today.get(), owed)))
    });
    let shown = Memo::new(move |_| going.with(Option::is_some));
    let stays = Memo::new(move |_| {
        let lines = |open: &OpenVisit| {
            let away = open.visit.away.iter().filter(|away| is_seated(open, away.member));
            away.map(|away| say::stays(&person(&store, away.member), &since(away.since, today()))).collect::<Vec<_>>()
        };
        store
            .open
            .with(|open| open.as_ref().filter(|open| open.may_plan && is_to_come(open)).map(lines).unwrap_or_default())
    });
    view! {
        {move || {
            let lines = stays.get();
            (!lines.is_empty()).then(|| view! {
                <Notice tone=Tone::Warning title=say::SUBSTITUTE>
                    {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                    <p>{say::SUBSTITUTE_MORE}</p>
                </Notice>
            })
        }}
        <Show when=move || shown.get()>
            <section class="card stack stack--close screen-only" aria-labelledby="going">
                <h2 id="going" node_ref=heading tabindex="-1">{say::HEADING}</h2>
                <StayAway heading going=Signal::derive(move || going.get().unwrap_or(Going::NOWHERE)) />
            </section>
        </Show>
    }
}

fn is_seated(open: &OpenVisit, member: shared::ids::MemberId) -> bool {
    open.visit.plan.pair.iter().any(|seat| seat.settled().is_some_and(|seat| seat.member == member))
}

/// Whether the visit is still to come: nothing became of it, and its day is not over.
fn is_to_come(open: &OpenVisit) -> bool {
    let plan = &open.visit.plan;
    plan.outcome.is_unset() && plan.day.settled().is_none_or(|day| *day >= today())
}

fn going(open: &OpenVisit, me: shared::ids::MemberId, today: shared::time::Day, owed: bool) -> Option<Going> {
    if !open.writable() || !is_seated(open, me) || !is_to_come(open) {
        return None;
    }
    let away =
        |mine: bool| open.visit.away.iter().any(|away| (away.member == me) == mine && is_seated(open, away.member));
    Some(Going {
        visit: open.id,
        today: open.visit.plan.day.settled() == Some(&today),
        i_stay: away(true),
        other_stays: away(false),
        owed,
    })
}
