//! One document: its chunks, its log, its authors, and what the store derived from it. Bytes may
//! be anything here: opening them may panic and then names the document.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::documents::{Chunk, Document, Root, figures, is_computed_actor, ties};
use shared::ids::{Actor, ChangeHash, DocumentId};

use super::{Fault, Known, Verified, references};
use crate::programme::may_be_unauthored;
use crate::storage::reading::reading_rows;
use crate::storage::{DocumentHead, DocumentState, Principal, Storage, StoredChange};

pub(super) async fn check(
    storage: &dyn Storage,
    id: DocumentId,
    head: &DocumentHead,
    known: &Known,
    verified: &mut Verified,
) {
    verified.documents += 1;
    if head.state == DocumentState::Purged {
        return;
    }
    let root = check_root(storage, id, head, verified).await;
    let stored = match storage.changes(id).await {
        Ok(stored) => stored,
        Err(error) => {
            verified.find(Fault::DamagedChunk, id, format!("記録を読めません（{error}）"));
            return;
        }
    };
    verified.changes += stored.len();
    check_log(id, head, &stored, verified);
    let Some(chunks) = check_chunks(id, &stored, verified) else {
        return;
    };
    if let Some(root) = &root {
        check_authors(id, root, &stored, &chunks, verified);
    }
    references::authors(id, &stored, known, verified);
    let Some(document) = open(id, &stored, verified) else {
        return;
    };
    if document.id() != id {
        let what = format!("開くと別の文書 {} です", document.id());
        verified.find(Fault::BrokenRule, id, what);
    }
    references::document(id, &document, known, verified);
    check_derived(storage, id, &document, verified).await;
}

async fn check_root(
    storage: &dyn Storage,
    id: DocumentId,
    head: &DocumentHead,
    verified: &mut Verified,
) -> Option<Root> {
    let stored = match storage.root(id).await {
        Ok(stored) => stored.unwrap_or_default(),
        Err(error) => {
            verified.find(Fault::DamagedChunk, id, format!("ルートを読めません（{error}）"));
            return None;
        }
    };
    match Root::parse(&stored) {
        Ok(root) if root.id() == id && root.kind == head.kind => Some(root),
        Ok(_) => {
            verified.find(Fault::BrokenRule, id, "ルートと番号または種類が合いません");
            None
        }
        Err(error) => {
            verified.find(Fault::DamagedChunk, id, format!("ルートを読めません（{error}）"));
            None
        }
    }
}

fn check_log(id: DocumentId, head: &DocumentHead, stored: &[StoredChange], verified: &mut Verified) {
    if head.changes != stored.len() as u64 {
        let what = format!("変更が{}件あるはずですが、{}件です", head.changes, stored.len());
        verified.find(Fault::BrokenRule, id, what);
    }
    let gap = (1u64..).zip(stored).find(|(expected, change)| change.position != *expected);
    if let Some((expected, _)) = gap {
        verified.find(Fault::BrokenRule, id, format!("{expected}番目の変更がありません"));
    }
}

/// The chunks, if every one of them is whole.
fn check_chunks(id: DocumentId, stored: &[StoredChange], verified: &mut Verified) -> Option<Vec<Chunk>> {
    let mut chunks = Vec::with_capacity(stored.len());
    let mut seen: BTreeSet<ChangeHash> = BTreeSet::new();
    for change in stored {
        let name = format!("{}番目の変更 {}", change.position, change.hash);
        let parsed = catch_unwind(AssertUnwindSafe(|| Chunk::parse(&change.bytes)));
        let chunk = match parsed {
            Ok(Ok(chunk)) if chunk.hash() == change.hash => chunk,
            Ok(Ok(chunk)) => {
                let what = format!("{name} の中身は {} です", chunk.hash());
                verified.find(Fault::DamagedChunk, id, what);
                continue;
            }
            Ok(Err(error)) => {
                let what = format!("{name} が壊れています（{error}）");
                verified.find(Fault::DamagedChunk, id, what);
                continue;
            }
            Err(_) => {
                let what = format!("{name} を読むとプログラムが止まります");
                verified.find(Fault::DamagedChunk, id, what);
                continue;
            }
        };
        if (chunk.actor(), chunk.seq()) != (change.actor, change.seq) {
            verified.find(Fault::BrokenRule, id, format!("{name} の書き手か順番が違います"));
        }
        if let Some(missing) = chunk.deps().find(|dependency| !seen.contains(dependency)) {
            let what = format!("{name} のもとになる変更 {missing} がありません");
            verified.find(Fault::DanglingReference, id, what);
        }
        seen.insert(chunk.hash());
        chunks.push(chunk);
    }
    (chunks.len() == stored.len()).then_some(chunks)
}

/// Each actor one author and an unbroken stream; nobody's changes are computed ones.
fn check_authors(id: DocumentId, root: &Root, stored: &[StoredChange], chunks: &[Chunk], verified: &mut Verified) {
    let mut streams: BTreeMap<Actor, (Option<Principal>, u64)> = BTreeMap::new();
    for (change, chunk) in stored.iter().zip(chunks) {
        let stream = streams.entry(change.actor).or_insert((change.author, 0));
        if stream.0 != change.author {
            let what = format!("書き手 {} に2人の著者がいます", change.actor);
            verified.find(Fault::BrokenRule, id, what);
        }
        stream.1 += 1;
        if stream.1 != change.seq {
            let what = format!("書き手 {} の{}番目の変更が抜けています", change.actor, stream.1);
            verified.find(Fault::BrokenRule, id, what);
            stream.1 = change.seq;
        }
        let computed = is_computed_actor(root.kind, change.actor);
        let allowed = match change.author {
            None => may_be_unauthored(root, chunk),
            Some(_) => !computed,
        };
        if !allowed {
            let what = format!("変更 {} の著者が、計算と合いません", change.hash);
            verified.find(Fault::BrokenRule, id, what);
        }
    }
}

fn open(id: DocumentId, stored: &[StoredChange], verified: &mut Verified) -> Option<Document> {
    let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
    match catch_unwind(AssertUnwindSafe(|| Document::open(&chunks))) {
        Ok(Ok(document)) => Some(document),
        Ok(Err(error)) => {
            verified.find(Fault::DamagedChunk, id, format!("文書を開けません（{error}）"));
            None
        }
        Err(_) => {
            verified.find(Fault::DamagedChunk, id, "文書を開くとプログラムが止まります");
            None
        }
    }
}

/// What the store derived from the document, worked out again.
async fn check_derived(storage: &dyn Storage, id: DocumentId, document: &Document, verified: &mut Verified) {
    match storage.ties(id).await {
        Ok(stored) => {
            let kind = document.kind();
            if reading_rows(kind, &stored) != reading_rows(kind, &ties(document)) {
                verified.find(Fault::BrokenRule, id, "読める人の行が、文書の内容と合いません");
            }
        }
        Err(error) => {
            let what = format!("読める人の行を読めません（{error}）");
            verified.find(Fault::DamagedChunk, id, what);
        }
    }
    // Lines that cannot be read are told with their source.
    if let Ok(stored) = storage.figures(id.to_string()).await
        && stored != figures::figures(document)
    {
        verified.find(Fault::BrokenRule, id, "実績の行が、文書の内容と合いません");
    }
}
