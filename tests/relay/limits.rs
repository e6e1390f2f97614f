//! Limits that a push reaches as a whole, and what keeps an answer within a frame.

use shared::documents::visit::{PlanField, Section, put_plan, splice_note};
use shared::documents::{Chunk, Document, Splice, Writer};
use shared::ids::Actor;
use shared::protocol::{FromDevice, FromRelay, Offer, Refusal, limits};
use shared::time::Instant;

use crate::bytes;
use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, Relay, SECOND};
use crate::visits::{planned, session};

/// A writing session of its own for each number.
fn writer(number: u32) -> Writer {
    let mut actor = [0xab; 16];
    actor[..4].copy_from_slice(&number.to_be_bytes());
    Writer { actor: Actor(actor), at: Instant::from_ms(0) }
}

async fn scene() -> (Relay, Client, Document) {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    (relay, office, visit)
}

fn code<T, H>(answer: Result<T, (Refusal, H)>) -> Result<(), Refusal> {
    answer.map(|_| ()).map_err(|(code, _)| code)
}

/// A change of so many operations.
fn typed(visit: &mut Document, by: &Writer, section: Section, units: usize) -> Chunk {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "a".repeat(units) };
    splice_note(visit, by, section, &splice).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operations_of_all_changes_of_a_push_count_together() {
    let (relay, mut office, mut visit) = scene().await;
    let id = visit.id();
    let by = session();
    let each = 18_000;
    let fits = limits::PUSH_OPERATIONS_MAX / each;
    let sections = [Section::Talked, Section::Words];
    let changes: Vec<Chunk> = (0..=fits).map(|number| typed(&mut visit, &by, sections[number % 2], each)).collect();
    assert_eq!(code(office.push(id, &changes).await), Err(Refusal::TooLarge));
    assert_eq!(code(office.push(id, &changes[..fits]).await), Ok(()));
    assert_eq!(code(office.push(id, &changes[fits..]).await), Ok(()));
    relay.stop_and_verify().await;
}

/// Changes of some eight thousand bytes each, of one operation.
fn wide(visit: &mut Document, by: &Writer, count: usize) -> Vec<Chunk> {
    let place = |number: usize| Some(format!("{number:04}{}", "x".repeat(8_000)));
    (0..count).map(|number| put_plan(visit, by, vec![(PlanField::Place, place(number))]).unwrap().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_are_when_inflated_counts_against_the_bytes_of_a_push() {
    let (relay, mut office, mut visit) = scene().await;
    let id = visit.id();
    let changes = wide(&mut visit, &session(), 259);
    let plain: usize = changes.iter().map(|change| change.bytes().len()).sum();
    assert!(plain > limits::PUSH_BYTES_MAX && plain - changes[0].bytes().len() * 2 < limits::PUSH_BYTES_MAX, "{plain}");
    let squeezed: Vec<Vec<u8>> = changes.iter().map(bytes::squeezed).collect();
    assert!(squeezed.iter().map(Vec::len).sum::<usize>() < limits::PUSH_BYTES_MAX / 10);
    assert_eq!(code(office.push_bytes(id, squeezed.clone(), Vec::new()).await), Err(Refusal::TooLarge));
    let fewer = squeezed[..257].to_vec();
    assert_eq!(code(office.push_bytes(id, fewer, Vec::new()).await), Ok(()));
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_gets_no_more_heads_than_somebody_can_write_on_from() {
    let (relay, mut office, mut visit) = scene().await;
    let id = visit.id();
    let most = u32::try_from(limits::HEADS_MAX).unwrap();
    let aside: Vec<Chunk> =
        (0..=most).map(|number| typed(&mut visit.clone(), &writer(number), Section::Talked, 1)).collect();
    let (last, fit) = aside.split_last().unwrap();
    assert_eq!(code(office.push(id, fit).await), Ok(()));
    assert_eq!(code(office.push(id, std::slice::from_ref(last)).await), Err(Refusal::TooLarge));
    // It can still be written: a change that builds on all of them.
    visit.apply(fit).unwrap();
    assert_eq!(visit.heads().len(), limits::HEADS_MAX);
    let joined = typed(&mut visit, &session(), Section::Talked, 1);
    assert_eq!(code(office.push(id, &[joined]).await), Ok(()));
    assert_eq!(code(office.push(id, std::slice::from_ref(last)).await), Ok(()), "and there is room again");
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_pull_comes_in_parts_that_fit_a_frame() {
    let (relay, mut office, mut visit) = scene().await;
    let id = visit.id();
    let by = session();
    let mut all = visit.changes_since(&[]).len();
    for _ in 0..3 {
        let changes = wide(&mut visit, &by, 240);
        all += changes.len();
        office.push(id, &changes).await.unwrap();
    }
    office.say(&FromDevice::Pull(Offer { document: id, heads: Vec::new() })).await;
    let (mut came, mut parts) = (0, 0);
    loop {
        let (changes, end) = office
            .hear_that(|message| match message {
                FromRelay::Changes { entry, end } => Some((entry.changes.clone(), *end)),
                _ => None,
            })
            .await;
        let bytes: usize = changes.iter().map(Vec::len).sum();
        assert!(bytes <= limits::FEED_PAGE_BYTES_MAX, "{bytes}");
        (came, parts) = (came + changes.len(), parts + 1);
        if end {
            break;
        }
    }
    assert_eq!(came, all);
    assert!(parts > 5, "{parts}");
    relay.stop_and_verify().await;
}
