//! The run of the evening: who has an appointment tomorrow is told so once on each of their devices that asked. What is on
//! a day is asked of `shared::documents`. It must never tell anybody of a day twice, and never late at night.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use shared::documents::{self, Document};
use shared::ids::{DocumentId, MemberId};
use shared::time::{Day, Instant};
use tokio::sync::watch;

use super::sending::{Post, Sender};
use super::{Endpoint, Reminders, SENTENCE, authorization, seal};
use crate::auth::RelayKeys;
use crate::clock::now_ms;
use crate::storage::{Principal, Storage, StorageError, Subscription};

/// A relay that was off at the hour reminds for so many hours after it, and not in the night.
pub const REMIND_WITHIN_HOURS: u16 = 3;
/// How often it looks whether the hour has come.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Reminds, every evening, until it is told to stop.
pub async fn run(
    storage: Arc<dyn Storage>,
    keys: Arc<RelayKeys>,
    (reminders, subject): (Reminders, String),
    mut stopping: watch::Receiver<bool>,
) {
    let sender = match Sender::new() {
        Ok(sender) => sender,
        Err(error) => {
            tracing::error!(%error, "no reminders: this machine has no certificates of authorities");
            return;
        }
    };
    let evening = Evening { storage, keys, reminders, subject, sender };
    loop {
        if let Some(tomorrow) = due(reminders, Instant::from_ms(now_ms()))
            && let Err(error) = evening.remind_of(tomorrow).await
        {
            tracing::error!(%error, "reminders could not be sent; they are tried again in a minute");
        }
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// The day to remind of now, if the hour has come and is not long over.
fn due(reminders: Reminders, now: Instant) -> Option<Day> {
    let (clock, at) = (now.tokyo_clock().minutes(), reminders.at.minutes());
    let within = clock >= at && clock < at.saturating_add(REMIND_WITHIN_HOURS * 60);
    within.then(|| now.tokyo_day().plus_days(1))
}

struct Evening {
    storage: Arc<dyn Storage>,
    keys: Arc<RelayKeys>,
    reminders: Reminders,
    subject: String,
    sender: Sender,
}

impl Evening {
    async fn remind_of(&self, tomorrow: Day) -> Result<(), StorageError> {
        let mut of_member: BTreeMap<MemberId, Vec<(Principal, Subscription)>> = BTreeMap::new();
        for (who, subscription) in self.storage.subscriptions(tomorrow).await? {
            of_member.entry(who.member).or_default().push((who, subscription));
        }
        for (member, devices) in of_member {
            if !self.has_appointment(member, tomorrow).await? {
                continue;
            }
            for (who, subscription) in devices {
                // Written down before it is sent: what is not taken is not tried once more in an hour.
                if self.storage.remind(who.device, tomorrow).await? {
                    self.tell(who, &subscription).await?;
                }
            }
        }
        Ok(())
    }

    async fn has_appointment(&self, member: MemberId, day: Day) -> Result<bool, StorageError> {
        for document in self.storage.appointments_of(member).await? {
            if self.is_on(document, day).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a document is about that day. One that cannot be read reminds nobody.
    async fn is_on(&self, document: DocumentId, day: Day) -> Result<bool, StorageError> {
        let chunks: Vec<Vec<u8>> =
            self.storage.changes(document).await?.into_iter().map(|change| change.bytes).collect();
        let read = tokio::task::spawn_blocking(move || {
            std::panic::catch_unwind(|| {
                Document::open(&chunks).is_ok_and(|d| documents::appointments(&d).contains(&day))
            })
        });
        Ok(matches!(read.await, Ok(Ok(true))))
    }

    async fn tell(&self, who: Principal, subscription: &Subscription) -> Result<(), StorageError> {
        let Ok(endpoint) = Endpoint::parse(&subscription.endpoint, self.reminders.service) else {
            return self.storage.forget_subscription(who.device, subscription.endpoint.clone()).await;
        };
        let Some(message) = seal(&subscription.key, &subscription.auth, SENTENCE.as_bytes()) else {
            return self.storage.forget_subscription(who.device, subscription.endpoint.clone()).await;
        };
        let authorization = authorization(&self.keys, &endpoint, &self.subject, now_ms());
        match self.sender.send(&endpoint, &authorization, message).await {
            Post::Gone => self.storage.forget_subscription(who.device, subscription.endpoint.clone()).await,
            Post::Taken | Post::Refused => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_is_reminded_of_from_its_hour_on_and_not_in_the_night() {
        let reminders = Reminders { at: "18:00".parse().unwrap(), service: None };
        let at = |time: &str| due(reminders, Instant::at("2026-11-23".parse().unwrap(), time.parse().unwrap()));
        let tomorrow = "2026-11-24".parse().ok();
        assert_eq!((at("17:59"), at("18:00"), at("20:59"), at("21:00")), (None, tomorrow, tomorrow, None));
    }
}
