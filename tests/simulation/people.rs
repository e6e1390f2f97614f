//! Who takes part: two coordinators of two offices, two visitors who go together, a visitor who has
//! nothing to do with any of it, an officer, and one whose role changes. It must never give the stranger a seat in a pair.

use server::access;
use server::storage::{Batch, Birth, MemberFields, NewChange, NewToken, Principal, SecretHash, Storage};
use shared::documents::{Document, ties};
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId, OfficeId};

/// A member of the simulated programme.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: MemberId,
    pub role: Role,
    pub fields: MemberFields,
    pub devices: Vec<DeviceId>,
}

/// Their places in the list of members.
pub const COORDINATOR: usize = 0;
pub const FIRST: usize = 2;
pub const SECOND: usize = 3;
pub const STRANGER: usize = 4;
/// An officer who writes nothing, and whose role changes.
pub const WATCHER: usize = 6;

/// The two offices.
pub fn offices() -> Vec<OfficeId> {
    ["kita", "minami"].iter().filter_map(|code| code.parse().ok()).collect()
}

/// Enrols everybody with their devices.
pub async fn enrol(store: &dyn Storage, offices: &[OfficeId]) -> Result<Vec<Member>, String> {
    let office = |index: usize| offices.get(index).cloned().into_iter().collect::<Vec<_>>();
    let plan = [
        ("調整 一", Role::Coordinator, office(0), 2),
        ("調整 二", Role::Coordinator, office(1), 1),
        ("訪問 一", Role::Visitor, Vec::new(), 2),
        ("訪問 二", Role::Visitor, Vec::new(), 1),
        ("訪問 三", Role::Visitor, Vec::new(), 1),
        ("県 一", Role::Prefecture, Vec::new(), 1),
        ("県 二", Role::Prefecture, Vec::new(), 1),
    ];
    let mut members = Vec::new();
    for (number, (name, role, offices, devices)) in (1u8..).zip(plan) {
        let id = MemberId([number; 8]);
        let fields = MemberFields {
            name: name.to_owned(),
            yomi: name.to_owned(),
            role,
            category: (role == Role::Visitor).then_some(Category::Peer),
            appointed_on: None,
            offices,
            safeguarding: false,
        };
        store.put_member(id, fields.clone()).await.map_err(|e| e.to_string())?;
        let devices: Vec<DeviceId> = (1..=devices).map(|device| DeviceId([number * 16 + device; 8])).collect();
        for device in &devices {
            let token = NewToken {
                secret: SecretHash([device.0[0]; 32]),
                who: Principal { member: id, device: *device },
                label: String::new(),
                created_at_ms: 0,
                expires_at_ms: i64::MAX,
            };
            store.add_token(token).await.map_err(|e| e.to_string())?;
        }
        members.push(Member { id, role, fields, devices });
    }
    Ok(members)
}

/// The batch that founds a programme.
pub fn founding(document: &Document) -> Batch {
    let root = document.root();
    Batch {
        access: access::command_line(document.id(), None),
        birth: Some(Birth { kind: root.kind, prefecture: root.prefecture.clone(), root: root.canonical() }),
        judged_upon: 0,
        changes: document
            .changes_since(&[])
            .into_iter()
            .map(|chunk| NewChange {
                hash: chunk.hash(),
                actor: chunk.actor(),
                seq: chunk.seq(),
                bytes: chunk.bytes().to_vec(),
                author: None,
            })
            .collect(),
        ties: Some(ties(document)),
        figures: Some(Vec::new()),
        received_at_ms: 0,
    }
}
