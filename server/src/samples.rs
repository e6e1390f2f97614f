//! The fictional persons of a sample store, so that every role can be tried. They must never be
//! made in a store that holds real figures.

use shared::domain::{Category, Role};
use shared::ids::{MemberId, OfficeId};
use shared::time::Day;

use crate::storage::{MemberFields, MemberRow, Storage, StorageError};

/// A fictional person.
struct Sample {
    id: [u8; 8],
    name: &'static str,
    yomi: &'static str,
    role: Role,
    category: Option<Category>,
    office: Option<&'static str>,
}

const SAMPLES: [Sample; 5] = [
    Sample {
        id: *b"sample01",
        name: "見本 かなえ",
        yomi: "みほん かなえ",
        role: Role::Prefecture,
        category: None,
        office: None,
    },
    Sample {
        id: *b"sample02",
        name: "例示 みどり",
        yomi: "れいじ みどり",
        role: Role::Coordinator,
        category: None,
        office: Some("kokoro"),
    },
    Sample {
        id: *b"sample03",
        name: "仮名 さくら",
        yomi: "かめい さくら",
        role: Role::Visitor,
        category: Some(Category::Peer),
        office: Some("kokoro"),
    },
    Sample {
        id: *b"sample04",
        name: "試作 つばさ",
        yomi: "しさく つばさ",
        role: Role::Visitor,
        category: Some(Category::OfficeStaff),
        office: Some("kokoro"),
    },
    Sample {
        id: *b"sample05",
        name: "架空 なぎさ",
        yomi: "かくう なぎさ",
        role: Role::Coordinator,
        category: None,
        office: Some("yuimaru"),
    },
];

/// The day from which the fictional visitors are appointed: the first of the service.
const APPOINTED_ON: &str = "2024-10-25";

/// Makes the fictional persons that are missing and gives all of them, in the order of the list
/// above. None for a store that is not a sample.
pub async fn ensure(storage: &dyn Storage) -> Result<Vec<MemberRow>, StorageError> {
    let sample = storage.info().await?.is_some_and(|info| info.sample_label.is_some());
    if !sample {
        return Ok(Vec::new());
    }
    let mut members = Vec::with_capacity(SAMPLES.len());
    for sample in &SAMPLES {
        let id = MemberId(sample.id);
        let row = match storage.member(id).await? {
            Some(row) => row,
            None => storage.put_member(id, fields(sample)).await?,
        };
        // One whose membership was ended by hand stays ended.
        members.extend(row.active.then_some(row));
    }
    Ok(members)
}

fn fields(sample: &Sample) -> MemberFields {
    let visitor = sample.role == Role::Visitor;
    let office: Option<OfficeId> = sample.office.and_then(|office| office.parse().ok());
    MemberFields {
        name: sample.name.to_owned(),
        yomi: sample.yomi.to_owned(),
        role: sample.role,
        category: sample.category,
        appointed_on: visitor.then(|| APPOINTED_ON.parse::<Day>().ok()).flatten(),
        offices: office.into_iter().collect(),
        safeguarding: false,
    }
}
