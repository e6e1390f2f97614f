//! The memory as what keeps reminders, as the trait says it.

use server::storage::{Answer, DocumentState, Principal, Reminders, Subscription};
use shared::documents::Kind;
use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::time::Day;

use super::Memory;

impl Reminders for Memory {
    fn has_subscription(&self, who: Principal) -> Answer<'_, bool> {
        self.read(|s| {
            let own = s.devices.get(&who.device).is_some_and(|device| device.member == who.member);
            Ok(own && s.subscriptions.contains_key(&who.device))
        })
    }

    fn put_subscription(&self, who: Principal, new: Option<Subscription>, _now_ms: i64) -> Answer<'_, bool> {
        self.write(|s, _| {
            if !s.has_not_ended(who) {
                return Ok(false);
            }
            match new {
                Some(new) => drop(s.subscriptions.insert(who.device, new)),
                None => drop(s.subscriptions.remove(&who.device)),
            }
            Ok(true)
        })
    }

    fn subscriptions(&self, day: Day) -> Answer<'_, Vec<(Principal, Subscription)>> {
        self.read(|s| {
            let mut found = Vec::new();
            for (device, subscription) in &s.subscriptions {
                let Some(row) = s.devices.get(device) else { continue };
                let who = Principal { member: row.member, device: *device };
                if s.has_not_ended(who) && !s.reminded.contains(&(*device, day)) {
                    found.push((who, subscription.clone()));
                }
            }
            found.sort_by_key(|(who, _)| (who.member, who.device));
            Ok(found)
        })
    }

    fn forget_subscription(&self, device: DeviceId, endpoint: String) -> Answer<'_, ()> {
        self.write(|s, _| {
            if s.subscriptions.get(&device).is_some_and(|there| there.endpoint == endpoint) {
                s.subscriptions.remove(&device);
            }
            Ok(())
        })
    }

    fn appointments_of(&self, member: MemberId) -> Answer<'_, Vec<DocumentId>> {
        self.read(|s| {
            let tied = s.documents.iter().filter(|(id, doc)| {
                let kind = matches!(doc.head.kind, Kind::Visit | Kind::Visitor);
                let pair = |row: &server::storage::reading::ReadingRow| {
                    row.relation == "pair" && row.subject == member.to_string()
                };
                let counted =
                    s.figures.get(&id.to_string()).is_some_and(|counted| !counted.source.figures.lines.is_empty());
                kind && doc.head.state == DocumentState::Live && doc.access.keys().any(pair) && !counted
            });
            Ok(tied.map(|(id, _)| *id).collect())
        })
    }

    fn remind(&self, device: DeviceId, day: Day) -> Answer<'_, bool> {
        self.write(|s, _| {
            s.reminded.retain(|(_, of)| *of >= day.plus_days(-1));
            Ok(s.reminded.insert((device, day)))
        })
    }
}
