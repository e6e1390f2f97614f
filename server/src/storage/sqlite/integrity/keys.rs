//! What database and key store say of each other: every document that lives has a key, none that ended
//! has, and the trail of who ended what holds together. It must never print a key.

use std::collections::BTreeSet;

use shared::ids::{DocumentId, hex};

use super::TOLD_MAX;
use crate::keys::{KeyRows, Tombstone, gap};
use crate::storage::StorageError;
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{document_id, failure};
use crate::storage::sqlite::settling::unheard;

/// Keys looked at with one question.
const PAGE: usize = 5_000;

pub(super) async fn problems(store: &SqliteStore) -> Result<Vec<String>, StorageError> {
    let mut problems = store.keys.rows().integrity().await?;
    let (live, purged) = documents(store).await?;
    let held = held(store.keys.rows()).await?;
    let named = |what: &str, documents: &mut dyn Iterator<Item = &DocumentId>| {
        let told = documents.take(TOLD_MAX);
        told.map(|id| format!("{what}（{}）", hex(&id.0))).collect::<Vec<String>>()
    };
    problems.extend(named("文書の鍵がありません", &mut live.difference(&held)));
    problems.extend(named("終わった文書の鍵が残っています", &mut purged.intersection(&held)));
    let undead: BTreeSet<DocumentId> = store.keys.rows().undead().await?.into_iter().collect();
    problems.extend(named("終わった文書の鍵が、また作られています", &mut undead.difference(&purged)));
    let tombstones = store.keys.rows().tombstones().await?;
    let ended: BTreeSet<DocumentId> = tombstones.iter().map(|Tombstone { document, .. }| *document).collect();
    problems.extend(named("終わったはずの文書が、まだあります", &mut live.intersection(&ended)));
    let (_, unheard) = unheard(store).await?;
    let told = unheard.iter().take(TOLD_MAX);
    problems.extend(told.map(|one| format!("終わった人または端末を、鍵の保管庫が知りません（{one:?}）")));
    let trail = store.keys.trail().await?;
    if let Some(at) = gap(&trail) {
        problems.push(format!("監査の記録が、{at}番目で前とつながりません"));
    }
    // Entries that were cut off at the end leave a whole trail: what has ended says that there were more.
    let told: BTreeSet<DocumentId> = trail.iter().filter_map(|kept| kept.entry.document()).collect();
    problems.extend(named("終わった文書について、だれが終えたかの記録がありません", &mut ended.difference(&told)));
    Ok(problems)
}

/// The documents that live, and those that have ended.
pub(in crate::storage::sqlite) async fn documents(
    store: &SqliteStore,
) -> Result<(BTreeSet<DocumentId>, BTreeSet<DocumentId>), StorageError> {
    let rows: Vec<(Vec<u8>, bool)> =
        sqlx::query_as("SELECT id, state = 'live' FROM document").fetch_all(store.readers()).await.map_err(failure)?;
    let (mut live, mut purged) = (BTreeSet::new(), BTreeSet::new());
    for (id, lives) in rows {
        let id = document_id(&id)?;
        if lives {
            live.insert(id)
        } else {
            purged.insert(id)
        };
    }
    Ok((live, purged))
}

/// The documents whose keys a key store holds.
pub(in crate::storage::sqlite) async fn held(rows: &dyn KeyRows) -> Result<BTreeSet<DocumentId>, StorageError> {
    let mut held = BTreeSet::new();
    let mut after = None;
    loop {
        let page = rows.documents(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(held) };
        after = Some(*last);
        held.extend(page);
    }
}
