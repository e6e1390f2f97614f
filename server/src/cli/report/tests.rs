//! The bundled figures through a real store and out as JSON, against the prefecture's own report.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::dataset::{Stored, bundled, load_dataset, store};

const NOW_MS: i64 = 1_738_300_000_000;

/// A store that holds the figures of Kanagawa; the folder goes with the value.
async fn kanagawa() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let opened = SqliteStore::open(folder.path()).await.unwrap();
    let dataset = load_dataset(bundled("kanagawa-r6").unwrap(), "kanagawa-r6.json").unwrap();
    assert_eq!(store(&opened, &dataset, NOW_MS).await.unwrap(), Stored::Added);
    (opened, folder)
}

async fn page(kind: ReportKind, as_of: &str) -> Value {
    let (store, _folder) = kanagawa().await;
    let (report, programme) = count(&store, kind, as_of.parse().unwrap(), None).await.unwrap();
    let json = written_page(kind, Format::Json, &report, &programme).unwrap();
    serde_json::from_str(&json).unwrap()
}

fn row(id: &str, label: &str, values: &[u32]) -> Value {
    json!({"id": id, "label": label, "values": values, "total": values.iter().sum::<u32>()})
}

#[tokio::test]
async fn requests_are_exactly_those_of_the_report() {
    assert_eq!(
        page(ReportKind::Requests, "2025-01-31").await,
        json!({
            "as_of": "2025-01-31",
            "columns": ["2024-10", "2024-11", "2024-12", "2025-01"],
            "rows": [
                row("tolime", "とらいむ", &[0, 0, 0, 4]),
                row("motomachi", "元町の家", &[0, 0, 0, 0]),
                row("hotstation", "ほっとステーション平塚", &[0, 0, 0, 0]),
                row("kokoro", "こころの笑顔", &[0, 0, 5, 2]),
                row("yuimaru", "ゆいまーる", &[0, 1, 2, 0]),
                row("smile", "スマイル", &[0, 0, 0, 0]),
            ],
            "total": {"values": [0, 1, 7, 6], "total": 14},
        })
    );
}

#[tokio::test]
async fn outcomes_and_contents_are_exactly_those_of_the_report() {
    let outcomes = page(ReportKind::Outcomes, "2025-01-31").await;
    assert_eq!(outcomes["total"], json!({"values": [0, 1, 7, 6], "total": 14}));
    assert_eq!(outcomes["rows"][0], row("dispatch", "訪問支援員派遣調整", &[0, 0, 6, 5]));
    assert_eq!(outcomes["rows"][1], row("cancelled", "訪問調整するもキャンセル", &[0, 1, 1, 1]));
    assert_eq!(outcomes["rows"].as_array().unwrap().len(), 4);
    let contents = page(ReportKind::Contents, "2025-01-31").await;
    assert_eq!(contents["rows"][0], row("visits", "訪問件数", &[0, 0, 3, 5]));
    assert_eq!(contents["rows"][1], row("listen", "本人の話を聴く", &[0, 0, 3, 3]));
    assert_eq!(contents["rows"].as_array().unwrap().len(), 8);
    assert_eq!(contents["total"], json!({"values": [0, 0, 4, 5], "total": 9}));
}

#[tokio::test]
async fn visits_are_one_row_each_with_their_lost_categories_null() {
    let visits = page(ReportKind::Visits, "2025-01-31").await;
    assert_eq!(visits["columns"], json!(["peer_supporter", "office_staff", "volunteer", "other", "unknown"]));
    assert_eq!(visits["rows"].as_array().unwrap().len(), 8);
    let fourth = &visits["rows"][3];
    assert_eq!(fourth["date"], "2025-01-09");
    assert_eq!(fourth["hospital"], "湘南病院");
    assert_eq!(fourth["pair"], json!([null, null]));
    assert_eq!(fourth["repeat"], "wanted_but_discharged");
    assert_eq!(fourth["values"], json!([0, 0, 0, 0, 2]));
    assert_eq!(visits["total"], json!({"values": [0, 0, 0, 0, 16], "total": 16}));
}

#[tokio::test]
async fn training_has_the_funnel_and_the_categories() {
    let training = page(ReportKind::Training, "2025-01-31").await;
    assert_eq!(training["rows"][0]["values"], json!([36, 34, 47, 46, 11, 17, 0, 4, 14, 13]));
    assert_eq!(training["rows"][1]["values"], json!([22, 19, 19, 19, 8, 6, 2, 3, 0, 0]));
    assert_eq!(training["total"], json!({"values": [58, 53, 66, 65, 19, 23, 2, 7, 14, 13], "total": null}));
}

