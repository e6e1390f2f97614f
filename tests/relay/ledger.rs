//! The ledger of devices over HTTP, and what becomes of one that is lost, has ended or is locked.

use serde_json::{Value, json};
use server::auth::public_key::has_signed;
use server::storage::{Deed, Storage, WRONG_PROOFS_MAX};
use shared::protocol::{CloseCode, signed};

use crate::access_log::rows;
use crate::http::{Answer, post};
use crate::person::{Person, bytes, pair, refusal};
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND};
use crate::visits::{planned, session};

pub fn said(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

pub async fn ask(relay: &Relay, person: &Person, path: &str, more: Value) -> Answer {
    let mut body = json!({ "member": person.member });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    post(relay.address, path, &person.cookie, &body.to_string()).await
}

async fn devices(relay: &Relay, person: &Person) -> Vec<Value> {
    said(&ask(relay, person, "/api/devices", json!({})).await)["devices"].as_array().unwrap().clone()
}

fn of<'a>(devices: &'a [Value], person: &Person) -> Option<&'a Value> {
    devices.iter().find(|row| row["device"] == json!(person.device))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_the_devices_they_look_after_and_what_those_said_of_themselves() {
    let relay = Relay::start().await;
    let visitor = Person::enrol(&relay, FIRST).await;
    let coordinator = Person::enrol(&relay, COORDINATOR).await;
    let other = Person::enrol(&relay, OTHER_OFFICE).await;
    let officer = Person::enrol(&relay, OFFICER).await;
    let _program = relay.join(SECOND).await;
    let report = json!({ "app": "0.3.0", "unsent": 4, "oldest_unsent": 17 });
    let (answer, _) = visitor.contact(&relay, "/api/contact", &visitor.device_key, Some(report)).await;
    assert_eq!(said(&answer)["state"], json!("active"));

    let all = [&visitor, &coordinator, &other, &officer];
    for (looker, expected) in [
        (&visitor, vec![&visitor]),
        (&coordinator, vec![&visitor, &coordinator]),
        (&other, vec![&visitor, &other]),
        (&officer, all.to_vec()),
    ] {
        let rows = devices(&relay, looker).await;
        assert_eq!(rows.len(), expected.len(), "{rows:?}");
        assert!(expected.iter().all(|person| of(&rows, person).is_some()), "{rows:?}");
    }
    let rows = devices(&relay, &coordinator).await;
    let row = of(&rows, &visitor).unwrap();
    assert_eq!((&row["name"], &row["state"]), (&json!(format!("見本 {FIRST}")), &json!("active")));
    assert_eq!((&row["app"], &row["unsent"], &row["oldest_unsent"]), (&json!("0.3.0"), &json!(4), &json!(17)));
    assert_eq!((&row["managed"], &row["passcode"], &row["encrypted"]), (&json!(true), &json!(true), &json!(true)));
    assert!(row["last_contact"].as_i64() >= row["enrolled"].as_i64());
    let answer = said(&ask(&relay, &coordinator, "/api/devices", json!({})).await);
    let people: Vec<&Value> = answer["people"].as_array().unwrap().iter().map(|one| &one["member"]).collect();
    assert!(people.contains(&&json!(FIRST)) && people.contains(&&json!(SECOND)), "also who has no device: {people:?}");
    assert!([COORDINATOR, OTHER_OFFICE, OFFICER].iter().all(|one| !people.contains(&&json!(one))), "{people:?}");
    let nobody = post(relay.address, "/api/devices", "", &json!({ "member": COORDINATOR }).to_string()).await;
    assert_eq!(refusal(&nobody), (401, "signed_out".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_device_is_out_at_once_and_wipes_itself_by_the_relays_own_word() {
    let relay = Relay::start().await;
    let mut lost = Person::enrol(&relay, FIRST).await;
    let (coordinator, other) = (Person::enrol(&relay, COORDINATOR).await, Person::enrol(&relay, SECOND).await);
    let visit = planned(&session(), &[FIRST, SECOND]);
    let mut office = relay.join(COORDINATOR).await;
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    let mut socket = lost.connect(&relay).await;
    socket.catch_up().await;
    rows(&relay, visit.id(), 2).await;
    let early = lost.ticket(&relay).await;
    // Nobody says so of a device that they do not look after, or of one that is not there.
    for device in [json!(lost.device), json!("0000000000000009")] {
        let refused = ask(&relay, &other, "/api/devices/lost", json!({ "device": device })).await;
        assert_eq!(refusal(&refused), (404, "not_found".to_owned()));
    }
    assert!(socket.is_alive().await);

    let sheet = said(&ask(&relay, &coordinator, "/api/devices/lost", json!({ "device": lost.device })).await);
    assert_eq!((&sheet["device"]["state"], &sheet["device"]["lost_by"]), (&json!("lost"), &json!(COORDINATOR)));
    assert_eq!(sheet["device"]["lost_by_name"], json!(format!("見本 {COORDINATOR}")));
    let held: Vec<&Value> = sheet["documents"].as_array().unwrap().iter().map(|held| &held["document"]).collect();
    assert!(held.contains(&&json!(visit.id())), "{sheet}");
    assert_eq!(sheet["others"], json!(0));
    assert_eq!(socket.closing().await, Some(CloseCode::SignedOut));
    let out = (401, "signed_out".to_owned());
    assert_eq!(refusal(&lost.ask(&relay).await), out);
    assert_eq!(refusal(&lost.show(&relay, &lost.proof).await), out, "both factors, and still");
    let mut late = crate::doors::page(&relay).await;
    assert_eq!(late.greet(Some(early)).await, Err(CloseCode::SignedOut));

    // It makes contact: the order is for this very contact, and nobody but the relay can give it.
    let (answer, nonce) = lost.contact(&relay, "/api/contact", &lost.device_key, None).await;
    let told = said(&answer);
    assert_eq!(
        (&told["state"], &told["wipe"]["lost"], &told["wipe"]["deliver"]),
        (&json!("lost"), &json!(true), &json!(true))
    );
    assert!(!answer.head.to_lowercase().contains("clear-site-data"), "what is owed is still there");
    let order: [u8; 64] = bytes(told["wipe"]["signature"].as_str().unwrap());
    let who = (lost.member, lost.device);
    assert!(has_signed(&lost.orders, &signed::wipe_order(&nonce, who), &order));
    assert!(!has_signed(&lost.orders, &signed::wipe_order(&[0; 32], who), &order), "an old order");
    assert!(!has_signed(&lost.orders, &signed::wipe_order(&nonce, (other.member, other.device)), &order));
    assert!(!has_signed(&lost.outbox, &signed::wipe_order(&nonce, who), &order));

    let (thief, _) = pair();
    assert_eq!(refusal(&lost.contact(&relay, "/api/wiped", &thief, None).await.0), out);
    let (done, _) = lost.contact(&relay, "/api/wiped", &lost.device_key, None).await;
    assert_eq!(done.status, 204);
    assert!(done.head.contains("\"cache\", \"cookies\", \"storage\""), "{}", done.head);
    assert_eq!(of(&devices(&relay, &coordinator).await, &lost).unwrap()["state"], json!("wiped"));
    let (again, _) = lost.contact(&relay, "/api/contact", &lost.device_key, None).await;
    assert_eq!(said(&again)["wipe"]["deliver"], json!(false), "nothing comes from it any more");
    // Found again, it is enrolled as another one.
    let link = crate::person::link(&relay, FIRST).await;
    let found = Person::enrol_by(&relay, &link, Some(lost.device)).await;
    assert_ne!(found.device, lost.device);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_locked_or_has_ended_is_told_so_and_nobody_else_is() {
    let relay = Relay::start().await;
    let (locked, ended) = (Person::enrol(&relay, FIRST).await, Person::enrol(&relay, FIRST).await);
    for _ in 0..WRONG_PROOFS_MAX {
        locked.show(&relay, &[0; 32]).await;
    }
    let store = relay.store().await;
    store.end_device(ended.device).await.unwrap();
    store.close().await;
    let (answer, _) = locked.contact(&relay, "/api/contact", &locked.device_key, None).await;
    assert_eq!((&said(&answer)["state"], &said(&answer)["wipe"]), (&json!("locked"), &Value::Null));
    let out = (401, "signed_out".to_owned());
    let (refused, _) = locked.contact(&relay, "/api/wiped", &locked.device_key, None).await;
    assert_eq!(refusal(&refused), out, "it was not told to");

    let (answer, nonce) = ended.contact(&relay, "/api/contact", &ended.device_key, None).await;
    let told = said(&answer);
    assert_eq!(
        (&told["state"], &told["wipe"]["lost"], &told["wipe"]["deliver"]),
        (&json!("ended"), &json!(false), &json!(true))
    );
    let order: [u8; 64] = bytes(told["wipe"]["signature"].as_str().unwrap());
    assert!(has_signed(&ended.orders, &signed::wipe_order(&nonce, (ended.member, ended.device)), &order));
    let (done, _) = ended.contact(&relay, "/api/wiped", &ended.device_key, None).await;
    assert_eq!(done.status, 204);
    assert!(!done.head.to_lowercase().contains("clear-site-data"), "others share the browser: {}", done.head);
    // Whoever lacks the device's key learns nothing of it.
    let (stranger, _) = pair();
    for person in [&locked, &ended] {
        assert_eq!(refusal(&person.contact(&relay, "/api/contact", &stranger, None).await.0), out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_without_a_network_is_told_later_with_both_clocks() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    let act = |what: &str, at: i64| json!({ "document": visit.id(), "what": what, "at": at });
    let told = ask(&relay, &person, "/api/acts", json!({ "acts": [act("view", 5), act("print", 7)] })).await;
    assert_eq!(told.status, 204, "{}", told.body);
    let rows = rows(&relay, visit.id(), 2).await;
    let kept: Vec<_> = rows.iter().map(|row| (row.access.deed, row.access.device_at_ms)).collect();
    assert_eq!(kept, [(Deed::View, Some(5)), (Deed::Print, Some(7))]);
    assert!(rows.iter().all(|row| row.access.who.device == person.device && row.access.at_ms > 1_000));
    // What the relay sees itself is not for a device to say; nor more than so much at once.
    let most = shared::protocol::limits::ACTS_MAX;
    let many: Vec<Value> = (0..=most as i64).map(|at| act("view", at)).collect();
    for wrong in [json!([act("served", 5)]), json!([act("edit", 5)]), json!([act("view", 5), act("x", 5)]), json!(many)]
    {
        let refused = ask(&relay, &person, "/api/acts", json!({ "acts": wrong })).await;
        assert_eq!(refusal(&refused), (400, "bad_request".to_owned()));
    }
    let fits = ask(&relay, &person, "/api/acts", json!({ "acts": many[..most] })).await;
    assert_eq!(fits.status, 204, "{}", fits.body);
    person.cookie = String::new();
    let nobody = ask(&relay, &person, "/api/acts", json!({ "acts": [] })).await;
    assert_eq!(refusal(&nobody), (401, "signed_out".to_owned()));
    relay.stop_and_verify().await;
}
