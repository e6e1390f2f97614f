//! Damage planted in a store: `verify` finds each and names it.

use std::path::Path;

use shared::documents::visit::{self, PlanField, Seat};
use shared::documents::{Document, Root, Writer, figures, ties};
use shared::domain::{Category, Intent, IntentMethod};
use shared::ids::{Actor, DeviceId, DocumentId, MemberId};
use shared::time::Instant;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{Batch, Birth, NewChange, NewToken, Principal, SecretHash, Storage};
use crate::verify::{Fault, Verified, verify};
use crate::{access, dataset, samples};

pub(super) const COORDINATOR: MemberId = MemberId(*b"sample02");
const VISITORS: [MemberId; 2] = [MemberId(*b"sample03"), MemberId(*b"sample04")];

pub(super) fn planned_visit() -> Document {
    let intent = Intent {
        day: "2024-12-10".parse().unwrap(),
        method: IntentMethod::Phone,
        confirmed_by: "例示 みどり".to_owned(),
    };
    let root = Root::visit("140007".parse().unwrap(), None, intent, [7; 16]);
    let mut document = Document::create(root).unwrap();
    let writer = Writer { actor: Actor([2; 16]), at: Instant::from_ms(1_734_000_000_000) };
    let seat = |member| Seat { member, category: Category::Peer }.to_text();
    let plan = vec![
        (PlanField::Office, Some("kokoro".to_owned())),
        (PlanField::Hospital, Some("hadano".to_owned())),
        (PlanField::Day, Some("2024-12-18".to_owned())),
        (PlanField::First, Some(seat(VISITORS[0]))),
        (PlanField::Second, Some(seat(VISITORS[1]))),
    ];
    visit::put_plan(&mut document, &writer, plan).unwrap().unwrap();
    document
}

async fn store_visit(store: &SqliteStore, document: &Document) {
    let who = Principal { member: COORDINATOR, device: DeviceId([2; 8]) };
    let token = NewToken {
        secret: SecretHash([2; 32]),
        who,
        label: "test".to_owned(),
        created_at_ms: 0,
        expires_at_ms: i64::MAX,
    };
    if store.devices(COORDINATOR).await.unwrap().is_empty() {
        store.add_token(token).await.unwrap();
    }
    let changes = document.changes_since(&[]).into_iter().map(|chunk| NewChange {
        hash: chunk.hash(),
        actor: chunk.actor(),
        seq: chunk.seq(),
        author: (chunk.actor() == Actor([2; 16])).then_some(who),
        bytes: chunk.into_bytes(),
    });
    let batch = Batch {
        access: access::command_line(document.id(), None),
        birth: Some(Birth {
            kind: document.kind(),
            prefecture: document.root().prefecture.clone(),
            root: document.root().canonical(),
        }),
        judged_upon: 0,
        changes: changes.collect(),
        ties: Some(ties(document)),
        figures: Some(figures::figures(document)),
        received_at_ms: 5,
    };
    store.commit_all(vec![batch]).await.unwrap().remove(0).unwrap();
}

/// Puts the visit into a store with the sample and its persons.
pub(crate) async fn visit_in(store: &SqliteStore) -> DocumentId {
    let document = planned_visit();
    store_visit(store, &document).await;
    document.id()
}

/// A sound store with the sample, its persons and a visit.
pub(super) async fn sound(folder: &Path) -> (SqliteStore, DocumentId) {
    let store = SqliteStore::open(folder).await.unwrap();
    let text = dataset::bundled(dataset::bundled::KANAGAWA_R6).unwrap();
    let data = dataset::load_dataset(text, "kanagawa-r6").unwrap();
    dataset::store(&store, &data, 5).await.unwrap();
    samples::ensure(&store).await.unwrap();
    let document = visit_in(&store).await;
    (store, document)
}

/// Verifies a store that was sound before these statements.
async fn planted(statements: &str) -> (Verified, DocumentId) {
    let folder = tempfile::tempdir().unwrap();
    let (store, id) = sound(folder.path()).await;
    let before = verify(&store).await.unwrap();
    assert_eq!(before.findings, vec![], "sound before");
    let mut by_hand = SqliteConnectOptions::new()
        .filename(folder.path().join(FILE_NAME))
        .foreign_keys(false)
        .connect()
        .await
        .unwrap();
    let visit = shared::ids::hex(&id.0);
    let statements = statements.replace(":visit", &format!("x'{visit}'")).replace(":source", &format!("'{id}'"));
    by_hand.execute(AssertSqlSafe(statements)).await.unwrap();
    by_hand.close().await.unwrap();
    let verified = verify(&store).await.unwrap();
    store.close().await;
    (verified, id)
}

async fn finds(statements: &str, fault: Fault, words: &str) {
    let (verified, id) = planted(statements).await;
    let found = verified.findings.iter().any(|finding| {
        let about = finding.about == id.to_string() || fault == Fault::Database;
        finding.fault == fault && about && finding.what.contains(words)
    });
    assert!(found, "{statements}\n{:#?}", verified.findings);
}

