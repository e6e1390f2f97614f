//! A stolen token that asks for more than it can take, opens more than a member may, or fills what is
//! kept apart: bounded, and nobody else notices.

use shared::documents::Chunk;
use shared::documents::visit::{PlanField, put_plan};
use shared::protocol::{CloseCode, FromDevice, Push, limits};

use super::measured;
use super::scene::Scene;
use crate::client::Client;
use crate::relay::{FIRST, STRANGER};
use crate::visits::{seat, session};

#[tokio::test(flavor = "multi_thread")]
async fn a_ninth_push_before_an_answer_closes_the_connection() {
    let mut scene = Scene::set().await;
    let document = scene.visit.id();
    let thief = &mut scene.thief;
    let flood = async {
        for batch in 0..2_000 {
            let changes = vec![vec![0; 1 << 14]];
            thief.say(&FromDevice::Push(Push { batch, document, changes, receipts: Vec::new() })).await;
        }
        thief.closing().await
    };
    assert_eq!(measured(&scene.server, "a flood of pushes", flood).await, Some(CloseCode::Limit));
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_apart_of_one_member_is_bounded() {
    let mut scene = Scene::set().await;
    let id = scene.visit.id();
    let step = 50;
    let thief = &mut scene.thief;
    for _ in 0..limits::REFUSED_CHANGES_MAX / step + 2 {
        let (mut copy, by) = (scene.visit.clone(), session());
        let mut refused = |number: usize| {
            let friend = if number.is_multiple_of(2) { seat(STRANGER) } else { None };
            put_plan(&mut copy, &by, vec![(PlanField::Second, friend)]).unwrap().unwrap()
        };
        let changes: Vec<Chunk> = (0..step).map(&mut refused).collect();
        thief.push(id, &changes).await.unwrap_err();
    }
    let store = scene.server.store().await;
    let kept = server::storage::Storage::refused(&store, id).await.unwrap();
    drop(store);
    assert_eq!(kept.len(), limits::REFUSED_CHANGES_MAX);
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_has_so_many_connections_and_no_more() {
    let scene = Scene::set().await;
    let token = scene.server.token(FIRST).await;
    // The thief's own first one counts too.
    let mut open = Vec::new();
    for _ in 1..limits::CONNECTIONS_PER_MEMBER_MAX {
        open.push(Client::by_token(scene.server.address, &token).await);
    }
    let headers = [("authorization", format!("Bearer {token}"))];
    let mut over = Client::knock(scene.server.address, &headers).await;
    assert_eq!(over.greet(None).await, Err(CloseCode::Limit));
    for client in &mut open {
        assert!(client.is_alive().await);
    }
    // One goes, and there is room for one again: as soon as the relay has seen it go.
    drop(open.pop());
    loop {
        let mut again = Client::knock(scene.server.address, &headers).await;
        match again.greet(None).await {
            Ok(()) => break,
            Err(code) => assert_eq!(code, CloseCode::Limit),
        }
    }
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_takes_nothing_is_closed_and_catches_up() {
    let scene = Scene::set().await;
    let token = scene.server.token(FIRST).await;
    let mut deaf = Client::deaf(scene.server.address, &token).await;
    let (seen, device) = (scene.server.log().len(), deaf.device.to_string());
    let flood = async {
        // It asks and never reads: `SOCKET_QUEUE_MAX` frames wait, one more is too many. Once the relay has closed, nothing more can be sent.
        while deaf.try_say(&FromDevice::Ping).await {}
    };
    measured(&scene.server, "a socket that takes nothing", flood).await;
    scene.server.wait_for_line(seen, &["closed", &device, CloseCode::Slow.code()]).await;
    let mut again = Client::by_token(scene.server.address, &token).await;
    let entries = again.catch_up().await;
    let id = scene.visit.id();
    let changes: usize = entries.iter().filter(|entry| entry.document == id).map(|entry| entry.changes.len()).sum();
    assert_eq!(changes, scene.visit.changes_since(&[]).len());
    scene.stays_unharmed().await;
}
