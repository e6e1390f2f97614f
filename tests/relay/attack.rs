//! A stolen visitor token against the real program: everything that it tries is refused with a reason,
//! stands in the log, costs the relay little memory and no time to speak of, and reaches no other device.

mod alike;
mod crafted;
mod flood;
mod scene;
mod server;

pub use server::Server;

use std::time::Duration;

use shared::documents::visit::{self, PlanField, put_plan};
use shared::documents::{Document, consult};
use shared::domain::{ConsultAnswer, VisitOutcome};
use shared::ids::DocumentId;
use shared::protocol::{CloseCode, FromDevice, Push, Receipt, Refusal, encode_from_device};
use shared::time::Day;

use crate::bytes;
use crate::client::Client;
use crate::relay::{FIRST, SECOND};
use crate::visits::{bare, planned, seat, session, write};
use scene::Scene;

/// What one attack may add to what the relay holds at once. The same bytes cost other programs between
/// two and sixteen gigabytes.
const GROWTH_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// An attack that is not answered by then has hung the relay.
const ANSWERED_WITHIN: Duration = Duration::from_secs(60);

/// Something a thief pushes.
struct Attack {
    what: &'static str,
    document: DocumentId,
    changes: Vec<Vec<u8>>,
    receipts: Vec<Receipt>,
    refusal: Refusal,
}

fn attack(what: &'static str, document: DocumentId, changes: Vec<Vec<u8>>, refusal: Refusal) -> Attack {
    Attack { what, document, changes, receipts: Vec::new(), refusal }
}

fn day() -> Day {
    "2024-12-20".parse().unwrap()
}

/// What needs a right that the token's owner does not have.
fn without_right(scene: &Scene) -> Vec<Attack> {
    let own = scene.visit.id();
    let guarded = |what, fields| {
        let change = put_plan(&mut scene.visit.clone(), &session(), fields).unwrap().unwrap();
        attack(what, own, vec![change.into_bytes()], Refusal::Guarded)
    };
    let mut accepting = scene.visit.clone();
    let accepted = visit::accept(&mut accepting, &session(), FIRST, VisitOutcome::Met).unwrap().unwrap();
    let mut joining = scene.foreign_visit.clone();
    let joined = put_plan(&mut joining, &session(), vec![(PlanField::First, seat(FIRST))]).unwrap().unwrap();
    let foreign_words = write(&mut scene.foreign_visit.clone(), &session(), 0, "よその記録");
    let mut asked = scene.consult.clone();
    let answer = consult::answer(&mut asked, &session(), FIRST, day(), ConsultAnswer::Yes, "承認").unwrap().unwrap();
    // The coordinator's day is the later one and wins: the value that stands tells nothing of this one.
    let hidden = crafted::day_beside_a_fact(&unplanned(&scene.visit), session().actor);
    let born = planned(&session(), &[FIRST, SECOND]);
    let whole = born.changes_since(&[]).into_iter().map(|chunk| chunk.into_bytes()).collect();
    vec![
        attack(
            "writes in a visit of another office",
            scene.foreign_visit.id(),
            vec![foreign_words.into_bytes()],
            Refusal::NoRight,
        ),
        attack("adds itself to another pair", scene.foreign_visit.id(), vec![joined.into_bytes()], Refusal::NoRight),
        attack(
            "answers a question for the prefecture",
            scene.consult.id(),
            vec![answer.into_bytes()],
            Refusal::NoRight,
        ),
        attack("brings a visit of its own making", born.id(), whole, Refusal::NoRight),
        guarded("puts a friend into its own pair", vec![(PlanField::Second, seat(crate::relay::STRANGER))]),
        guarded("moves its own seat", vec![(PlanField::First, None)]),
        guarded("takes the visit to another office", vec![(PlanField::Office, Some("yuimaru".to_owned()))]),
        attack("accepts its own note", own, vec![accepted.into_bytes()], Refusal::Guarded),
        attack("hides a day behind a losing one", own, vec![hidden], Refusal::Guarded),
    ]
}

/// The visit as it was before anybody planned it: what is written upon that loses against the plan.
fn unplanned(visit: &Document) -> Document {
    let genesis = visit.changes_since(&[]).remove(0);
    Document::open(&[genesis.bytes()]).unwrap()
}