#[tokio::test]
async fn an_earlier_day_shows_what_was_true_then() {
    let requests = page(ReportKind::Requests, "2024-11-30").await;
    assert_eq!(requests["columns"], json!(["2024-10", "2024-11"]));
    assert_eq!(requests["total"], json!({"values": [0, 1], "total": 1}));
    assert_eq!(page(ReportKind::Visits, "2024-12-15").await["rows"], json!([]));
}

#[tokio::test]
async fn notes_and_the_samples_band_stand_beside_a_file() {
    let (store, _folder) = kanagawa().await;
    let as_of = "2024-12-15".parse().unwrap();
    let (report, programme) = count(&store, ReportKind::Requests, as_of, None).await.unwrap();
    let lines = beside(&report, &programme);
    assert_eq!(lines[0], "【見本データ】");
    assert!(lines[1].starts_with("注 令和6年12月の事実には"), "{}", lines[1]);
    let text = written_page(ReportKind::Requests, Format::Text, &report, &programme).unwrap();
    assert!(text.starts_with("【見本データ】\n") && text.contains("\n注 令和6年12月"), "{text}");
}

/// A document's lines in a store, as a push leaves them.
async fn counted(store: &SqliteStore, office: &str, nonce: u8) {
    use shared::documents::Kind;
    use shared::ids::{ChangeHash, DocumentId};

    let id = DocumentId([nonce; 16]);
    let text = r#"{"content":{"when":"2025-01-20","content":"listen"}}"#;
    let batch = crate::storage::Batch {
        access: crate::access::command_line(id, None),
        birth: Some(crate::storage::Birth {
            kind: Kind::Visit,
            prefecture: "140007".parse().unwrap(),
            root: vec![nonce],
        }),
        judged_upon: 0,
        changes: vec![crate::storage::NewChange {
            hash: ChangeHash([nonce; 32]),
            actor: shared::ids::Actor([nonce; 16]),
            seq: 1,
            bytes: vec![nonce],
            author: None,
        }],
        ties: Some(vec![shared::access::Tie::Office(office.parse().unwrap())]),
        figures: Some(vec![serde_json::from_str(text).unwrap()]),
        received_at_ms: 1,
    };
    store.commit_all(vec![batch]).await.unwrap().remove(0).unwrap();
}

#[tokio::test]
async fn an_offices_table_counts_its_documents_and_what_an_import_says_of_it() {
    let (store, _folder) = kanagawa().await;
    let as_of: Day = "2025-01-31".parse().unwrap();
    let kokoro: OfficeId = "kokoro".parse().unwrap();
    let table = async |kind, office: Option<&OfficeId>| -> Value {
        let (report, programme) = count(&store, kind, as_of, office).await.unwrap();
        let json = written_page(kind, Format::Json, &report, &programme).unwrap();
        serde_json::from_str(&json).unwrap()
    };
    let requests = table(ReportKind::Requests, Some(&kokoro)).await;
    assert_eq!(requests["total"], json!({"values": [0, 0, 5, 2], "total": 7}));
    assert_eq!(requests["rows"][3], row("kokoro", "こころの笑顔", &[0, 0, 5, 2]));
    // What an import ticks names no office; what a document ticks is its office's, though the line
    // names none.
    let listened = table(ReportKind::Contents, Some(&kokoro)).await["rows"][1].clone();
    assert_eq!(listened, row("listen", "本人の話を聴く", &[0, 0, 0, 0]));
    counted(&store, "kokoro", 1).await;
    counted(&store, "yuimaru", 2).await;
    let listened = table(ReportKind::Contents, Some(&kokoro)).await["rows"][1].clone();
    assert_eq!(listened, row("listen", "本人の話を聴く", &[0, 0, 0, 1]));
    let all = table(ReportKind::Contents, None).await["rows"][1].clone();
    assert_eq!(all, row("listen", "本人の話を聴く", &[0, 0, 3, 5]));
    let failure = count(&store, ReportKind::Visits, as_of, Some(&"nowhere".parse().unwrap())).await.unwrap_err();
    assert!(failure.to_string().contains("kokoro 相談支援事業所こころの笑顔"), "{failure}");
}

#[tokio::test]
async fn a_folder_without_a_programme_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let empty = SqliteStore::open(folder.path()).await.unwrap();
    let as_of = "2025-01-31".parse().unwrap();
    let failure = count(&empty, ReportKind::Visits, as_of, None).await.unwrap_err();
    assert!(failure.to_string().contains("otozure import"), "{failure}");
}

#[test]
fn a_date_is_read_as_people_write_it_and_a_wrong_weekday_is_refused() {
    let written = day("令和7年1月31日(金)").unwrap();
    assert_eq!(Ok(written), day("2025-01-31"));
    assert!(day("令和7年1月31日(木)").unwrap_err().contains("令和7年1月31日(金)"));
    assert!(day("きのう").is_err());
}
