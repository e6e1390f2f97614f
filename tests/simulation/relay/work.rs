//! What a session asks of the relay's store. It must never answer by a right that was not looked at for
//! this very answer.

use std::sync::Arc;

use server::relay::{compare, page, people, pull, quarantine};
use server::storage::{Principal, Storage, StorageError};
use shared::protocol::{CloseCode, ReceiptKey};
use shared::sync::{RelayEffect, RelayEvent};

use crate::network::LineId;
use crate::world::{Checked, World};

impl World {
    pub async fn relay_work(&mut self, run: u32, line: LineId, effect: RelayEffect) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let Some(running) = &self.relay.running else {
            return Ok(());
        };
        let who = running.sessions.get(&line).and_then(|session| session.who);
        let key = running.key.clone();
        let store = Arc::clone(&self.store);
        let events = match (effect, who) {
            (RelayEffect::Admit { ticket, .. }, _) => self.admit(ticket).await,
            (RelayEffect::ReadFeed { after, bytes }, Some(who)) => {
                read_feed(store.as_ref(), &key, who, (after, bytes.min(self.page_bytes))).await
            }
            (RelayEffect::Pull(offer), Some(who)) => match pull(store.as_ref(), &key, who, &offer).await {
                Ok(pulled) => pulled.events(),
                Err(error) => vec![away(&error)],
            },
            (RelayEffect::Quarantine { document, skip }, Some(who)) => {
                match quarantine(store.as_ref(), who, document, skip).await {
                    Ok((kept, end)) => vec![RelayEvent::Quarantine { document, kept, end }],
                    Err(error) => vec![away(&error)],
                }
            }
            (RelayEffect::Look, Some(who)) => match store.principal_active(who).await {
                Ok(true) => vec![RelayEvent::Looked],
                _ => vec![RelayEvent::Close(CloseCode::SignedOut)],
            },
            (RelayEffect::AdmitAgain { ticket }, Some(_)) => match self.shown(ticket).await {
                Ok(Principal { member, device }) => vec![RelayEvent::AdmittedAgain { member, device }],
                Err(denied) => vec![denied],
            },
            (RelayEffect::Compare(offers), Some(who)) => match compare(store.as_ref(), who, &offers).await {
                Ok(offers) => vec![RelayEvent::Compared(offers)],
                Err(error) => vec![away(&error)],
            },
            _ => vec![RelayEvent::Close(CloseCode::Malformed)],
        };
        for event in events {
            self.relay_event(line, event).await?;
        }
        Ok(())
    }

    /// Who shows this ticket.
    async fn shown(&mut self, ticket: Option<String>) -> Result<Principal, RelayEvent> {
        let index = ticket.and_then(|ticket| ticket.parse::<usize>().ok());
        let Some(who) = index.and_then(|index| self.devices.get(index)).map(|d| d.who) else {
            return Err(RelayEvent::Denied(CloseCode::Ticket));
        };
        match self.store.principal_active(who).await {
            Ok(true) => Ok(who),
            _ => Err(RelayEvent::Denied(CloseCode::SignedOut)),
        }
    }

    async fn admit(&mut self, ticket: Option<String>) -> Vec<RelayEvent> {
        let who = match self.shown(ticket).await {
            Ok(who) => who,
            Err(denied) => return vec![denied],
        };
        let mut events = vec![RelayEvent::Admitted { member: who.member, device: who.device }];
        match people(self.store.as_ref(), who).await {
            Ok(people) => events.push(RelayEvent::People(people)),
            Err(error) => events.push(away(&error)),
        }
        events
    }
}

async fn read_feed(
    store: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    (after, bytes): (Option<shared::protocol::Cursor>, usize),
) -> Vec<RelayEvent> {
    match store.principal_active(who).await {
        Ok(true) => {}
        Ok(false) => return vec![RelayEvent::Close(CloseCode::SignedOut)],
        Err(error) => return vec![away(&error)],
    }
    told(store, key, who, (after, bytes)).await.unwrap_or_else(|error| vec![away(&error)])
}

async fn told(
    store: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    (after, bytes): (Option<shared::protocol::Cursor>, usize),
) -> Result<Vec<RelayEvent>, StorageError> {
    let Some(page) = page(store, key, who, after, bytes).await? else {
        return Ok(vec![RelayEvent::UnknownCursor]);
    };
    let people = match page.people_changed {
        true => people(store, who).await.ok(),
        false => None,
    };
    let (ahead, events) = page.events(people);
    let mut all = Vec::new();
    if let Some(mut ahead) = ahead {
        while let Some(parts) = ahead.next(store, key).await? {
            all.extend(parts);
        }
    }
    all.extend(events);
    Ok(all)
}

fn away(error: &StorageError) -> RelayEvent {
    match error {
        StorageError::NotAMember => RelayEvent::Close(CloseCode::SignedOut),
        _ => RelayEvent::Close(CloseCode::Away),
    }
}