/// What lies about who wrote it, or about what it builds on.
fn forged(scene: &Scene) -> Vec<Attack> {
    let own = scene.visit.id();
    let stolen = write(&mut scene.visit.clone(), &scene.others_session, 0, "なりすまし");
    let mut false_receipt = scene.receipt.clone();
    (false_receipt.hash, false_receipt.seq) = (stolen.hash(), stolen.seq());
    let mut copy = scene.visit.clone();
    let _withheld = write(&mut copy, &session(), 0, "送らない");
    let orphan = write(&mut copy, &session(), 0, "送る");
    let genesis = scene.visit.changes_since(&[]).remove(0);
    let squatted = bare();
    let with = |what, receipts, refusal| Attack {
        what,
        document: own,
        changes: vec![stolen.bytes().to_vec()],
        receipts,
        refusal,
    };
    vec![
        with("writes under another's session", Vec::new(), Refusal::Author),
        with("shows a receipt for other words", vec![scene.receipt.clone()], Refusal::Receipt),
        with("shows a forged receipt", vec![false_receipt], Refusal::Receipt),
        attack("builds on what never comes", own, vec![orphan.into_bytes()], Refusal::Missing),
        attack("touches the root", own, vec![bytes::root_write(&scene.visit, session().actor)], Refusal::Computed),
        attack("writes as genesis", own, vec![bytes::root_write(&scene.visit, genesis.actor())], Refusal::Computed),
        attack("squats an id", squatted.id(), vec![bytes::false_genesis(&squatted)], Refusal::Computed),
        attack("appoints itself", squatted.id(), vec![crafted::own_appointment(&squatted)], Refusal::Computed),
    ]
}

/// Bytes that stop or swell a program that takes them.
fn poison(scene: &Scene) -> Vec<Attack> {
    let own = scene.visit.id();
    let whole = write(&mut scene.visit.clone(), &session(), 0, "半分だけ");
    let bomb = bytes::sealed(&vec![0; 64 << 20], true);
    let mut attacks = vec![
        attack("a compressed bomb", own, vec![bomb.clone()], Refusal::TooLarge),
        attack("forty compressed bombs", own, vec![bomb; 40], Refusal::TooLarge),
        attack("five million operations", own, vec![bytes::null_inserts()], Refusal::TooLarge),
        attack("half a change", own, vec![bytes::cut_short(&whole)], Refusal::Malformed),
        attack("a whole document", own, vec![scene.visit.save()], Refusal::Malformed),
    ];
    for (what, message) in crafted::sync_messages() {
        attacks.push(attack(what, own, vec![message], Refusal::Malformed));
    }
    attacks
}

/// Runs what an attacker does; the relay answered, and did not swell.
async fn measured<T>(server: &Server, what: &str, attack: impl Future<Output = T>) -> T {
    server.forget_peak();
    let (before, _) = server.resident();
    let answer = tokio::time::timeout(ANSWERED_WITHIN, attack).await.unwrap_or_else(|_| panic!("{what}: no answer"));
    let (_, peak) = server.resident();
    let growth = peak.saturating_sub(before);
    println!("{what}: {} KiB", growth / 1024);
    assert!(growth < GROWTH_BYTES_MAX, "{what}: {growth} bytes");
    answer
}

async fn plays(attacks: fn(&Scene) -> Vec<Attack>) {
    let mut scene = Scene::set().await;
    for Attack { what, document, changes, receipts, refusal } in attacks(&scene) {
        let seen = scene.server.log().len();
        let thief = &mut scene.thief;
        let answer = measured(&scene.server, what, thief.push_bytes(document, changes, receipts)).await;
        assert_eq!(answer.map_err(|(code, _)| code), Err(refusal), "{what}");
        let (device, document) = (scene.thief.device.to_string(), document.to_string());
        scene.server.wait_for_line(seen, &["refused", &device, &document, refusal.code()]).await;
        assert!(scene.thief.is_alive().await, "{what}");
    }
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_token_has_no_right_to_is_refused_and_logged() {
    plays(without_right).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forged_is_refused_and_logged() {
    plays(forged).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_stop_or_swell_a_program_is_refused_and_logged() {
    plays(poison).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_of_another_protocol_close_their_own_connection_and_are_logged() {
    let scene = Scene::set().await;
    let token = scene.server.token(FIRST).await;
    let push = Push { batch: 1, document: scene.visit.id(), changes: vec![vec![0; 1 << 20]], receipts: Vec::new() };
    let mut frames: Vec<(&str, Vec<u8>, CloseCode)> = vec![
        ("a change over its limit", encode_from_device(&FromDevice::Push(push)), CloseCode::Limit),
        ("a list without an end", vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], CloseCode::Malformed),
        ("maps within maps", vec![0xa1; 1 << 20], CloseCode::Malformed),
    ];
    frames.extend(crafted::sync_messages().map(|(what, bytes)| (what, bytes, CloseCode::Malformed)));
    for (what, frame, code) in frames {
        let mut thief = Client::by_token(scene.server.address, &token).await;
        let (seen, device) = (scene.server.log().len(), thief.device.to_string());
        let closed = async {
            thief.send(frame).await;
            thief.closing().await
        };
        assert_eq!(measured(&scene.server, what, closed).await, Some(code), "{what}");
        scene.server.wait_for_line(seen, &["closed", &device, code.code()]).await;
    }
    scene.stays_unharmed().await;
}
