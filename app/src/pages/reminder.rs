//! A reminder on every page that words have been waiting for long, and what to do. It must never be shown for words
//! that arrive by themselves in a while.

use leptos::prelude::*;
use shared::time::Instant;

use super::moment::since;
use crate::components::{ButtonKind, LinkButton, Notice, Tone};
use crate::messages::relay as say;
use crate::store::{SaveState, use_store};

/// Words that wait so long are reminded of, in ms: a day, in which somebody was where there is a network.
const REMIND_AFTER_MS: i64 = 24 * 60 * 60 * 1_000;

/// The reminder.
#[component]
pub fn Reminder() -> impl IntoView {
    let store = use_store();
    let oldest = Memo::new(move |_| oldest_to_remind_of(store.save.get(), store.about_now.get()));
    move || {
        oldest.get().filter(|_| store.me.with(Option::is_some)).map(|oldest| {
            view! {
                <aside class="page__main" aria-label=say::REMINDER>
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
