//! What a change of membership does that no row of a document tells: the right to write what everybody
//! reads. Where a role or an office gives the right to read, the feed grants or takes the document.

use shared::documents::{Kind, Root};
use shared::domain::Role;
use shared::ids::{DocumentId, PrefectureId};

use super::see;
use crate::storage::{Principal, Storage, StorageError};

/// The member's role now, and whether they may write each document that every role reads.
///
/// # Errors
/// What the store could not do; `NotAMember` if there is no such member.
pub async fn membership(
    storage: &dyn Storage,
    who: Principal,
) -> Result<(Role, Vec<(DocumentId, bool)>), StorageError> {
    let member = storage.member(who.member).await?.ok_or(StorageError::NotAMember)?;
    let mut rights = Vec::new();
    if let Some(info) = storage.info().await? {
        for document in Kind::ALL.into_iter().filter_map(|kind| read_by_all(kind, &info.prefecture)) {
            let standing = storage.standing(who, document).await?;
            rights.extend(see(who, document, &standing).map(|seen| (document, seen.writable)));
        }
    }
    Ok((member.fields.role, rights))
}

/// The one document of a kind that every role reads and not every role writes.
fn read_by_all(kind: Kind, prefecture: &PrefectureId) -> Option<DocumentId> {
    match kind {
        Kind::Programme => Some(Root::programme(prefecture.clone()).id()),
        Kind::Handbook => Some(Root::handbook(prefecture.clone()).id()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::access::{Relation, cell};

    use super::*;

    #[test]
    fn the_kinds_named_here_are_those_that_every_role_reads_and_not_every_role_writes() {
        for kind in Kind::ALL {
            for relation in Relation::ALL {
                let cells: Vec<_> = Role::ALL.iter().map(|role| cell(kind, *role, relation)).collect();
                let told_by_no_row = cells.iter().all(|rights| rights.read) && cells.iter().any(|rights| !rights.write);
                let named = matches!(kind, Kind::Programme | Kind::Handbook);
                assert!(!told_by_no_row || named, "{kind:?} {relation:?}");
                if relation == Relation::Member {
                    assert_eq!(told_by_no_row, named, "{kind:?}");
                }
            }
        }
    }
}
