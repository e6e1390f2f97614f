//! Promises about the store as a whole.

use std::sync::Arc;

use shared::report::Line;

use super::fixture::*;
use crate::storage::{Import, Storage, StorageError, StoreInfo};

fn line(month: &str) -> Line {
    let json = format!(r#"{{"request":{{"office":"east","when":"{month}"}}}}"#);
    serde_json::from_str(&json).unwrap()
}

pub(super) async fn a_store_is_one_prefectures(store: Arc<dyn Storage>) {
    assert_eq!(store.info().await.unwrap(), None);
    let mut info =
        StoreInfo { prefecture: "140007".parse().unwrap(), sample_label: Some("見本データ".to_owned()) };
    store.set_info(info.clone()).await.unwrap();
    assert_eq!(store.info().await.unwrap(), Some(info.clone()));
    info.sample_label = None;
    store.set_info(info.clone()).await.unwrap();
    let other = StoreInfo { prefecture: "130001".parse().unwrap(), sample_label: None };
    let refused = store.set_info(other).await;
    assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
    assert_eq!(store.info().await.unwrap(), Some(info));
}

pub(super) async fn the_receipt_key_stays(store: Arc<dyn Storage>) {
    let key = store.receipt_key().await.unwrap();
    assert_ne!(key, [0; 32]);
    assert_eq!(store.receipt_key().await.unwrap(), key);
}

pub(super) async fn an_import_replaces_its_own_lines_alone(store: Arc<dyn Storage>) {
    let import = |name: &str, digest| Import {
        name: name.to_owned(),
        content_sha256: [digest; 32],
        at_ms: 7,
        report: "読みました".to_owned(),
    };
    store.replace_imported(import("b", 1), vec![line("2024-11")]).await.unwrap();
    let two = vec![line("2024-12"), line("2025-01")];
    store.replace_imported(import("a", 2), two.clone()).await.unwrap();
    let both = vec![line("2024-12"), line("2025-01"), line("2024-11")];
    assert_eq!(store.lines().await.unwrap(), both, "by source, in the order given");
    store.replace_imported(import("b", 3), vec![]).await.unwrap();
    assert_eq!(store.lines().await.unwrap(), two);
    assert_eq!(store.figures("a".to_owned()).await.unwrap(), two);
    assert_eq!(store.imported("b".to_owned()).await.unwrap(), Some(import("b", 3)));
    assert_eq!(store.imported("c".to_owned()).await.unwrap(), None);
    assert_eq!(store.imports().await.unwrap(), vec![import("a", 2), import("b", 3)]);
    assert_eq!(store.figure_sources().await.unwrap(), ["a"]);
}

pub(super) async fn a_sound_store_says_that_all_is_well(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    write(store, 1, VISITOR, 1).await;
    tie(store, 1, visit_ties("west", &[VISITOR, SECOND_VISITOR])).await;
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}
