//! Who is this still: a session that ends, a member or a device that is ended, on connections that are
//! open and say nothing.

use server::auth::links;
use server::storage::Storage;
use shared::ids::MemberId;
use shared::protocol::{CloseCode, FromDevice, FromRelay};

use crate::client::Client;
use crate::doors::{page, ticket};
use crate::http::post;
use crate::relay::{FIRST, Relay, SECOND};

/// A session of a member: its cookie, and the device it is for.
async fn session(relay: &Relay, member: MemberId, device: Option<&str>) -> (String, String) {
    let store = relay.store().await;
    let link = links::invite(&store, member, server::clock::now_ms()).await.unwrap();
    store.close().await;
    let device = device.map_or("null".to_owned(), |device| format!("\"{device}\""));
    let body = format!(r#"{{"secret":"{}","device":{device}}}"#, link.text());
    let answer = post(relay.address, "/api/link", "", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (answer.cookie(), answer.field("device"))
}

async fn sign_out(relay: &Relay, cookie: &str) {
    let answer = post(relay.address, "/api/signout", cookie, &format!(r#"{{"member":"{FIRST}"}}"#)).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
}

/// A page with a socket of the first visitor, by their cookie.
async fn connected(relay: &Relay, cookie: &str) -> Client {
    let mut client = page(relay).await;
    client.greet(Some(ticket(relay, cookie, FIRST).await)).await.unwrap();
    client
}

async fn is_asked(client: &mut Client) {
    client.hear_that(|message| (*message == FromRelay::Auth).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_leaves_open_who_shows_that_another_stands() {
    let relay = Relay::start().await;
    let (old, device) = session(&relay, FIRST, None).await;
    let (new, same) = session(&relay, FIRST, Some(&device)).await;
    assert_eq!(device, same);
    let mut client = connected(&relay, &old).await;
    let mut program = relay.join(FIRST).await;
    sign_out(&relay, &old).await;
    is_asked(&mut client).await;
    client.say(&FromDevice::Auth { ticket: Some(ticket(&relay, &new, FIRST).await) }).await;
    assert!(client.is_alive().await);
    assert!(program.is_alive().await, "another device is not asked");
    // And once more: the connection goes on being one that can be asked.
    sign_out(&relay, &new).await;
    is_asked(&mut client).await;
    client.say(&FromDevice::Auth { ticket: None }).await;
    assert_eq!(client.closing().await, Some(CloseCode::Ticket));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_of_somebody_else_or_of_another_device_is_none() {
    let relay = Relay::start().await;
    let (_, device) = session(&relay, FIRST, None).await;
    let (elsewhere, _) = session(&relay, FIRST, None).await;
    for wrong in ["another device", "nonsense"] {
        let (cookie, _) = session(&relay, FIRST, Some(&device)).await;
        let mut client = connected(&relay, &cookie).await;
        sign_out(&relay, &cookie).await;
        is_asked(&mut client).await;
        let shown = match wrong {
            "nonsense" => "x".repeat(43),
            _ => ticket(&relay, &elsewhere, FIRST).await,
        };
        client.say(&FromDevice::Auth { ticket: Some(shown) }).await;
        assert_eq!(client.closing().await, Some(CloseCode::Ticket), "{wrong}");
    }
    // Nobody answers who was not asked.
    let mut client = connected(&relay, &elsewhere).await;
    client.say(&FromDevice::Auth { ticket: Some(ticket(&relay, &elsewhere, FIRST).await) }).await;
    assert_eq!(client.closing().await, Some(CloseCode::Malformed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_and_a_device_that_are_ended_elsewhere_are_out_without_a_word_of_theirs() {
    let relay = Relay::start().await;
    let mut silent = relay.join(FIRST).await;
    let mut waiting = relay.join(FIRST).await;
    let mut device = relay.join(SECOND).await;
    let mut stays = relay.join(SECOND).await;
    waiting.catch_up().await;
    let (after, bytes) = (None, 1_000);
    waiting.say(&FromDevice::Feed { after, bytes, wait: true }).await;
    for client in [&mut silent, &mut waiting, &mut device] {
        assert!(client.is_alive().await);
    }
    let store = relay.store().await;
    store.end_device(device.device).await.unwrap();
    assert_eq!(device.closing().await, Some(CloseCode::SignedOut));
    assert!(stays.is_alive().await, "another device of the same member");
    store.end_member(FIRST).await.unwrap();
    assert_eq!(silent.closing().await, Some(CloseCode::SignedOut));
    assert_eq!(waiting.closing().await, Some(CloseCode::SignedOut));
    store.close().await;
    assert!(stays.is_alive().await);
}
