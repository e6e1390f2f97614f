//! What retention promises: nothing ends before its day, without a term or while it is under way; what
//! ended cannot be opened from a backup, and stands in the trail.

use std::path::Path;

use shared::documents::visit::{self, PlanField};
use shared::documents::{Kind, figures, ties};
use shared::domain::{Intent, IntentMethod};

use super::*;
use crate::storage::Birth;
use crate::storage::sqlite::FILE_NAME;
use crate::verify::verify;
use crate::{dataset, samples};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A visit or a request, last written on a day.
async fn written(store: &SqliteStore, mut document: Document, on: &str) -> DocumentId {
    let at = Instant::at(day(on), shared::time::ClockTime::new(12, 0).unwrap());
    let writer = Writer { actor: Actor([2; 16]), at };
    let office = "kokoro".parse().unwrap();
    match document.kind() {
        Kind::Visit => {
            let plan = vec![(PlanField::Office, Some("kokoro".to_owned()))];
            visit::put_plan(&mut document, &writer, plan).unwrap();
        }
        _ => {
            request::put_office(&mut document, &writer, &office).unwrap();
        }
    }
    let member = store.members().await.unwrap().into_iter().find(|m| !m.fields.offices.is_empty()).unwrap();
    let who = crate::storage::Principal { member: member.id, device: shared::ids::DeviceId([2; 8]) };
    if store.devices(member.id).await.unwrap().is_empty() {
        let secret = crate::storage::SecretHash([2; 32]);
        let token = crate::storage::NewToken {
            secret,
            who,
            label: "test".to_owned(),
            created_at_ms: 0,
            expires_at_ms: i64::MAX,
        };
        store.add_token(token).await.unwrap();
    }
    let changes = document.changes_since(&[]).into_iter().map(|chunk| {
        let author = (chunk.actor() == Actor([2; 16])).then_some(who);
        NewChange { author, ..by_nobody(chunk) }
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
        ties: Some(ties(&document)),
        figures: Some(figures::figures(&document)),
        received_at_ms: at.ms(),
    };
    store.commit_all(vec![batch]).await.unwrap().remove(0).unwrap();
    document.id()
}

fn a_visit(nonce: u8) -> Document {
    let intent =
        Intent { day: day("2019-05-01"), method: IntentMethod::Phone, confirmed_by: "例示 みどり".to_owned() };
    Document::create(Root::visit("140007".parse().unwrap(), None, intent, [nonce; 16])).unwrap()
}

fn a_request(nonce: u8) -> Document {
    request::create("140007".parse().unwrap(), [nonce; 16]).unwrap()
}

async fn store(folder: &Path) -> SqliteStore {
    let store = SqliteStore::open(folder).await.unwrap();
    let text = dataset::bundled(dataset::bundled::KANAGAWA_R6).unwrap();
    dataset::store(&store, &dataset::load_dataset(text, "kanagawa-r6").unwrap(), 5).await.unwrap();
    samples::ensure(&store).await.unwrap();
    store
}

fn term(kind: Kind, years: u32) -> Term {
    Term { kind, from: day("2019-04-01"), years, source: None }
}

fn ids(due: &[Due]) -> Vec<DocumentId> {
    due.iter().map(|due| due.document).collect()
}

#[tokio::test]
async fn nothing_ends_before_its_day_without_a_term_or_while_it_is_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let old = written(&store, a_visit(1), "2019-05-02").await;
    let newer = written(&store, a_visit(2), "2020-04-01").await;
    let waiting = written(&store, a_request(3), "2019-05-02").await;
    let plan = plan_on(&store, "2040-01-01").await;
    assert_eq!((plan.due.len(), plan.without_term.get(&Kind::Visit)), (0, Some(&2)), "nobody set a term");

    assert!(put_term(&store, &term(Kind::Visit, 5), 5).await.unwrap());
    assert!(!put_term(&store, &term(Kind::Visit, 5), 6).await.unwrap(), "it stands already");
    put_term(&store, &term(Kind::Request, 5), 5).await.unwrap();
    assert_eq!(plan_on(&store, "2025-03-31").await.due, vec![]);
    let plan = plan_on(&store, "2025-04-01").await;
    assert_eq!(ids(&plan.due), [old]);
    assert_eq!(ids(&plan.under_way), [waiting], "somebody still waits for an answer");
    assert_eq!(plan.kept.get(&Kind::Visit), Some(&1));
    assert_eq!(ids(&plan_on(&store, "2026-04-01").await.due), [old, newer]);
    assert_eq!(store.changes(old).await.unwrap().len(), 2, "a plan changes nothing");
    assert_eq!(store.keys().trail().await.unwrap(), vec![]);
    assert_eq!(verify(&store).await.unwrap().findings, vec![]);
    store.close().await;
}

