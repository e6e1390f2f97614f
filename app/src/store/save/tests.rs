//! The status line never says more than is durable.

use super::*;

fn at(ms: i64) -> Instant {
    Instant::from_ms(ms)
}

fn waiting() -> Option<Waiting> {
    Some(Waiting { since: at(1), count: 3 })
}

fn on_disk() -> Option<OnDisk> {
    Some(OnDisk { stored_at: at(20), oldest_at: at(10), count: 4 })
}

#[test]
fn nothing_is_called_stored_while_one_change_is_in_memory_alone() {
    let state = save_state(waiting(), None, on_disk(), at(99));
    assert_eq!(state, SaveState::Saving { since: at(1) });
}

#[test]
fn a_failing_disk_is_said_before_everything_else() {
    let failing = Some((at(5), CannotSave::Full));
    let state = save_state(waiting(), failing, on_disk(), at(99));
    let expected = SaveState::CannotSave { since: at(5), reason: CannotSave::Full, waiting: 3 };
    assert_eq!(state, expected);
    let state = save_state(None, failing, None, at(99));
    assert!(matches!(state, SaveState::CannotSave { waiting: 0, .. }));
}

#[test]
fn what_the_relay_lacks_says_how_much_and_since_when() {
    let state = save_state(None, None, on_disk(), at(99));
    assert_eq!(state, SaveState::OnDevice { since: at(20), owed: 4, oldest_since: at(10) });
}

#[test]
fn what_is_unsent_is_counted_wherever_it_is() {
    assert_eq!(save_state(None, None, on_disk(), at(99)).unsent(), Some(4));
    assert_eq!(save_state(waiting(), Some((at(5), CannotSave::Full)), None, at(99)).unsent(), Some(3));
    assert_eq!(save_state(None, None, None, at(99)).unsent(), Some(0));
    assert_eq!(save_state(waiting(), None, None, at(99)).unsent(), None, "soon it is known");
}

#[test]
fn only_what_is_owed_to_nobody_is_at_the_relay() {
    assert_eq!(save_state(None, None, None, at(99)), SaveState::AtRelay { at: at(99) });
}
