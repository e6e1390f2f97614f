//! The fictional prefecture is told by its own rules: each document taken by the relay as from its members, in every
//! state that a screen must show, once and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::documents::{Document, Kind, request};
use shared::domain::{RequestState, VisitOutcome};
use shared::report::Line;
use shared::report::care::{CallDue, due_list};
use shared::time::{ClockTime, Day, Instant};

use super::super::{Dataset, bundled, load_dataset, store};
use super::*;
use crate::storage::Storage;
use crate::storage::sqlite::SqliteStore;
use crate::verify::verify;

const DEMO: &str = include_str!("../../../datasets/demo.json");

fn read(text: &str) -> Dataset {
    load_dataset(text, "demo.json").unwrap()
}

fn on(day: &str) -> i64 {
    Instant::at(day.parse().unwrap(), ClockTime::new(12, 0).unwrap()).ms()
}

async fn told(text: &str, day: &str) -> (Arc<SqliteStore>, Result<usize, StoryError>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let opened = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let dataset = read(text);
    store(opened.as_ref(), &dataset, on(day)).await.unwrap();
    let told = tell(Arc::<SqliteStore>::clone(&opened), &dataset, on(day)).await;
    (opened, told, folder)
}

async fn documents(store: &SqliteStore, kind: Kind) -> Vec<Document> {
    let all = store.documents(None, 1_000).await.unwrap();
    let mut found = Vec::new();
    for (id, _) in all.into_iter().filter(|(_, head)| head.kind == kind) {
        let stored = store.changes(id).await.unwrap();
        let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
        found.push(Document::open(&chunks).unwrap());
    }
    found
}

#[tokio::test]
async fn the_fictional_prefecture_holds_every_state_and_stands_up_to_verification() {
    let (store, told, _folder) = told(DEMO, "2026-11-13").await;
    assert!(told.unwrap() > 40);
    assert_eq!(verify(store.as_ref()).await.unwrap().findings, Vec::new());
    let requests = documents(&store, Kind::Request).await;
    let states: BTreeSet<RequestState> =
        requests.iter().map(|document| request::read(document).unwrap().state).collect();
    assert_eq!(states, RequestState::ALL.iter().copied().collect());
    let outcomes: BTreeSet<Option<VisitOutcome>> = documents(&store, Kind::Visit)
        .await
        .iter()
        .map(|document| shared::documents::visit::read(document).unwrap().plan.outcome.settled().copied())
        .collect();
    let every = VisitOutcome::ALL.iter().copied().map(Some).chain([None]);
    assert_eq!(outcomes, every.collect(), "and visits to come or to be accepted");
    assert_eq!(documents(&store, Kind::Safeguard).await.len(), 1);
    let mut lines: Vec<Line> = Vec::new();
    for care in documents(&store, Kind::Aftercare).await {
        lines.extend(store.figures(care.id().to_string()).await.unwrap());
    }
    let today: Day = "2026-11-13".parse().unwrap();
    let due: BTreeSet<CallDue> = due_list(&lines).iter().map(|due| due.on(today)).collect();
    assert!(due.is_superset(&BTreeSet::from([CallDue::Overdue, CallDue::Now, CallDue::Done])), "{due:?}");
}

#[tokio::test]
async fn a_story_told_again_changes_nothing_and_one_cut_short_is_finished() {
    let (store, told, _folder) = told(DEMO, "2026-11-13").await;
    let whole = told.unwrap();
    let before = store.documents(None, 1_000).await.unwrap();
    let again = tell(Arc::<SqliteStore>::clone(&store), &read(DEMO), on("2026-12-24")).await.unwrap();
    assert_eq!(again, 0);
    assert_eq!(store.documents(None, 1_000).await.unwrap(), before);
    let devices = store.devices(read(DEMO).story.members()[2].id).await.unwrap();
    assert!(devices.iter().all(|device| !device.active), "no door is left open");

    let few = {
        let mut dataset = read(DEMO);
        dataset.story.cases.truncate(3);
        dataset
    };
    let folder = tempfile::tempdir().unwrap();
    let cut = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    super::super::store(cut.as_ref(), &few, on("2026-11-13")).await.unwrap();
    let first = tell(Arc::<SqliteStore>::clone(&cut), &few, on("2026-11-13")).await.unwrap();
    let rest = tell(Arc::<SqliteStore>::clone(&cut), &read(DEMO), on("2026-11-13")).await.unwrap();
    assert_eq!((first > 0, first + rest), (true, whole));
}

