//! What bringing in drafts promises.

use shared::access::{Stage, Who, may_touch};
use shared::domain::{Level, Role};
use shared::ids::MemberId;

use super::*;
use crate::storage::StoreInfo;
use crate::storage::sqlite::SqliteStore;

const NOW_MS: i64 = 1_790_000_000_000;

async fn a_store() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    let info = StoreInfo { prefecture: "140007".parse().unwrap(), sample_label: Some("見本データ".to_owned()) };
    store.set_info(info).await.unwrap();
    (folder, store)
}

async fn standing(store: &SqliteStore) -> handbook::Handbook {
    let stored = store.changes(Root::handbook("140007".parse().unwrap()).id()).await.unwrap();
    let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
    handbook::read(&Document::open(&chunks).unwrap()).unwrap()
}

#[tokio::test]
async fn the_drafts_of_the_program_are_brought_in_as_drafts_and_only_once() {
    let (_folder, store) = a_store().await;
    let entries = load(DRAFT, "draft.json").unwrap();
    let done = put(&store, &entries, Standing::Left, NOW_MS).await.unwrap();
    assert_eq!(done, Put { added: entries.len(), ..Put::default() });
    let stands = standing(&store).await;
    assert_eq!(stands.entries, entries);
    assert_eq!((stands.drafts.len(), stands.versions.len()), (entries.len(), 0));
    let again = put(&store, &entries, Standing::Replaced, NOW_MS).await.unwrap();
    assert_eq!(again, Put::default());
    let verified = crate::verify::verify(&store).await.unwrap();
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);
}

#[tokio::test]
async fn what_stands_otherwise_is_written_over_only_where_that_is_asked_for() {
    let (_folder, store) = a_store().await;
    let mut entries = load(DRAFT, "draft.json").unwrap();
    put(&store, &entries, Standing::Left, NOW_MS).await.unwrap();
    let before = standing(&store).await.entries;
    entries[0].texts.insert(Level::Easy, "別の文章".to_owned());
    let left = put(&store, &entries, Standing::Left, NOW_MS).await.unwrap();
    assert_eq!((left, standing(&store).await.entries), (Put { left: 1, ..Put::default() }, before));
    let replaced = put(&store, &entries, Standing::Replaced, NOW_MS).await.unwrap();
    assert_eq!(replaced, Put { replaced: 1, ..Put::default() });
    assert_eq!(standing(&store).await.entries, entries);
}

#[tokio::test]
async fn a_store_without_a_programme_takes_no_handbook() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    let refused = put(&store, &[], Standing::Left, NOW_MS).await;
    assert!(matches!(refused, Err(HandbookError::NoProgramme)));
}

#[test]
fn an_approval_that_no_officer_made_is_found() {
    let mut document = handbook::create("140007".parse().unwrap()).unwrap();
    let writer = Writer { actor: Actor([1; 16]), at: Instant::from_ms(NOW_MS) };
    let entries: Vec<_> = (0..).zip(load(DRAFT, "draft.json").unwrap()).collect();
    let written = handbook::put(&mut document, &writer, &entries).unwrap().unwrap();
    let approved = handbook::approve(&mut document, &writer, [1; 16], MemberId([1; 8]), "").unwrap().unwrap();
    assert!(may_be_unauthored(document.root(), &written));
    assert!(!may_be_unauthored(document.root(), &approved));
    let visitor = Who { member: MemberId([1; 8]), role: Role::Visitor, offices: Vec::new(), safeguarding: false };
    assert!(!may_touch(document.kind(), &visitor, (&ties(&document), Stage::Open), &Touch::Open));
}

fn refused(change: impl Fn(&str) -> String) -> String {
    load(&change(DRAFT), "draft.json").unwrap_err().to_string()
}

#[test]
fn a_file_is_refused_with_the_line_and_the_reason() {
    let line = |words: &str| 1 + DRAFT.lines().position(|line| line.contains(words)).unwrap();
    let cases: [(&str, &str, &str, String); 7] = [
        ("otozure-handbook/1", "otozure-handbook/9", "知らない形式", "2行目".to_owned()),
        ("\"id\": \"opening\"", "\"id\": \"flow\"", "2回あります", format!("{}行目", line("\"opening\""))),
        ("\"id\": \"opening\"", "\"id\": \"はじめ\"", "番号に使えません", format!("{}行目", line("\"opening\""))),
        ("\"kind\": \"rights\"", "\"kind\": \"poster\"", "poster", format!("{}行目", line("\"kind\": \"rights\""))),
        ("\"picture\": [\"[house] い", "\"braille\": [\"[house] い", "braille", format!("{}行目", line("[house] い"))),
        ("[house] い", "[hut] い", "知らない絵", format!("{}行目", line("[house] い"))),
        (
            "調《しら》べます。\",",
            "調《しら。\",",
            "ふりがなを読めません",
            format!("{}行目", line("調《しら》べます。\",")),
        ),
    ];
    for (from, to, reason, place) in cases {
        let told = refused(|text| text.replacen(from, to, 1));
        assert!(told.contains(reason) && told.contains(&place), "{from} -> {to}: {told}");
    }
}

#[test]
fn a_file_holds_as_many_entries_as_a_handbook_may_and_not_one_more() {
    let entries = |count: usize| {
        let one = |at| format!(r#"{{"id":"e-{at}","kind":"card","title":"家","texts":{{"easy":["家"]}}}}"#);
        let all: Vec<String> = (0..count).map(one).collect();
        format!(r#"{{"format":"otozure-handbook/1","title":"","entries":[{}]}}"#, all.join(","))
    };
    let most = shared::domain::handbook::HANDBOOK_ENTRIES_MAX;
    assert_eq!(load(&entries(most), "f").unwrap().len(), most);
    assert!(load(&entries(most + 1), "f").unwrap_err().to_string().contains("多すぎます"));
}
