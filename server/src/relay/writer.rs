//! The one writer: takes pushes from all connections and hands them to the desk in groups, so
//! that many share one wait for the disk. It must never let its queue grow without bound: a
//! connection waits until there is room.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use shared::protocol::{Push, Refusal, limits};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};

use super::desk::{Desk, Outcome};
use super::judge::Refused;
use crate::clock::now_ms;
use crate::storage::Principal;

/// Pushes waiting for the writer.
const QUEUE_MAX: usize = 256;
/// Pushes stored together.
const GROUP_MAX: usize = 64;
/// Pushes that have a turn: a group that is being stored and the next one.
const TURNS_MAX: usize = 2 * GROUP_MAX;

struct Job {
    who: Principal,
    push: Push,
    answer: oneshot::Sender<Outcome>,
}

/// A handle to the writer.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    turns: Arc<Semaphore>,
}

impl Writer {
    /// Starts the writer; it ends when all handles are gone.
    pub(super) fn start(desk: Desk, stored: watch::Sender<u64>, elsewhere: watch::Receiver<u64>) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run(desk, queue, stored, elsewhere));
        Self { jobs, turns: Arc::new(Semaphore::new(TURNS_MAX)) }
    }

    /// Waits for a turn, to be held until the push is answered: what waits for one ends with its connection. None
    /// when the relay is stopping.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// Has a push judged and stored. `None` when the relay is stopping: then nothing is known of
    /// it, and the device asks again.
    pub async fn take(&self, who: Principal, push: Push) -> Option<Outcome> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job { who, push, answer }).await.ok()?;
        answered.await.ok()
    }
}

async fn run(
    mut desk: Desk,
    mut queue: mpsc::Receiver<Job>,
    stored: watch::Sender<u64>,
    mut elsewhere: watch::Receiver<u64>,
) {
    const { assert!(GROUP_MAX >= limits::PUSHES_IN_FLIGHT_MAX) };
    let mut jobs = Vec::with_capacity(GROUP_MAX);
    loop {
        tokio::select! {
            count = queue.recv_many(&mut jobs, GROUP_MAX) => if count == 0 { return },
            Ok(()) = elsewhere.changed() => {
                desk.forget_ended().await;
                continue;
            }
        }
        let (pushes, answers): (Vec<_>, Vec<_>) = jobs.drain(..).map(|job| ((job.who, job.push), job.answer)).unzip();
        let taken = AssertUnwindSafe(desk.take(now_ms(), &pushes)).catch_unwind().await;
        let outcomes = taken.unwrap_or_else(|_| {
            // Nothing is known of this group: all of it stays owed, and is judged anew upon what the store has.
            tracing::error!("the writer stopped in the middle of a group");
            desk = desk.anew();
            pushes.iter().map(|_| Err(later())).collect()
        });
        let some = outcomes.iter().any(Result::is_ok);
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A connection that has gone needs no answer: what is stored is stored.
            let _gone = answer.send(outcome);
        }
        if some {
            stored.send_modify(|count| *count = count.wrapping_add(1));
        }
    }
}

fn later() -> Refused {
    Refused { refusal: Refusal::Later, hashes: Vec::new() }
}
