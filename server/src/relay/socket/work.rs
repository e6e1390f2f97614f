//! What a session asks of its host and the store answers, each in a task of its own. It must never
//! answer by a right that was not looked at for this very answer.

use std::collections::BTreeSet;

use shared::documents::Chunk;
use shared::ids::DocumentId;
use shared::protocol::{CloseCode, Push};
use shared::sync::{RelayEffect, RelayEvent};

use super::Program;
use crate::auth::Shown;
use crate::clock::now_ms;
use crate::relay::{Relay, Taken, feed};
use crate::state::AppState;
use crate::storage::{Access, Deed, Principal, StorageError};

/// Does what was asked, and has it written down whose documents that gave to whom.
pub(super) async fn answer(
    state: &AppState,
    effect: RelayEffect,
    who: Option<Principal>,
    bearer: Option<Program>,
) -> Vec<RelayEvent> {
    let events = answered(state, effect, who, bearer).await;
    if let Some(who) = who {
        for document in served(&events) {
            note_served(state, who, document).await;
        }
    }
    events
}

/// Has it written down that a document was given to somebody.
pub(super) async fn note_served(state: &AppState, who: Principal, document: DocumentId) {
    state.audit.note(Access { at_ms: now_ms(), device_at_ms: None, who, document, deed: Deed::Served }).await;
}

/// The documents of which something is given here.
pub(super) fn served(events: &[RelayEvent]) -> BTreeSet<DocumentId> {
    let entries = events.iter().flat_map(|event| match event {
        RelayEvent::Page { entries, .. } => entries.as_slice(),
        RelayEvent::Pulled(entry, _) => core::slice::from_ref(entry),
        _ => &[],
    });
    entries.filter(|entry| !entry.changes.is_empty()).map(|entry| entry.document).collect()
}

async fn answered(
    state: &AppState,
    effect: RelayEffect,
    who: Option<Principal>,
    bearer: Option<Program>,
) -> Vec<RelayEvent> {
    let (relay, storage) = (&state.relay, state.relay.storage.as_ref());
    match (effect, who) {
        (RelayEffect::Admit { ticket, .. }, _) => admit(state, ticket, bearer).await,
        (RelayEffect::AdmitAgain { ticket }, Some(_)) => match known(state, ticket, bearer).await {
            Ok(Principal { member, device }) => vec![RelayEvent::AdmittedAgain { member, device }],
            Err(refused) => vec![refused],
        },
        (RelayEffect::Look, Some(who)) => match active(relay, who).await {
            Ok(()) => vec![RelayEvent::Looked],
            Err(event) => vec![event],
        },
        (RelayEffect::Push(push), Some(who)) => vec![take(state, who, push).await],
        (RelayEffect::Pull(offer), Some(who)) => match feed::pull(storage, &relay.key, who, &offer).await {
            Ok(pulled) => pulled.events(),
            Err(error) => vec![away(&error)],
        },
        (RelayEffect::Compare(offers), Some(who)) => match feed::compare(storage, who, &offers).await {
            Ok(offers) => vec![RelayEvent::Compared(offers)],
            Err(error) => vec![away(&error)],
        },
        (RelayEffect::Quarantine { document, skip }, Some(who)) => {
            match feed::quarantine(storage, who, document, skip).await {
                Ok((kept, end)) => vec![RelayEvent::Quarantine { document, kept, end }],
                Err(error) => vec![away(&error)],
            }
        }
        _ => vec![RelayEvent::Close(CloseCode::Malformed)],
    }
}

/// Who shows this ticket, or the bearer token of the upgrade, if both they and what they show stand.
async fn known(state: &AppState, ticket: Option<String>, bearer: Option<Program>) -> Result<Principal, RelayEvent> {
    let relay = &state.relay;
    let who = match (ticket, bearer) {
        (Some(ticket), _) => match state.tickets.take(&ticket, now_ms()) {
            None => None,
            Some(Shown { who, session }) => {
                // Somebody may have signed out since the ticket was given.
                let sessions = relay.storage.sessions(who.member, now_ms()).await.map_err(|error| away(&error))?;
                let stands = sessions.iter().any(|row| row.id == session && row.device == who.device);
                if !stands {
                    return Err(RelayEvent::Denied(CloseCode::SignedOut));
                }
                Some(who)
            }
        },
        (None, Some(program)) => {
            let token = relay.storage.token(program.token, now_ms()).await.map_err(|error| away(&error))?;
            token.map(|token| token.who).filter(|who| *who == program.who)
        }
        (None, None) => None,
    };
    let who = who.ok_or(RelayEvent::Denied(CloseCode::Ticket))?;
    match active(relay, who).await {
        Ok(()) => Ok(who),
        Err(RelayEvent::Close(code)) => Err(RelayEvent::Denied(code)),
        Err(event) => Err(event),
    }
}

/// Whether member and device stand; what to do if not.
pub(super) async fn active(relay: &Relay, who: Principal) -> Result<(), RelayEvent> {
    match relay.storage.principal_active(who).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(RelayEvent::Close(CloseCode::SignedOut)),
        Err(error) => Err(away(&error)),
    }
}

async fn admit(state: &AppState, ticket: Option<String>, bearer: Option<Program>) -> Vec<RelayEvent> {
    let who = match known(state, ticket, bearer).await {
        Ok(who) => who,
        Err(refused) => return vec![refused],
    };
    let storage = state.relay.storage.as_ref();
    if let Err(error) = storage.touch_device(who.device, now_ms()).await {
        tracing::warn!(%error, "a device's contact could not be noted");
    }
    let mut events = vec![RelayEvent::Admitted { member: who.member, device: who.device }];
    match feed::people(storage, who).await {
        Ok(people) => events.push(RelayEvent::People(people)),
        Err(error) => events.push(away(&error)),
    }
    events
}

async fn take(state: &AppState, who: Principal, push: Push) -> RelayEvent {
    let (batch, document) = (push.batch, push.document);
    let newest = push.changes.last().cloned();
    match state.relay.writer.take(who, push).await {
        Some(Ok(taken)) => {
            let device_at_ms = newest.as_deref().and_then(written_at_ms);
            state.audit.note(Access { at_ms: now_ms(), device_at_ms, who, document, deed: Deed::Edit }).await;
            let Taken { hashes, receipts, row } = taken;
            RelayEvent::Stored { batch, document, hashes, receipts, row }
        }
        Some(Err(refused)) => RelayEvent::Refused { batch, document, refusal: refused.refusal, hashes: refused.hashes },
        None => RelayEvent::Close(CloseCode::Away),
    }
}

/// When a change was written, by its author's clock; for one that was judged and taken.
pub fn written_at_ms(change: &[u8]) -> Option<i64> {
    let change = Chunk::parse(change).ok()?;
    Some(change.time_seconds().saturating_mul(1_000)).filter(|at_ms| *at_ms > 0)
}

pub(super) fn away(error: &StorageError) -> RelayEvent {
    if *error == StorageError::NotAMember {
        return RelayEvent::Close(CloseCode::SignedOut);
    }
    tracing::error!(%error, "the store did not answer");
    RelayEvent::Close(CloseCode::Away)
}
