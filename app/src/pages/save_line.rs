//! The status line of every page: of the visit on the screen, or else of everything on this
//! device. It must never say more than the store knows to be durable.

use leptos::prelude::*;
use shared::time::{Day, Instant};

use super::moment::since;
use crate::components::{SaveState as Shown, SaveStatus};
use crate::messages::action::keep_advice;
use crate::store::{SaveState, use_store};

/// The line.
#[component]
pub fn SaveLine() -> impl IntoView {
    let store = use_store();
    let state = Memo::new(move |_| {
        let state = match store.open.with(Option::is_some) {
            true => store.save_open.get(),
            false => store.save.get(),
        };
        let offline_since = (!store.online.get()).then(|| store.online_since.get());
        shown(state, offline_since, store.today.get())
    });
    view! { <SaveStatus state=state /> }
}

/// What the line shows. Without a connection it says so whatever the relay has: who writes in a
/// corridor wants to know that the line is down and the words are kept.
fn shown(state: SaveState, offline_since: Option<Instant>, today: Day) -> Shown {
    match (state, offline_since) {
        (SaveState::Saving { .. }, _) => Shown::Saving,
        (SaveState::CannotSave { since: from, reason, .. }, _) => {
            Shown::CannotSave { since: since(from, today), advice: keep_advice(reason).to_owned() }
        }
        (_, Some(from)) => Shown::NoServer { since: since(from, today) },
        (SaveState::OnDevice { since: from, .. }, None) => Shown::OnDevice { since: since(from, today) },
        (SaveState::AtRelay { at }, None) => Shown::AtServer { at: since(at, today) },
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
        let name = |state, offline| shown(state, offline, day).name();
        let unsaved = SaveState::CannotSave { since: at, reason: CannotSave::Full, waiting: 1 };
        assert_eq!(name(unsaved, Some(at)), "cannot-save");
        assert_eq!(name(SaveState::Saving { since: at }, Some(at)), "saving");
        let kept = SaveState::OnDevice { since: at, owed: 1, oldest_since: at };
        assert_eq!(name(kept, Some(at)), "no-server");
        assert_eq!(name(kept, None), "on-device");
        assert_eq!(name(SaveState::AtRelay { at }, None), "at-server");
    }
}
