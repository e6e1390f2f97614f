//! Who gets in: a session's ticket once, a program's token, nobody from another page, nobody whose
//! membership has ended.

use server::storage::Storage;
use shared::protocol::CloseCode;

use crate::client::Client;
use crate::http::{post, request};
use crate::person::Person;
use crate::relay::{FIRST, Relay, SECOND};

/// The cookie of a person who enrolled a device.
pub async fn signed_in(relay: &Relay, member: shared::ids::MemberId) -> String {
    Person::enrol(relay, member).await.cookie
}

pub async fn ticket(relay: &Relay, cookie: &str, member: shared::ids::MemberId) -> String {
    let body = format!(r#"{{"member":"{member}"}}"#);
    let answer = post(relay.address, "/api/ticket", cookie, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.field("ticket")
}

/// A page of the relay's own that opens a socket.
pub async fn page(relay: &Relay) -> Client {
    Client::knock(relay.address, &[("origin", format!("http://{}", relay.address))]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_lets_its_own_person_in_once() {
    let relay = Relay::start().await;
    let cookie = signed_in(&relay, FIRST).await;
    let mine = ticket(&relay, &cookie, FIRST).await;
    let mut one = page(&relay).await;
    one.greet(Some(mine.clone())).await.unwrap();
    assert_eq!(one.member, FIRST);

    for bad in [Some(mine), Some("x".repeat(43)), Some(String::new()), None] {
        let mut other = page(&relay).await;
        assert_eq!(other.greet(bad).await, Err(CloseCode::Ticket));
        assert_eq!(other.closing().await, None);
    }
    assert!(one.is_alive().await, "the one who is in stays in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_ends_with_the_session_that_it_was_given_for() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let mut elsewhere = Person::enrol(&relay, FIRST).await;
    let (early, other) = (person.ticket(&relay).await, elsewhere.ticket(&relay).await);
    let body = format!(r#"{{"member":"{FIRST}"}}"#);
    assert_eq!(post(relay.address, "/api/signout", &person.cookie, &body).await.status, 204);
    assert_eq!(page(&relay).await.greet(Some(early)).await, Err(CloseCode::SignedOut));
    page(&relay).await.greet(Some(other)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_gives_no_ticket_for_somebody_else() {
    let relay = Relay::start().await;
    let cookie = signed_in(&relay, FIRST).await;
    let body = format!(r#"{{"member":"{SECOND}"}}"#);
    let answer = post(relay.address, "/api/ticket", &cookie, &body).await;
    assert_eq!((answer.status, answer.field("code").as_str()), (401, "signed_out"));
    // A member's cookie under another one's name is no session of that other one.
    let forged = cookie.replace(&FIRST.to_string(), &SECOND.to_string());
    let answer = post(relay.address, "/api/ticket", &forged, &body).await;
    assert_eq!((answer.status, answer.field("code").as_str()), (401, "signed_out"));
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_of_one_account_are_limited_and_keep_nobody_out() {
    let relay = Relay::start().await;
    let cookie = signed_in(&relay, FIRST).await;
    let body = format!(r#"{{"member":"{FIRST}"}}"#);
    let name = cookie.split('=').next().unwrap();
    let guess = format!("{name}={}", "x".repeat(43));
    for _ in 0..server::auth::attempts::FAILURES_MAX.get() {
        let answer = post(relay.address, "/api/ticket", &guess, &body).await;
        assert_eq!((answer.status, answer.field("code").as_str()), (401, "signed_out"));
    }
    let answer = post(relay.address, "/api/ticket", &guess, &body).await;
    assert_eq!((answer.status, answer.field("code").as_str()), (429, "rate_limited"));
    // Whoever has the session goes on, and another account is another one.
    ticket(&relay, &cookie, FIRST).await;
    let other = format!(r#"{{"member":"{SECOND}"}}"#);
    assert_eq!(post(relay.address, "/api/ticket", &guess, &other).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_opens_no_socket() {
    let relay = Relay::start().await;
    let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (headers, status) in [
        ("Origin: http://evil.example\r\n", 403),
        ("Origin: null\r\n", 403),
        ("", 403),
        ("Authorization: Bearer nonsense\r\n", 401),
    ] {
        let headers = format!("{upgrade}{headers}");
        let answer = request(relay.address, "GET /ws", &headers, "").await;
        assert_eq!(answer.status, status, "{headers}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_membership_ended_is_out() {
    let relay = Relay::start().await;
    let cookie = signed_in(&relay, FIRST).await;
    let early = ticket(&relay, &cookie, FIRST).await;
    let mut connected = relay.join(FIRST).await;
    let store = relay.store().await;
    store.end_member(FIRST).await.unwrap();
    store.close().await;

    let mut late = page(&relay).await;
    assert_eq!(late.greet(Some(early)).await, Err(CloseCode::SignedOut));
    let body = format!(r#"{{"member":"{FIRST}"}}"#);
    assert_eq!(post(relay.address, "/api/ticket", &cookie, &body).await.status, 401);
    // The socket that was open is served nothing any more.
    connected.say(&shared::protocol::FromDevice::Feed { after: None, bytes: 1_000, wait: false }).await;
    assert_eq!(connected.closing().await, Some(CloseCode::SignedOut));
}
