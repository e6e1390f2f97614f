//! Devices, a relay and a network that breaks, from a seed: whatever happens, no word is lost, all
//! devices come to the same documents, and nobody sees what is not theirs.
//!
//! `OTOZURE_SEEDS=n` runs so many seeds, `OTOZURE_SEED=n` one of them, printing every step.

mod device;
mod disk;
mod fault;
mod invariants;
mod memory;
mod network;
mod people;
mod plan;
mod random;
mod relay;
mod seeds;
mod truth;
mod words;
mod world;

use std::sync::Arc;

use fault::Fault;
use memory::{Broken, Memory};
use server::storage::conformance::PROMISES;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_happens_every_promise_holds() {
    if let Some(seed) = number("OTOZURE_SEED") {
        let broken = seeds::run(seed, None, true);
        assert!(broken.is_none(), "seed {seed}: {}", broken.unwrap().what);
        return;
    }
    let count = number("OTOZURE_SEEDS").unwrap_or(1_000);
    let broken = seeds::run_all(1, count, None, None);
    for one in broken.iter().take(20) {
        println!("seed {}: {}", one.seed, one.what);
    }
    let first = broken.first().map(|one| {
        format!(
            "{} of {count} seeds broke a promise. Replay with: \
             OTOZURE_SEED={} cargo test -p tests --test simulation whatever_happens -- --nocapture",
            broken.len(),
            one.seed
        )
    });
    assert!(first.is_none(), "{}", first.unwrap_or_default());
}

/// The memory stands in for the program's stores: it keeps every promise that they keep.
#[test]
fn the_memory_keeps_the_promises_of_a_store() {
    for (number, (name, promise)) in (1..).zip(PROMISES) {
        println!("{name}");
        let store = Arc::new(Memory::new(number, Broken::default()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(promise(store));
    }
}

/// A planted fault must be seen within so many seeds, and for what it is.
fn is_caught(fault: Fault, within: u64, as_what: &[&str]) {
    let fits = |what: &str| as_what.iter().any(|part| what.contains(part));
    let broken = seeds::run_all(1, within, Some(fault), Some(&fits));
    let Some(first) = broken.iter().find(|one| fits(&one.what)) else {
        panic!("{fault:?} was not seen in {within} seeds; seen was {broken:?}");
    };
    println!("{fault:?} is seen by seed {}: {}", first.seed, first.what);
}

#[test]
fn an_acknowledgement_before_the_commit_is_caught() {
    is_caught(Fault::AcknowledgedBeforeCommit, 50, &["is acknowledged before it is durable"]);
}

#[test]
fn a_frame_dropped_on_a_full_queue_is_caught() {
    is_caught(Fault::DroppedOnFullQueue, 200, &["not quiet"]);
}

#[test]
fn a_skipped_actor_check_is_caught() {
    is_caught(Fault::ActorCheckSkipped, 400, &["is stolen"]);
}

#[test]
fn a_cursor_not_reset_is_caught() {
    is_caught(Fault::CursorNotReset, 200, &["not quiet", "differ", "lacks", "is lost"]);
}

#[test]
fn owed_changes_forgotten_at_a_disconnect_are_caught() {
    is_caught(Fault::OwedForgotten, 200, &["is lost"]);
}

#[test]
fn forgetting_at_the_acknowledgement_is_caught() {
    is_caught(Fault::ForgottenAtAck, 400, &["differ", "lacks", "is lost"]);
}

#[test]
fn figures_kept_after_a_change_of_role_are_caught() {
    is_caught(Fault::FiguresKept, 400, &["differ in figures"]);
}

#[test]
fn rights_forgotten_after_a_change_of_role_are_caught() {
    is_caught(Fault::RightsForgotten, 400, &["may write"]);
}

#[test]
fn presence_told_without_a_look_at_the_right_is_caught() {
    is_caught(Fault::PresenceUnchecked, 400, &["is told who is in"]);
}

#[test]
fn rows_passed_over_are_caught() {
    is_caught(Fault::RowsPassedOver, 50, &["not quiet", "lacks", "differ"]);
}

#[test]
fn a_torn_keep_is_caught() {
    is_caught(Fault::KeepTorn, 200, &["cannot open", "lacks", "differ"]);
}
