//! The status line of every page: of the visit on the screen, or else of everything on this
//! device. It must never say more than the store knows to be durable.

use leptos::prelude::*;
use shared::time::{Day, Instant};

use super::moment::since;
use crate::components::{SaveState as Shown, SaveStatus};
use crate::messages::action::keep_advice;
use crate::messages::relay::oldest;
use crate::store::{Opening, SaveState, use_store};

/// The line.
#[component]
pub fn SaveLine() -> impl IntoView {
    let store = use_store();
    let of_page = move || match matches!(store.opening.get(), Opening::Open(_)) {
        true => store.save_open.get(),
        false => store.save.get(),
    };
    let state = Memo::new(move |_| {
        let state = of_page();
        let line = Line { up: store.online.get(), since: store.online_since.get() };
        shown(state, line, store.today.get())
    });
    let waiting = Memo::new(move |_| waiting(of_page(), store.about_now.get(), store.today.get()));
    view! { <SaveStatus state=state waiting /> }
}

/// From how long on it is said that words wait for the relay, in ms: most arrive before.
const WAITING_MS: i64 = 60_000;

/// How much waits for the relay, and since when; nothing where it arrives in a moment.
fn waiting(state: SaveState, now: Instant, today: Day) -> String {
    match state {
        SaveState::OnDevice { owed, oldest_since, .. } if now.ms() - oldest_since.ms() >= WAITING_MS => {
            oldest(owed, &since(oldest_since, today))
        }
        _ => String::new(),
    }
}

/// The line to the relay.
#[derive(Clone, Copy)]
struct Line {
    up: bool,
    since: Instant,
}

/// What the line shows. Without a connection it says so whatever the relay has: who writes in a
/// corridor wants to know that the line is down and the words are kept.
fn shown(state: SaveState, line: Line, today: Day) -> Shown {
    match state {
        SaveState::Saving { .. } => Shown::Saving,
        SaveState::CannotSave { since: from, reason, .. } => {
            Shown::CannotSave { since: since(from, today), advice: keep_advice(reason).to_owned() }
        }
        _ if !line.up => Shown::NoServer { since: since(line.since, today) },
        SaveState::OnDevice { since: from, .. } => Shown::OnDevice { since: since(from, today) },
        // Nothing was ever carried from here: nothing is owed since the line came up.
        SaveState::AtRelay { at } if at.ms() == 0 => Shown::AtServer { at: since(line.since, today) },
        SaveState::AtRelay { at } => Shown::AtServer { at: since(at, today) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::CannotSave;
    use shared::time::ClockTime;

    #[test]
    fn a_line_that_is_down_never_hides_that_words_are_not_kept() {
        let day: Day = "2026-11-23".parse().unwrap();
        let at = Instant::at(day, ClockTime::new(14, 5).unwrap());
        let name = |state, up| shown(state, Line { up, since: at }, day).name();
        let unsaved = SaveState::CannotSave { since: at, reason: CannotSave::Full, waiting: 1 };
        assert_eq!(name(unsaved, false), "cannot-save");
        assert_eq!(name(SaveState::Saving { since: at }, false), "saving");
        let kept = SaveState::OnDevice { since: at, owed: 1, oldest_since: at };
        assert_eq!(name(kept, false), "no-server");
        assert_eq!(name(kept, true), "on-device");
        assert_eq!(name(SaveState::AtRelay { at }, true), "at-server");
    }

    #[test]
    fn how_long_the_oldest_words_wait_is_said_once_it_is_long() {
        let day: Day = "2026-11-23".parse().unwrap();
        let at = Instant::at(day, ClockTime::new(14, 5).unwrap());
        let state = SaveState::OnDevice { since: at, owed: 7, oldest_since: at };
        let after = |ms| waiting(state, Instant::from_ms(at.ms() + ms), day);
        assert_eq!(after(WAITING_MS - 1), "");
        assert!(after(WAITING_MS).contains("7件") && after(WAITING_MS).contains("14:05"));
        assert_eq!(waiting(SaveState::AtRelay { at }, Instant::from_ms(i64::MAX), day), "");
    }

    #[test]
    fn who_never_wrote_reads_since_when_the_line_is_up() {
        let day: Day = "2026-11-23".parse().unwrap();
        let since = Instant::at(day, ClockTime::new(14, 5).unwrap());
        let state = SaveState::AtRelay { at: Instant::from_ms(0) };
        assert!(shown(state, Line { up: true, since }, day).words().contains("14:05"));
    }
}
