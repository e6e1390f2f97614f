//! Bringing a file in twice changes nothing; a changed file replaces its own facts and no others;
//! a file that does not belong, or is not understood, changes nothing.

use super::*;
use crate::programme;
use crate::storage::Storage;
use crate::storage::sqlite::SqliteStore;

const GOOD: &str = include_str!("../../../datasets/kanagawa-r6.json");
const NOW_MS: i64 = 1_738_300_000_000;

async fn opened() -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (SqliteStore::open(folder.path()).await.unwrap(), folder)
}

fn read(text: &str) -> Dataset {
    load_dataset(text, "f.json").unwrap()
}

#[tokio::test]
async fn a_file_brought_in_twice_changes_nothing() {
    let (opened, _folder) = opened().await;
    let dataset = read(GOOD);
    assert_eq!(store(&opened, &dataset, NOW_MS).await.unwrap(), Stored::Added);
    assert_eq!(opened.lines().await.unwrap(), dataset.facts());
    assert_eq!(programme::read(&opened).await.unwrap().as_ref(), Some(&dataset.programme));
    let id = programme::id_of(&dataset.programme);
    let changes = opened.changes(id).await.unwrap();

    assert_eq!(store(&opened, &dataset, NOW_MS + 1).await.unwrap(), Stored::Unchanged);
    assert_eq!(opened.lines().await.unwrap(), dataset.facts());
    assert_eq!(opened.changes(id).await.unwrap(), changes);
    let import = opened.imported("kanagawa-r6".to_owned()).await.unwrap().unwrap();
    assert_eq!(import.at_ms, NOW_MS);
    assert!(import.report.contains("A18 "), "{}", import.report);
}

#[tokio::test]
async fn a_changed_file_replaces_its_own_facts_alone() {
    let (opened, _folder) = opened().await;
    let other = read(&GOOD.replacen("\"name\": \"kanagawa-r6\"", "\"name\": \"more\"", 1));
    store(&opened, &other, NOW_MS).await.unwrap();
    store(&opened, &read(GOOD), NOW_MS).await.unwrap();
    let tick = "    {\"month\": \"2025-01\", \"content\": \"resources\", \"visit\": null}";
    let at = GOOD.find(tick).unwrap();
    let before = GOOD[..at].trim_end().trim_end_matches(',');
    let fewer = read(&format!("{before}{}", &GOOD[at + tick.len()..]));
    assert_eq!(store(&opened, &fewer, NOW_MS).await.unwrap(), Stored::Replaced);
    let figures = opened.figures("kanagawa-r6".to_owned()).await.unwrap();
    assert_eq!(figures.len(), other.lines.len() - 1);
    assert_eq!(opened.figures("more".to_owned()).await.unwrap(), other.facts());
}

#[tokio::test]
async fn what_does_not_belong_together_is_refused_and_changes_nothing() {
    let (opened, _folder) = opened().await;
    store(&opened, &read(GOOD), NOW_MS).await.unwrap();
    let lines = opened.lines().await.unwrap();
    let neighbour = read(&GOOD.replacen("\"140007\"", "\"130001\"", 1));
    let refused = store(&opened, &neighbour, NOW_MS).await.unwrap_err();
    assert!(matches!(refused, StoreError::OtherPrefecture { .. }), "{refused}");
    // Real data has no fictional people.
    let (before, people) = GOOD.split_once("  \"people\": [").unwrap();
    let (_, after) = people.split_once("],\n").unwrap();
    let real = read(&format!("{before}{after}").replacen("\"sample\": \"見本データ\"", "\"sample\": null", 1));
    let refused = store(&opened, &real, NOW_MS).await.unwrap_err();
    assert!(matches!(refused, StoreError::SampleAndReal), "{refused}");
    assert_eq!(opened.lines().await.unwrap(), lines);
    assert!(opened.info().await.unwrap().unwrap().sample_label.is_some());
}
