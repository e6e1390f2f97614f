//! Rights that end: the command line, a process of its own, ends a member or a device beside the running
//! relay, and live connections end with it; a seat taken away ends reading at the next message, and what
//! comes after is refused with a reason and kept.

use server::storage::Storage;
use shared::documents::visit::{PlanField, put_plan};
use shared::documents::{Document, Writer, programme};
use shared::domain::Role;
use shared::protocol::{CloseCode, FromDevice, FromRelay, Offer, Refusal, What};

use crate::attack::Server;
use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, Relay, SECOND, STRANGER};
use crate::visits::{planned, seat, session, write};

/// A visit of the pair that everybody has.
async fn visit(server: &Server) -> Document {
    let visit = planned(&session(), &[FIRST, SECOND]);
    let mut office = server.join(COORDINATOR).await;
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    visit
}

/// What becomes of words that come when the right to be there has ended: refused, or not even heard.
async fn is_not_taken(client: &mut Client, visit: &Document, by: &Writer) {
    let words = write(&mut visit.clone(), by, 0, "もう届かない").into_bytes();
    let push = shared::protocol::Push { batch: 77, document: visit.id(), changes: vec![words], receipts: Vec::new() };
    client.say(&FromDevice::Push(push)).await;
    while let Some(message) = client.hear().await {
        match message {
            FromRelay::Reject { batch: 77, refusal, .. } => assert_eq!(refusal, Refusal::NoRight),
            FromRelay::Ack { .. } => panic!("taken after the right had ended"),
            _ => {}
        }
    }
}

