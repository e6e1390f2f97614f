//! What is said on every page until it is put right: words that have been waiting for long, a clock that is far off.
//! It must never be shown for what puts itself right in a while.

use leptos::prelude::*;
use shared::time::Instant;

use super::moment::since;
use crate::components::{ButtonKind, LinkButton, Notice, Tone};
use crate::messages::{relay as say, settings};
use crate::store::{SaveState, use_store};

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
    }
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
