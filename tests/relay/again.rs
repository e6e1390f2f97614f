//! Who is this still: a session that ends, a member or a device that is ended, on connections that are
//! open and say nothing.

use server::storage::Storage;
use shared::protocol::{CloseCode, FromDevice, FromRelay};

use crate::client::Client;
use crate::http::post;
use crate::person::Person;
use crate::relay::{FIRST, Relay, SECOND};

async fn sign_out(relay: &Relay, person: &Person) {
    let answer = post(relay.address, "/api/signout", &person.cookie, &format!(r#"{{"member":"{FIRST}"}}"#)).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
}

async fn is_asked(client: &mut Client) {
    client.hear_that(|message| (*message == FromRelay::Auth).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_leaves_open_who_shows_that_another_stands() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let mut client = person.connect(&relay).await;
    let mut program = relay.join(FIRST).await;
    sign_out(&relay, &person).await;
    is_asked(&mut client).await;
    person.sign_in(&relay).await;
    client.say(&FromDevice::Auth { ticket: Some(person.ticket(&relay).await) }).await;
    assert!(client.is_alive().await);
    assert!(program.is_alive().await, "another device is not asked");
    // And once more: the connection goes on being one that can be asked.
    sign_out(&relay, &person).await;
    is_asked(&mut client).await;
    client.say(&FromDevice::Auth { ticket: None }).await;
    assert_eq!(client.closing().await, Some(CloseCode::Ticket));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_of_somebody_else_or_of_another_device_is_none() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let mut elsewhere = Person::enrol(&relay, FIRST).await;
    for wrong in ["another device", "nonsense"] {
        person.sign_in(&relay).await;
        let mut client = person.connect(&relay).await;
        sign_out(&relay, &person).await;
        is_asked(&mut client).await;
        let shown = match wrong {
            "nonsense" => "x".repeat(43),
            _ => elsewhere.ticket(&relay).await,
        };
        client.say(&FromDevice::Auth { ticket: Some(shown) }).await;
        assert_eq!(client.closing().await, Some(CloseCode::Ticket), "{wrong}");
    }
    // Nobody answers who was not asked.
    let mut client = elsewhere.connect(&relay).await;
    client.say(&FromDevice::Auth { ticket: Some(elsewhere.ticket(&relay).await) }).await;
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
