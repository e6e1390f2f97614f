//! Sessions over HTTP: rotated with each ticket, listed and ended by their owner, whose sockets close.

use serde_json::{Value, json};
use server::storage::Storage;
use shared::ids::SessionId;
use shared::protocol::CloseCode;

use crate::http::post;
use crate::person::{Person, refusal};
use crate::relay::{FIRST, Relay, SECOND};

async fn list(relay: &Relay, person: &Person) -> Vec<Value> {
    let body = json!({ "member": person.member }).to_string();
    let answer = post(relay.address, "/api/sessions", &person.cookie, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    said["sessions"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_given_anew_with_each_ticket_and_two_tabs_do_no_harm() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let first = person.clone();
    person.ticket(&relay).await;
    assert_ne!(person.cookie, first.cookie);
    let max_age = |head: &str| {
        let (_, rest) = head.split_once("Max-Age=").unwrap();
        rest.split(';').next().unwrap().parse::<i64>().unwrap()
    };
    let answer = person.ask(&relay).await;
    let age = max_age(&answer.head);
    assert!((12 * 3600 - 60..=12 * 3600).contains(&age), "{age}");
    person.cookie = answer.cookie();
    // A second tab that still held the first one, and a third that asks at the same time.
    assert_eq!(first.ask(&relay).await.status, 200);
    let (one, two) = (person.clone(), person.clone());
    let (one, two) = tokio::join!(one.ask(&relay), two.ask(&relay));
    assert_eq!((one.status, two.status), (200, 200));
    for cookie in [one.cookie(), two.cookie()] {
        person.cookie = cookie;
        assert_eq!(person.ask(&relay).await.status, 200, "whichever the browser kept");
    }
    // A new sign-in is the only session of its device.
    let old = person.clone();
    person.sign_in(&relay).await;
    assert_eq!(refusal(&old.ask(&relay).await), (401, "signed_out".to_owned()));
    assert_eq!(list(&relay, &person).await.len(), 1);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_its_owner_ends_is_out_and_its_socket_closes() {
    let relay = Relay::start().await;
    let mut here = Person::enrol(&relay, FIRST).await;
    let mut lost = Person::enrol(&relay, FIRST).await;
    let mut other = Person::enrol(&relay, SECOND).await;
    let (mut socket, mut gone) = (here.connect(&relay).await, lost.connect(&relay).await);
    let mut bystander = other.connect(&relay).await;
    let rows = list(&relay, &here).await;
    assert_eq!(rows.len(), 2);
    let this: Vec<bool> = rows.iter().map(|row| row["this"].as_bool().unwrap()).collect();
    let devices: Vec<&Value> = rows.iter().map(|row| &row["device"]).collect();
    assert_eq!((this, devices), (vec![false, true], vec![&json!(lost.device), &json!(here.device)]));
    let now = server::clock::now_ms();
    for row in &rows {
        for at in ["since", "last_used"] {
            assert!((now - row[at].as_i64().unwrap()).abs() < 60_000, "{row}");
        }
    }
    let end = async |person: &Person, session: &Value| {
        let body = json!({ "member": person.member, "session": session }).to_string();
        post(relay.address, "/api/sessions/end", &person.cookie, &body).await
    };
    // Nobody ends another's, nor one that is not there.
    assert_eq!(refusal(&end(&other, &rows[0]["id"]).await), (404, "not_found".to_owned()));
    assert_eq!(refusal(&end(&here, &json!(SessionId([7; 8]))).await), (404, "not_found".to_owned()));
    assert!(gone.is_alive().await);

    assert_eq!(end(&here, &rows[0]["id"]).await.status, 204);
    assert_eq!(gone.closing().await, Some(CloseCode::SignedOut));
    assert_eq!(refusal(&lost.ask(&relay).await), (401, "signed_out".to_owned()));
    assert!(socket.is_alive().await && bystander.is_alive().await);
    // Whoever has both factors comes in again.
    lost.sign_in(&relay).await;
    // One's own, too: the cookie goes with it.
    let rows = list(&relay, &here).await;
    let own = rows.iter().find(|row| row["this"] == json!(true)).unwrap();
    let ended = end(&here, &own["id"]).await;
    assert!(ended.head.contains("Max-Age=0"), "{}", ended.head);
    assert_eq!(socket.closing().await, Some(CloseCode::SignedOut));
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_lists_or_ends_sessions_without_one() {
    let relay = Relay::start().await;
    let person = Person::enrol(&relay, FIRST).await;
    let body = json!({ "member": SECOND, "session": SessionId([1; 8]) }).to_string();
    let forged = person.cookie.replace(&FIRST.to_string(), &SECOND.to_string());
    for path in ["/api/sessions", "/api/sessions/end"] {
        for cookie in ["", &person.cookie, &forged] {
            let answer = post(relay.address, path, cookie, &body).await;
            assert_eq!(refusal(&answer), (401, "signed_out".to_owned()), "{path}");
        }
    }
    let store = relay.store().await;
    store.end_member(FIRST).await.unwrap();
    store.close().await;
    assert_eq!(refusal(&person.ask(&relay).await), (401, "signed_out".to_owned()));
}