async fn plan_on(store: &SqliteStore, as_of: &str) -> Plan {
    plan(store, day(as_of)).await.unwrap()
}

#[tokio::test]
async fn a_backup_restored_after_it_cannot_open_what_ended() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = store(&data).await;
    let old = written(&store, a_visit(1), "2019-05-02").await;
    let newer = written(&store, a_visit(2), "2023-04-01").await;
    put_term(&store, &term(Kind::Visit, 5), 5).await.unwrap();
    store.close().await;
    let backup = folder.path().join("backup");
    std::fs::copy(data.join(FILE_NAME), &backup).unwrap();

    let store = SqliteStore::open(&data).await.unwrap();
    let lines = store.lines().await.unwrap();
    let plan = plan_on(&store, "2025-04-01").await;
    let ended = carry_out(&store, &plan, ("県庁 太郎", day("2025-04-01")), 1_743_500_000_000).await.unwrap();
    assert_eq!(ended, Outcome { ended: 1, ..Outcome::default() });
    let again = carry_out(&store, &plan, ("県庁 太郎", day("2025-04-01")), 7).await.unwrap();
    assert_eq!(again, Outcome::default(), "it had ended");
    assert_eq!(store.lines().await.unwrap(), lines, "what was counted stays counted");
    let trail = store.keys().trail().await.unwrap();
    assert_eq!(trail.len(), 1);
    assert_eq!((trail[0].entry.who.as_str(), trail[0].entry.at_ms), ("県庁 太郎", 1_743_500_000_000));
    let said = &trail[0].entry.what;
    assert!(said.contains(&old.to_string()) && said.contains("years=5") && said.contains("2019-05-02"), "{said}");
    assert_eq!(verify(&store).await.unwrap().findings, vec![]);
    store.close().await;

    for _ in 0..2 {
        std::fs::copy(&backup, data.join(FILE_NAME)).unwrap();
        let store = SqliteStore::open(&data).await.unwrap();
        assert_eq!(store.document(old).await.unwrap().unwrap().state, DocumentState::Purged);
        assert_eq!(store.keys().key(old).await.unwrap(), None);
        assert_eq!(store.changes(old).await.unwrap(), vec![]);
        assert_eq!(store.root(old).await.unwrap(), None);
        assert_eq!(store.changes(newer).await.unwrap().len(), 2, "the other one stands");
        assert_eq!(store.keys().trail().await.unwrap(), trail, "who ended it is known all the same");
        assert_eq!(verify(&store).await.unwrap().findings, vec![]);
        store.close().await;
    }
}

/// One more change of a visit.
async fn write_again(store: &SqliteStore, id: DocumentId, on: &str) {
    let mut document = open(store, id).await.unwrap().unwrap();
    let head = store.document(id).await.unwrap().unwrap();
    let at = Instant::at(day(on), shared::time::ClockTime::new(12, 0).unwrap());
    let writer = Writer { actor: Actor([2; 16]), at };
    let member = store.members().await.unwrap().into_iter().find(|m| !m.fields.offices.is_empty()).unwrap();
    let author = Some(crate::storage::Principal { member: member.id, device: shared::ids::DeviceId([2; 8]) });
    let plan = vec![(PlanField::Hospital, Some("hadano".to_owned()))];
    let chunk = visit::put_plan(&mut document, &writer, plan).unwrap().unwrap();
    let batch = Batch {
        access: access::command_line(id, Some(&head)),
        birth: None,
        judged_upon: head.changes,
        changes: vec![NewChange { author, ..by_nobody(chunk) }],
        ties: Some(ties(&document)),
        figures: Some(figures::figures(&document)),
        received_at_ms: at.ms(),
    };
    store.commit_all(vec![batch]).await.unwrap().remove(0).unwrap();
}