#[tokio::test]
async fn a_damaged_chunk_is_named() {
    let flipped = "UPDATE change SET bytes =
                     CAST(substr(bytes, 1, 30) || zeroblob(8) || substr(bytes, 39) AS BLOB)
                   WHERE document = :visit AND position = 2";
    finds(flipped, Fault::DamagedChunk, "2番目の変更").await;
    let cut = "UPDATE change SET bytes = substr(bytes, 1, 40)
               WHERE document = :visit AND position = 1";
    finds(cut, Fault::DamagedChunk, "1番目の変更").await;
    let swapped = "UPDATE change SET bytes =
                     (SELECT bytes FROM change WHERE document = :visit AND position = 1)
                   WHERE document = :visit AND position = 2";
    finds(swapped, Fault::DamagedChunk, "2番目の変更の封が開きません").await;
    let root = "UPDATE document SET root = x'00' WHERE id = :visit";
    finds(root, Fault::DamagedChunk, "ルートを読めません").await;
}

#[tokio::test]
async fn a_dangling_reference_is_named() {
    let author = "UPDATE change SET member = x'0909090909090909' WHERE member IS NOT NULL;
                  UPDATE actor SET member = x'0909090909090909' WHERE member IS NOT NULL";
    finds(author, Fault::DanglingReference, "0909090909090909 は登録にありません").await;
    let pair = "DELETE FROM member_office WHERE member = x'73616d706c653034';
                DELETE FROM member WHERE id = x'73616d706c653034'";
    finds(pair, Fault::DanglingReference, "73616d706c653034 は登録にありません").await;
    let lost = "DELETE FROM change WHERE document = :visit AND position = 1";
    finds(lost, Fault::DanglingReference, "のもとになる変更").await;

    let (verified, _) = planted("UPDATE member_office SET office = 'nowhere'").await;
    let named = verified
        .findings
        .iter()
        .filter(|finding| finding.fault == Fault::DanglingReference && finding.what.contains("事業所 nowhere"));
    assert_eq!(named.count(), 4, "{:#?}", verified.findings);
    let (verified, _) = planted(
        "INSERT INTO figure VALUES ('gone', 1, '{\"visit\":{\"day\":\"2024-12-16\",\
         \"hospital\":\"nowhere\",\"pair\":[null,null],\"repeat\":\"not_wanted\"}}')",
    )
    .await;
    let told: Vec<&str> = verified.findings.iter().map(|f| f.what.as_str()).collect();
    assert!(told.iter().any(|what| what.contains("取り込みもない")), "{told:#?}");
    assert!(told.iter().any(|what| what.contains("病院 nowhere")), "{told:#?}");
}

#[tokio::test]
async fn a_broken_rule_is_named() {
    let access = "DELETE FROM access WHERE document = :visit AND relation = 'pair'";
    finds(access, Fault::BrokenRule, "読める人の行").await;
    let figures = "INSERT INTO figure SELECT :source, position, line FROM figure LIMIT 1";
    finds(figures, Fault::BrokenRule, "実績の行が、文書の内容と合いません").await;
    let kind = "UPDATE document SET kind = 'programme' WHERE id = :visit";
    finds(kind, Fault::BrokenRule, "ルートと番号または種類").await;
    let gap = "UPDATE change SET position = 9 WHERE document = :visit AND position = 2";
    finds(gap, Fault::BrokenRule, "2番目の変更がありません").await;
    let actor = "UPDATE change SET seq = 4 WHERE document = :visit AND position = 2";
    finds(actor, Fault::BrokenRule, "抜けています").await;
    let unauthored = "UPDATE change SET member = NULL, device = NULL WHERE document = :visit;
                      UPDATE actor SET member = NULL, device = NULL WHERE document = :visit";
    finds(unauthored, Fault::BrokenRule, "計算と合いません").await;
}

#[tokio::test]
async fn what_the_tables_contradict_is_named() {
    let bound = "UPDATE actor SET member = NULL WHERE document = :visit AND member IS NOT NULL";
    finds(bound, Fault::Database, "結びつけられた著者").await;
    let count = "UPDATE document SET changes = 3 WHERE id = :visit";
    finds(count, Fault::Database, "変更の数が合いません").await;
    let unfed = "DELETE FROM feed WHERE document = :visit AND what = 'change'";
    finds(unfed, Fault::Database, "ちょうど1回").await;
    let since = "UPDATE access SET since = 1 WHERE document = :visit";
    finds(since, Fault::Database, "フィードの行から始まっていません").await;
    let unread = "DELETE FROM access WHERE document = :visit";
    finds(unread, Fault::Database, "読める人がいません").await;
    let twice = "INSERT INTO feed (mark, what, document, first, last)
                 VALUES (randomblob(8), 'change', :visit, 1, 1)";
    finds(twice, Fault::Database, "同じ変更が2回").await;
    let reset = "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'feed'";
    finds(reset, Fault::Database, "まだ出していない番号").await;
    let untold = "DELETE FROM feed WHERE what = 'figures'";
    finds(untold, Fault::Database, "実績の行の届け先").await;
    let device = "DELETE FROM device WHERE id = x'0202020202020202'";
    finds(device, Fault::Database, "存在しない device").await;
}
