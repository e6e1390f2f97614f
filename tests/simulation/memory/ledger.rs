//! The memory as access log and ledger of devices, as the trait says it.

use std::collections::BTreeMap;

use server::keys::EntryHash;
use server::storage::{
    Access, AccessRow, Answer, DeviceReport, HeldDocument, KnownDevice, Ledger, LedgerRow, Loss, Principal, Reviewed,
    StorageError, chained_access,
};
use shared::ids::{DeviceId, DocumentId, MemberId};

use super::Memory;

impl Ledger for Memory {
    fn write_accesses(&self, accesses: Vec<Access>) -> Answer<'_, ()> {
        self.write(|s, _| {
            if accesses.iter().any(|access| !s.devices.contains_key(&access.who.device)) {
                return Err(StorageError::Conflict("a device".to_owned()));
            }
            for access in accesses {
                let (number, before) =
                    s.accesses.last().map_or((1, EntryHash::default()), |row| (row.number + 1, row.hash));
                s.accesses.push(AccessRow { number, access, hash: chained_access(before, number, &access) });
            }
            Ok(())
        })
    }

    fn accesses(&self, after: u64, limit: usize) -> Answer<'_, Vec<AccessRow>> {
        self.read(|s| Ok(s.accesses.iter().filter(|row| row.number > after).take(limit).copied().collect()))
    }

    fn reviewed_accesses(&self, part: Reviewed) -> Answer<'_, Vec<AccessRow>> {
        self.read(|s| {
            let fits = |row: &&AccessRow| {
                part.members.contains(&row.access.who.member)
                    && (part.from_ms..part.until_ms).contains(&row.access.at_ms)
                    && part.before.is_none_or(|before| row.number < before)
            };
            Ok(s.accesses.iter().rev().filter(fits).take(part.limit).copied().collect())
        })
    }

    fn held_documents(&self, device: DeviceId) -> Answer<'_, Vec<HeldDocument>> {
        self.read(|s| {
            let mut held: BTreeMap<DocumentId, i64> = BTreeMap::new();
            for AccessRow { access, .. } in s.accesses.iter().filter(|row| row.access.who.device == device) {
                let last = held.entry(access.document).or_insert(access.at_ms);
                *last = access.at_ms.max(*last);
            }
            Ok(held.into_iter().map(|(document, last_at_ms)| HeldDocument { document, last_at_ms }).collect())
        })
    }

    fn report_device(&self, device: DeviceId, report: DeviceReport, now_ms: i64) -> Answer<'_, ()> {
        self.write(|s, _| {
            let Some(row) = s.devices.get_mut(&device) else {
                return Err(StorageError::Conflict("a device".to_owned()));
            };
            row.last_contact_ms = row.last_contact_ms.max(now_ms);
            if s.reports.get(&device).is_none_or(|(at_ms, _)| *at_ms <= now_ms) {
                s.reports.insert(device, (now_ms, report));
            }
            Ok(())
        })
    }

    fn ledger(&self) -> Answer<'_, Vec<LedgerRow>> {
        self.read(|s| {
            let mut rows: Vec<LedgerRow> = s
                .devices
                .values()
                .map(|row| LedgerRow {
                    who: Principal { member: row.member, device: row.id },
                    created_at_ms: row.created_at_ms,
                    last_contact_ms: row.last_contact_ms,
                    active: row.active,
                    locked: row.locked,
                    conditions: s.factors.get(&row.id).map(|held| held.conditions),
                    report: s.reports.get(&row.id).cloned(),
                    loss: s.losses.get(&row.id).copied(),
                    wiped_at_ms: s.wiped.get(&row.id).copied(),
                })
                .collect();
            rows.sort_by_key(|row| (row.who.member, core::cmp::Reverse(row.created_at_ms), row.who.device));
            Ok(rows)
        })
    }

    fn known_device(&self, who: Principal) -> Answer<'_, Option<KnownDevice>> {
        self.read(|s| {
            let row = s.devices.get(&who.device).filter(|row| row.member == who.member);
            let (Some(row), Some(held)) = (row, s.factors.get(&who.device)) else {
                return Ok(None);
            };
            Ok(Some(KnownDevice {
                device_key: held.device_key,
                member_keys: held.member_keys.clone(),
                active: s.has_not_ended(who),
                owed: s.owed(who),
                locked: row.locked,
                loss: s.losses.get(&who.device).copied(),
            }))
        })
    }

    fn lose_device(&self, device: DeviceId, said_by: MemberId, now_ms: i64) -> Answer<'_, ()> {
        self.write(|s, _| {
            if !s.devices.contains_key(&device) {
                return Err(StorageError::NotAMember);
            }
            s.end_device(device);
            s.losses.entry(device).or_insert(Loss { at_ms: now_ms, said_by });
            Ok(())
        })
    }

    fn device_wiped(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()> {
        self.write(|s, _| {
            if s.devices.get(&device).is_some_and(|row| !row.active) {
                s.wiped.entry(device).or_insert(now_ms);
            }
            Ok(())
        })
    }
}