async fn refuse(store: &SqliteStore, document: DocumentId, on: &str) {
    let member = store.members().await.unwrap().into_iter().find(|m| !m.fields.offices.is_empty()).unwrap();
    let refused = crate::storage::RefusedChange {
        document,
        hash: shared::ids::ChangeHash([7; 32]),
        author: crate::storage::Principal { member: member.id, device: shared::ids::DeviceId([2; 8]) },
        code: "guarded".to_owned(),
        at_ms: Instant::at(day(on), shared::time::ClockTime::new(12, 0).unwrap()).ms(),
        bytes: b"words".to_vec(),
    };
    store.keep_refused(vec![refused]).await.unwrap();
}

#[tokio::test]
async fn what_was_written_after_the_plan_does_not_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let written_to = written(&store, a_visit(1), "2019-05-02").await;
    let refused_for = written(&store, a_visit(2), "2019-05-02").await;
    let left_alone = written(&store, a_visit(3), "2019-05-02").await;
    put_term(&store, &term(Kind::Visit, 5), 5).await.unwrap();
    let plan = plan_on(&store, "2025-04-01").await;
    assert_eq!(plan.due.len(), 3);
    write_again(&store, written_to, "2025-04-01").await;
    refuse(&store, refused_for, "2025-04-01").await;
    let outcome = carry_out(&store, &plan, ("県庁 太郎", day("2025-04-01")), 7).await.unwrap();
    assert_eq!(outcome.ended, 1);
    let since: std::collections::BTreeSet<DocumentId> = outcome.written_since.into_iter().collect();
    assert_eq!(since, [written_to, refused_for].into());
    assert_eq!(store.changes(written_to).await.unwrap().len(), 3, "it opens as before");
    assert_eq!(store.refused(refused_for).await.unwrap().len(), 1);
    assert_eq!(store.keys().key(left_alone).await.unwrap(), None);
    assert_eq!(store.keys().trail().await.unwrap().len(), 1);
    // What was refused and kept is a writing as well.
    assert_eq!(plan_on(&store, "2030-03-31").await.due, vec![]);
    assert_eq!(verify(&store).await.unwrap().findings, vec![]);
    store.close().await;
}

#[tokio::test]
async fn a_day_in_the_past_ends_nothing_that_the_terms_of_today_keep() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    let old = written(&store, a_visit(1), "2019-05-02").await;
    let older = written(&store, a_visit(2), "2014-05-02").await;
    put_term(&store, &term(Kind::Visit, 5), 5).await.unwrap();
    let longer = Term { kind: Kind::Visit, from: day("2027-04-01"), years: 10, source: None };
    put_term(&store, &longer, 6).await.unwrap();
    assert_eq!(ids(&plan_on(&store, "2027-03-31").await.due), [older, old]);
    let plan = plan_to_end(&store, day("2027-03-31"), day("2027-04-02")).await.unwrap();
    assert_eq!((ids(&plan.due), ids(&plan.kept_since)), (vec![older], vec![old]));
    // And the other way round: what the term of that day keeps is kept.
    let shorter = Term { years: 1, from: day("2028-04-01"), ..longer };
    put_term(&store, &shorter, 7).await.unwrap();
    let plan = plan_to_end(&store, day("2027-04-02"), day("2028-04-02")).await.unwrap();
    assert_eq!(ids(&plan.due), [older]);
    store.close().await;
}

#[tokio::test]
async fn a_clock_that_is_far_ahead_of_all_that_was_written_is_doubted() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path()).await;
    written(&store, a_visit(1), "2030-05-02").await;
    let noon = |on: &str| Instant::at(day(on), shared::time::ClockTime::new(12, 0).unwrap()).ms();
    assert!(!clock_may_be_wrong(&store, noon("2030-07-31")).await.unwrap());
    assert!(clock_may_be_wrong(&store, noon("2030-08-01")).await.unwrap());
    assert!(!clock_may_be_wrong(&store, noon("2030-05-01")).await.unwrap(), "behind it nothing ends too early");
    store.close().await;
}