async fn stored(server: &Server, visit: &Document) -> usize {
    let store = server.store().await;
    let changes = store.changes(visit.id()).await.unwrap().len();
    store.close().await;
    changes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_is_ended_by_another_process_is_out_at_once() {
    let server = Server::start().await;
    let mut visit = visit(&server).await;
    let token = server.token(FIRST).await;
    // One waits for news, one is idle, one speaks just then.
    let mut waiting = Client::by_token(server.address, &token).await;
    waiting.catch_up().await;
    waiting.ask_for_news().await;
    let mut idle = Client::by_token(server.address, &token).await;
    let mut speaking = server.join(FIRST).await;
    let mine = session();
    let words = write(&mut visit, &mine, 0, "届いたこと。");
    speaking.push(visit.id(), &[words]).await.unwrap();
    let before = stored(&server, &visit).await;
    let mut bystander = server.join(SECOND).await;
    let seen = server.log().len();

    let (said, log) = server.command(&["member", "end", &FIRST.to_string()]).await;
    is_not_taken(&mut speaking, &visit, &mine).await;
    assert!(said.contains("登録を終えました"), "{said}");
    assert!(log.contains("audit") && log.contains(&FIRST.to_string()), "{log}");
    assert!(!log.contains("見本"), "a name in the log: {log}");
    assert_eq!(waiting.closing().await, Some(CloseCode::SignedOut));
    assert_eq!(idle.closing().await, Some(CloseCode::SignedOut));
    server.wait_for_line(seen, &["closed", &idle.device.to_string(), CloseCode::SignedOut.code()]).await;
    assert!(bystander.is_alive().await, "nobody else is sent away");
    assert_eq!(stored(&server, &visit).await, before);
    let store = server.store().await;
    // What was on its way just then is kept apart, if it was heard at all.
    let kept = store.refused(visit.id()).await.unwrap();
    assert!(kept.len() <= 1 && kept.iter().all(|one| one.author.member == FIRST && one.code == "no-right"), "{kept:?}");
    store.close().await;
    let headers = [("authorization", format!("Bearer {token}"))];
    assert!(Client::try_knock(server.address, &headers).await.is_none(), "the token stands no longer");
    let (again, _) = server.command(&["member", "end", &FIRST.to_string()]).await;
    assert!(again.contains("すでに終わっています"), "{again}");
    server.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_ended_is_out_and_the_members_other_ones_stay() {
    let server = Server::start().await;
    let visit = visit(&server).await;
    let mut lost = server.join(FIRST).await;
    let mut kept = server.join(FIRST).await;
    let device = lost.device.to_string();
    let (devices, _) = server.command(&["member", "devices", &FIRST.to_string()]).await;
    assert!(devices.contains(&device) && devices.contains(&kept.device.to_string()), "{devices}");
    let (said, log) = server.command(&["member", "device-end", &device]).await;
    assert!(said.contains(&device), "{said}");
    assert!(log.contains("audit") && log.contains(&device) && !log.contains("見本"), "{log}");
    assert_eq!(lost.closing().await, Some(CloseCode::SignedOut));
    let words = write(&mut visit.clone(), &session(), 0, "のこった端末から");
    kept.push(visit.id(), &[words]).await.unwrap();
    let (all, _) = server.command(&["member", "devices"]).await;
    let line = all.lines().find(|line| line.contains(&device)).unwrap();
    assert!(line.contains("使えません"), "{line}");
    server.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_a_seat_reads_nothing_is_told_and_what_they_write_is_kept() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visitor = relay.join(FIRST).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let mine = session();
    let first = write(&mut visit, &mine, 0, "まだ組のとき。");
    visitor.push(id, &[first]).await.unwrap();
    visitor.catch_up().await;

    let mut plan = visit.clone();
    let moved = put_plan(&mut plan, &session(), vec![(PlanField::First, seat(STRANGER))]).unwrap().unwrap();
    office.push(id, &[moved]).await.unwrap();
    // The next message: nothing of the document comes, what is written is refused with its reason.
    visitor.say(&FromDevice::Pull(Offer { document: id, heads: Vec::new() })).await;
    let late = write(&mut visit, &mine, 0, "席がなくなってから。");
    let refused = visitor.push(id, std::slice::from_ref(&late)).await;
    assert_eq!(refused, Err((Refusal::NoRight, Vec::new())));
    let told = visitor.catch_up().await;
    assert_eq!(told.iter().map(|entry| (entry.document, entry.what)).collect::<Vec<_>>(), [(id, What::Gone)]);
    let pulled = visitor.heard_until_pong().await;
    assert!(!pulled.iter().any(|message| matches!(message, FromRelay::Changes { .. })), "{pulled:?}");

    let store = relay.store().await;
    let kept = store.refused(id).await.unwrap();
    store.close().await;
    let kept: Vec<_> = kept.iter().map(|one| (one.hash, one.author.member, one.code.as_str())).collect();
    assert_eq!(kept, [(late.hash(), FIRST, "no-right")]);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_any_more_is_refused_and_it_is_kept() {
    let relay = Relay::start().await;
    let mut officer = relay.join(OFFICER).await;
    let entries = officer.catch_up().await;
    let entry = entries.iter().find(|entry| entry.kind == shared::documents::Kind::Programme).unwrap();
    assert!(entry.writable);
    let mut document = Document::open(&entry.changes).unwrap();
    let mut data = programme::read(&document).unwrap().data;
    data.name.push_str("（見本）");
    let change = programme::put(&mut document, &session(), &data).unwrap().unwrap();

    let store = relay.store().await;
    let mut fields = store.member(OFFICER).await.unwrap().unwrap().fields;
    (fields.role, fields.offices) = (Role::Coordinator, vec!["kokoro".parse().unwrap()]);
    store.put_member(OFFICER, fields).await.unwrap();
    let refused = officer.push(document.id(), std::slice::from_ref(&change)).await;
    assert_eq!(refused.map_err(|(code, _)| code), Err(Refusal::NoRight));
    let kept = store.refused(document.id()).await.unwrap();
    assert_eq!(kept.iter().map(|one| one.hash).collect::<Vec<_>>(), [change.hash()]);
    store.close().await;
    assert!(officer.is_alive().await, "reading goes on");
    relay.stop_and_verify().await;
}