#[tokio::test]
async fn cases_are_told_later_by_whole_weeks_so_that_what_is_to_come_is_to_come() {
    for (day, later) in
        [("2026-11-13", 0), ("2026-11-19", 0), ("2026-11-20", 7), ("2027-11-13", 364), ("2026-01-01", 0)]
    {
        assert_eq!(read(DEMO).story.later_by(day.parse().unwrap()), later, "{day}");
    }
    let days = |document: &Document| shared::documents::visit::read(document).unwrap().plan.day.settled().copied();
    let (first, _, _one) = told(DEMO, "2026-11-13").await;
    let (later, _, _other) = told(DEMO, "2026-12-01").await;
    let of = |documents: Vec<Document>| {
        let mut all: Vec<Day> = documents.iter().filter_map(days).collect();
        all.sort();
        all
    };
    let (first, later) = (of(documents(&first, Kind::Visit).await), of(documents(&later, Kind::Visit).await));
    assert_eq!(first.iter().map(|day| day.plus_days(14)).collect::<Vec<_>>(), later);
    assert!(first.last().unwrap() > &"2026-11-13".parse().unwrap());
}

#[tokio::test]
async fn a_story_that_breaks_a_rule_of_the_relay_is_refused_and_says_where() {
    // A visitor of another office is no coordinator: the request is not theirs to begin.
    let wrong = DEMO.replacen("\"by\": \"demomih1\"", "\"by\": \"demokam2\"", 1);
    let (_store, told, _folder) = told(&wrong, "2026-11-13").await;
    let error = told.unwrap_err();
    assert!(error.to_string().contains("demo D01 request"), "{error}");
}

#[test]
fn a_story_stands_in_a_sample_alone_and_names_who_is_there() {
    let wrong = |from: &str, to: &str| {
        assert!(DEMO.contains(from), "{from}");
        load_dataset(&DEMO.replacen(from, to, 1), "demo.json").unwrap_err().to_string()
    };
    assert!(wrong("\"sample\": \"見本データ（架空の県）\"", "\"sample\": null").contains("架空の人や事例"));
    assert!(wrong("\"by\": \"demomih1\"", "\"by\": \"demomih9\"").contains("demomih9"));
    assert!(wrong("\"at\": \"2026-09-02 10:10\"", "\"at\": \"9月2日\"").contains("日と時刻"));
    assert!(wrong("\"id\": \"demomih1\"", "\"id\": \"mihon\"").contains("人の記号"));
    assert!(wrong("\"id\": \"D01-2\"", "\"id\": \"D01-1\"").contains("2回使われています"));
    assert!(wrong("\"appointed_on\": \"2026-04-01\"", "\"appointed_on\": null").contains("区分と選任の日"));
}

#[test]
fn every_bundled_dataset_is_read_and_gives_each_role_a_link() {
    for name in bundled::NAMES {
        let dataset = load_dataset(bundled::bundled(name).unwrap(), name).unwrap();
        assert_eq!(dataset.name, name);
        let mut roles: BTreeMap<_, usize> = BTreeMap::new();
        for member in dataset.story.members().into_iter().filter(|member| member.linked) {
            *roles.entry(member.fields.role.code()).or_default() += 1;
        }
        assert_eq!(roles.len(), 3, "{name}: {roles:?}");
    }
}
