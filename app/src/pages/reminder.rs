//! What is said on every page until it is put right: words that have been waiting for long, a clock that is far off.
//! It must never be shown for what puts itself right in a while.

use leptos::prelude::*;
use shared::domain::Role;
use shared::time::{Day, Instant};

use super::moment::since;
use crate::components::{ButtonKind, LinkButton, Notice, Tone};
use crate::messages::{relay as say, schedule, settings};
use crate::store::{SaveState, VisitRow, VisitState, VisitorRow, VisitsStoreFields, use_store};

/// Words that wait so long are reminded of, in ms: a day, in which somebody was where there is a network.
const REMIND_AFTER_MS: i64 = 24 * 60 * 60 * 1_000;

/// From how far off a clock is said on every page, in ms: by so much pages show the wrong visits as today's.
const CLOCK_FAR_OFF_MS: i64 = 30 * 60 * 1_000;
const MS_PER_MINUTE: i64 = 60_000;

/// Everything that is to be reminded of.
#[component]
pub fn Reminder() -> impl IntoView {
    view! {
        <Waiting />
        <Clock />
        <Tomorrow />
    }
}

/// An appointment of tomorrow, for the visitor whose it is. Where it is said in full it is not said twice.
#[component]
fn Tomorrow() -> impl IntoView {
    let store = use_store();
    let path = leptos_router::hooks::use_location().pathname;
    let any = Memo::new(move |_| {
        let tomorrow = store.today.get().plus_days(1);
        let me = store.me.with(|me| me.as_ref().filter(|me| me.role == Role::Visitor).map(|me| me.member));
        me.is_some_and(|me| {
            let visit = store.visits.rows().with(|rows: &Vec<VisitRow>| rows.iter().any(|row| is_on(row, tomorrow)));
            let trained =
                |row: &VisitorRow| row.member == me && row.trainings.iter().any(|training| training.day == tomorrow);
            visit || store.visitors.with(|rows| rows.iter().any(trained))
        })
    });
    let elsewhere = Memo::new(move |_| path.with(|path| path != "/schedule"));
    move || {
        (any.get() && elsewhere.get()).then(|| {
            view! {
                <aside class="page__main page__main--above" aria-label=schedule::REMINDER>
                    <Notice tone=Tone::Info title=schedule::TOMORROW_IS>
                        <div><LinkButton href="/schedule" kind=ButtonKind::Secondary>{schedule::TO_SCHEDULE}</LinkButton></div>
                    </Notice>
                </aside>
            }
        })
    }
}

/// Whether a visit of mine is to be gone to on a day.
fn is_on(row: &VisitRow, day: Day) -> bool {
    row.mine && row.day == Some(day) && !matches!(row.state, VisitState::Ended(_))
}

#[component]
fn Clock() -> impl IntoView {
    let store = use_store();
    let far_off = Memo::new(move |_| {
        let off = store.clock_ahead_ms.get().filter(|ms| ms.abs() >= CLOCK_FAR_OFF_MS);
        off.map(|ms| ms / MS_PER_MINUTE)
    });
    move || {
        far_off.get().filter(|_| store.me.with(Option::is_some)).map(|minutes| {
            view! {
                <aside class="page__main page__main--above" aria-label=settings::CLOCK>
                    <Notice tone=Tone::Warning title=settings::CLOCK>
                        <p>{settings::clock_off(minutes)}</p>
                    </Notice>
                </aside>
            }
        })
    }
}

#[component]
fn Waiting() -> impl IntoView {
    let store = use_store();
    let oldest = Memo::new(move |_| oldest_to_remind_of(store.save.get(), store.about_now.get()));
    move || {
        oldest.get().filter(|_| store.me.with(Option::is_some)).map(|oldest| {
            view! {
                <aside class="page__main page__main--above" aria-label=say::REMINDER>
                    <Notice tone=Tone::Warning title=say::REMIND>
                        <p>{say::remind(&since(oldest, store.today.get()))}</p>
                        <div><LinkButton href="/settings" kind=ButtonKind::Secondary>{say::TO_SETTINGS}</LinkButton></div>
                    </Notice>
                </aside>
            }
        })
    }
}

/// When the oldest words were written, if they wait for too long.
fn oldest_to_remind_of(state: SaveState, now: Instant) -> Option<Instant> {
    match state {
        SaveState::OnDevice { oldest_since, .. } if now.ms() - oldest_since.ms() >= REMIND_AFTER_MS => {
            Some(oldest_since)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_reminded_of_after_a_day_and_not_before() {
        let at = Instant::from_ms;
        let state = SaveState::OnDevice { since: at(9_000), owed: 2, oldest_since: at(5_000) };
        assert_eq!(oldest_to_remind_of(state, at(5_000 + REMIND_AFTER_MS - 1)), None);
        assert_eq!(oldest_to_remind_of(state, at(5_000 + REMIND_AFTER_MS)), Some(at(5_000)));
        assert_eq!(oldest_to_remind_of(SaveState::AtRelay { at: at(0) }, at(i64::MAX)), None);
    }
}
