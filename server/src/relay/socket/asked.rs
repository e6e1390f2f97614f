//! Questions that make the relay read whole documents: those of one connection are answered one after
//! another, and only so many at once on the whole relay, so that no device makes it hold more than a few
//! documents. It must never hold up what is not such a question.

use shared::protocol::{CloseCode, limits};
use shared::sync::{RelayEffect, RelayEvent};
use tokio::sync::mpsc;

use super::work;
use crate::state::AppState;
use crate::storage::Principal;

/// Questions of one connection that wait: as many as its session lets through, and one about what is
/// kept apart.
const WAITING_MAX: usize = limits::QUESTIONS_IN_FLIGHT_MAX + 1;

/// Whether an effect is such a question.
pub(super) fn costs_reading(effect: &RelayEffect) -> bool {
    matches!(effect, RelayEffect::Pull(_) | RelayEffect::Compare(_) | RelayEffect::Quarantine { .. })
}

/// Answers one question. Each document of an offer waits for its own turn: a long offer of one device leaves
/// room for the questions of others.
async fn in_turn(state: &AppState, effect: RelayEffect, who: Principal) -> Vec<RelayEvent> {
    let RelayEffect::Compare(offers) = effect else {
        return one(state, effect, who).await;
    };
    let mut compared = Vec::with_capacity(offers.len());
    for offer in offers {
        for answer in one(state, RelayEffect::Compare(vec![offer]), who).await {
            match answer {
                RelayEvent::Compared(heads) => compared.extend(heads),
                other => return vec![other],
            }
        }
    }
    vec![RelayEvent::Compared(compared)]
}

async fn one(state: &AppState, effect: RelayEffect, who: Principal) -> Vec<RelayEvent> {
    match state.reading.acquire().await {
        Ok(_turn) => work::answer(state, effect, Some(who), None).await,
        Err(_) => vec![RelayEvent::Close(CloseCode::Away)],
    }
}

/// The questions of one connection. They end with it.
pub(super) struct Asked {
    questions: mpsc::Sender<(RelayEffect, Principal)>,
}

impl Asked {
    /// Starts to answer.
    pub(super) fn start(state: &AppState, events: mpsc::Sender<RelayEvent>) -> Self {
        let (questions, mut waiting) = mpsc::channel::<(RelayEffect, Principal)>(WAITING_MAX);
        let state = state.clone();
        tokio::spawn(async move {
            while let Some((effect, who)) = waiting.recv().await {
                // Nothing is read on for a connection that has ended.
                let answers = tokio::select! {
                    answers = in_turn(&state, effect, who) => answers,
                    () = events.closed() => return,
                };
                for event in answers {
                    if events.send(event).await.is_err() {
                        return;
                    }
                }
            }
        });
        Self { questions }
    }

    /// Asks; false if too many wait already.
    pub(super) fn ask(&self, effect: RelayEffect, who: Principal) -> bool {
        self.questions.try_send((effect, who)).is_ok()
    }
}
