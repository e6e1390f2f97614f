//! Figures through real sockets: the prefecture counts every document's lines, coordinators what was
//! imported, and nobody else receives a byte of them.

use std::collections::BTreeMap;

use server::storage::{Import, MemberFields, Storage};
use shared::documents::visit::{PlanField, accept, put_plan};
use shared::documents::{Chunk, Document};
use shared::domain::{Role, VisitOutcome};
use shared::ids::{MemberId, OfficeId};
use shared::protocol::{Figures, FromDevice, FromRelay};
use shared::report::Line;

use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND, STRANGER};
use crate::visits::{planned, session};

/// The dataset that the relay was started with.
const IMPORT: &str = "kanagawa-r6";

/// What a device counts after everything in its feed.
async fn counted(client: &mut Client) -> BTreeMap<String, (Option<OfficeId>, Vec<Line>)> {
    client.catch_up().await;
    client.figures.iter().map(|(name, one)| (name.clone(), (one.office.clone(), one.lines.clone()))).collect()
}

/// A visit that took place and counts.
fn accepted() -> (Document, Vec<Chunk>) {
    let writer = session();
    let mut visit = planned(&writer, &[FIRST, SECOND]);
    accept(&mut visit, &writer, COORDINATOR, VisitOutcome::Met).unwrap().unwrap();
    let chunks = visit.changes_since(&[]);
    (visit, chunks)
}

async fn put(relay: &Relay, member: MemberId, role: Role) {
    let store = relay.store().await;
    let before = store.member(member).await.unwrap().unwrap().fields;
    store.put_member(member, MemberFields { role, ..before }).await.unwrap();
    store.close().await;
}

async fn stored(relay: &Relay, source: &str) -> Vec<Line> {
    let store = relay.store().await;
    let lines = store.figures(source.to_owned()).await.unwrap();
    store.close().await;
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_counts_reaches_the_prefecture_as_lines_and_goes_with_its_acceptance() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut officer = relay.join(OFFICER).await;
    let before = counted(&mut officer).await;
    assert_eq!(before.keys().collect::<Vec<_>>(), [IMPORT]);
    assert_eq!(before[IMPORT], (None, stored(&relay, IMPORT).await));

    let (visit, chunks) = accepted();
    let waits = officer.catch_up().await;
    assert_eq!(waits, []);
    office.push(visit.id(), &chunks).await.unwrap();
    let name = visit.id().to_string();
    let after = counted(&mut officer).await;
    let lines = stored(&relay, &name).await;
    assert!(!lines.is_empty());
    assert_eq!(after[&name], ("kokoro".parse().ok(), lines));
    assert!(officer.entries_of(visit.id()).is_empty(), "lines, never the document");

    // It moves to another office: the same lines, under that office.
    let mut moved = visit.clone();
    let to = vec![(PlanField::Office, Some("yuimaru".to_owned()))];
    let moving = put_plan(&mut moved, &session(), to).unwrap().unwrap();
    office.push(visit.id(), &[moving]).await.unwrap();
    let yuimaru: Option<OfficeId> = "yuimaru".parse().ok();
    assert_eq!(counted(&mut officer).await[&name].0, yuimaru);
    // A device that begins anew counts the same.
    let known = counted(&mut officer).await;
    assert_eq!(counted(&mut relay.join(OFFICER).await).await, known);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coordinators_count_imports_alone_and_hear_when_they_are_replaced_or_end() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let (visit, chunks) = accepted();
    office.push(visit.id(), &chunks).await.unwrap();
    for coordinator in [COORDINATOR, OTHER_OFFICE] {
        let mut device = relay.join(coordinator).await;
        let figures = counted(&mut device).await;
        assert_eq!(figures.keys().collect::<Vec<_>>(), [IMPORT]);
    }
    let mut other = relay.join(OTHER_OFFICE).await;
    let first = counted(&mut other).await;
    let some = first[IMPORT].1[..3].to_vec();
    for lines in [some, Vec::new()] {
        let store = relay.store().await;
        let import = Import { name: IMPORT.to_owned(), content_sha256: [9; 32], at_ms: 1, report: String::new() };
        store.replace_imported(import, lines.clone()).await.unwrap();
        store.close().await;
        let now = counted(&mut other).await;
        assert_eq!(now.get(IMPORT).map(|(_, lines)| lines.clone()).unwrap_or_default(), lines);
    }
    assert!(other.figures.is_empty());
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_becomes_a_coordinator_loses_the_documents_lines_and_gets_them_back_with_the_role() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let (visit, chunks) = accepted();
    office.push(visit.id(), &chunks).await.unwrap();
    let name = visit.id().to_string();
    let mut officer = relay.join(OFFICER).await;
    let all = counted(&mut officer).await;
    assert!(all.contains_key(&name));
    put(&relay, OFFICER, Role::Coordinator).await;
    assert_eq!(counted(&mut officer).await.keys().collect::<Vec<_>>(), [IMPORT]);
    assert_eq!(officer.forgotten, 1, "told so");
    put(&relay, OFFICER, Role::Visitor).await;
    assert!(counted(&mut officer).await.is_empty());
    put(&relay, OFFICER, Role::Prefecture).await;
    assert_eq!(counted(&mut officer).await, all);
    assert_eq!(counted(&mut relay.join(OFFICER).await).await, all);
    relay.stop_and_verify().await;
}

/// The raw bytes that a member's new device receives from the beginning of the feed.
async fn received(relay: &Relay, member: MemberId) -> Vec<u8> {
    let mut device = relay.join(member).await;
    device.catch_up().await;
    assert!(device.is_alive().await);
    device.raw
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_figure_comes_to_a_visitor_or_to_another_office() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let (visit, chunks) = accepted();
    office.push(visit.id(), &chunks).await.unwrap();
    let name = visit.id().to_string();
    let lines = stored(&relay, &name).await;
    let texts: Vec<String> = lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
    let officer = received(&relay, OFFICER).await;
    assert!(holds(&officer, &name) && texts.iter().all(|text| holds(&officer, text)), "the search finds what is there");
    for member in [FIRST, SECOND, STRANGER] {
        let bytes = received(&relay, member).await;
        for word in ["figures", "\"visit\"", "\"content\"", "\"request\"", "\"outcome\"", IMPORT, &name] {
            assert!(!holds(&bytes, word), "{member} received {word}");
        }
    }
    for member in [COORDINATOR, OTHER_OFFICE] {
        let bytes = received(&relay, member).await;
        assert!(holds(&bytes, IMPORT));
        assert!(!holds(&bytes, &name), "{member} received the name of a document's figures");
        for text in &texts {
            assert!(!holds(&bytes, text), "{member} received {text}");
        }
    }
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_come_before_the_page_that_moves_the_cursor() {
    let relay = Relay::start().await;
    let mut officer = relay.join(OFFICER).await;
    officer.say(&FromDevice::Feed { after: None, bytes: 1 << 20, wait: false }).await;
    let mut told = Vec::new();
    let order = loop {
        match officer.hear().await.unwrap() {
            FromRelay::Figures { sources, .. } => {
                told.extend(sources.into_iter().map(|Figures { source, .. }| source));
            }
            FromRelay::Feed { next, .. } => break (told, next.is_some()),
            _ => {}
        }
    };
    assert_eq!(order, (vec![IMPORT.to_owned()], true));
    relay.stop_and_verify().await;
}
