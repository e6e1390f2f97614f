//! One-time links: looked at, made by those who look after somebody, and used up once, by whoever signs with
//! keys of their own.

use serde_json::{Value, json};
use server::auth::pledge;
use server::storage::Storage;
use shared::ids::MemberId;
use shared::protocol::signed;

use crate::http::post;
use crate::person::{Person, enrolment, link, pair, refusal, signature, text};
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND};

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_after_somebody_gives_them_a_link_and_nobody_else_does() {
    let relay = Relay::start().await;
    let coordinator = Person::enrol(&relay, COORDINATOR).await;
    let visitor = Person::enrol(&relay, FIRST).await;
    let invite = async |person: &Person, whom: MemberId| {
        let body = json!({ "member": person.member, "whom": whom }).to_string();
        post(relay.address, "/api/invite", &person.cookie, &body).await
    };
    let made = invite(&coordinator, FIRST).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let url = made.field("url");
    let (site, secret) = url.split_once("/link#").unwrap();
    assert_eq!(site, format!("http://localhost:{}", relay.address.port()));
    let again = Person::enrol_by(&relay, secret, Some(visitor.device)).await;
    assert_eq!((again.member, again.device), (FIRST, visitor.device));
    // Not for oneself: a session alone must never become another device.
    let nobody = (404, "not_found".to_owned());
    for whom in [COORDINATOR, OTHER_OFFICE, OFFICER, MemberId([9; 8])] {
        assert_eq!(refusal(&invite(&coordinator, whom).await), nobody, "{whom}");
    }
    for whom in [FIRST, SECOND, COORDINATOR] {
        assert_eq!(refusal(&invite(&again, whom).await), nobody, "{whom}");
    }
    let store = relay.store().await;
    store.end_member(SECOND).await.unwrap();
    store.close().await;
    assert_eq!(refusal(&invite(&coordinator, SECOND).await), nobody, "who has ended");
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_not_used_up_by_looking_and_tells_whom_it_is_for() {
    let relay = Relay::start().await;
    let secret = link(&relay, FIRST).await;
    let look = async || post(relay.address, "/api/invitation", "", &json!({ "secret": secret }).to_string()).await;
    for _ in 0..3 {
        let answer = look().await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&said["member"], &said["role"]), (&json!(FIRST), &json!("visitor")));
        assert_eq!(said["name"], json!(format!("見本 {FIRST}")));
        assert_eq!(said["pledge"]["version"], json!(pledge::VERSION));
        assert!(said["pledge"]["text"].as_str().unwrap().contains("はなれたあとも"));
        assert_eq!(said["pledge"]["accepted"], Value::Null);
    }
    Person::enrol_by(&relay, &secret, None).await;
    let used = look().await;
    assert_eq!(refusal(&used), (410, "link_used".to_owned()));
    assert!(!used.body.contains("見本"), "nobody is told whom it was for: {}", used.body);
    let unknown = post(relay.address, "/api/invitation", "", &json!({ "secret": "x".repeat(43) }).to_string()).await;
    assert_eq!(refusal(&unknown), (404, "link_unknown".to_owned()));
    // Another device of the same person: the pledge was accepted, and on which day.
    let body = json!({ "secret": link(&relay, FIRST).await }).to_string();
    let said: Value = serde_json::from_str(&post(relay.address, "/api/invitation", "", &body).await.body).unwrap();
    let today = shared::time::Instant::from_ms(server::clock::now_ms()).tokyo_day();
    assert_eq!(said["pledge"]["accepted"], json!(today.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_used_twice_at_once_enrols_one_device() {
    let relay = Relay::start().await;
    let secret = link(&relay, FIRST).await;
    let bodies: Vec<String> = (0..8).map(|n| enrolment(&secret, [n; 32], None).0.to_string()).collect();
    let address = relay.address;
    let at_once = bodies.into_iter().map(|body| async move { post(address, "/api/enrol", "", &body).await });
    let answers = futures::future::join_all(at_once).await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(done.len(), 1);
    assert!(refused.iter().all(|answer| refusal(answer) == (410, "link_used".to_owned())));
    let store = relay.store().await;
    let devices = store.devices(FIRST).await.unwrap();
    assert_eq!(devices.iter().map(|device| device.id.to_string()).collect::<Vec<_>>(), [done[0].field("device")]);
    store.close().await;
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_by_its_own_keys_enrols_nothing_and_leaves_the_link() {
    let relay = Relay::start().await;
    let secret = link(&relay, FIRST).await;
    let other = link(&relay, COORDINATOR).await;
    let (right, device_key, _) = enrolment(&secret, [7; 32], None);
    let mut wrong = Vec::new();
    let ((_, another), mut none) = (pair(), [4; 65]);
    none[64] = 9;
    for (part, value) in [
        ("device_key", json!(text(&another))),
        ("member_key", json!(text(&another))),
        ("member_key", right["device_key"].clone()),
        ("device_key", json!(text(&none))),
        ("member_key", json!(text(&none))),
        ("proof", json!(text(&[8; 32]))),
        ("proof", json!(text(&[8; 31]))),
        ("secret", json!(other)),
        ("signature", json!(text(&[1; 64]))),
        ("signature", Value::Null),
        ("conditions", json!({ "managed": true })),
    ] {
        let mut body = right.clone();
        body[part] = value;
        wrong.push(body);
    }
    // One key for two purposes, well signed.
    let one: [u8; 65] = device_key.verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap();
    let mut body = right.clone();
    body["member_key"] = json!(text(&one));
    body["signature"] = json!(signature(&device_key, &signed::enrolment(&secret, &one, &one, &[7; 32])));
    wrong.push(body);
    for body in wrong {
        let answer = post(relay.address, "/api/enrol", "", &body.to_string()).await;
        assert_eq!(refusal(&answer), (400, "bad_request".to_owned()), "{body}");
    }
    let mut unread = right.clone();
    unread["pledge"] = json!("1999-01");
    let answer = post(relay.address, "/api/enrol", "", &unread.to_string()).await;
    assert_eq!(refusal(&answer), (409, "pledge_changed".to_owned()));
    let store = relay.store().await;
    assert_eq!(store.devices(FIRST).await.unwrap(), []);
    store.close().await;
    assert_eq!(post(relay.address, "/api/enrol", "", &right.to_string()).await.status, 200, "it stands as before");
}
