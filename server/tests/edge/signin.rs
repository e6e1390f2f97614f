//! Signing in and out: links, cookies, tickets.

use serde_json::{Value, json};
use server::config::Config;
use server::storage::Storage;

use super::client::{post, send};
use super::enrolling::{enrol, enrolment};
use super::running::{OFFICER, Running, SECOND_VISITOR, VISITOR};

#[tokio::test]
async fn a_link_signs_in_once() {
    let relay = Running::start().await;
    let secret = relay.invite(VISITOR).await;
    let (first, second) = relay
        .ask(move |address| {
            let body = enrolment(&secret, &Value::Null);
            (post(address, "/api/enrol", &[], &body), post(address, "/api/enrol", &[], &body))
        })
        .await;
    assert_eq!(first.status, 200);
    let said = first.json();
    assert_eq!(said["member"], VISITOR.to_string());
    assert_eq!((&said["name"], &said["role"]), (&json!("仮名 さくら"), &json!("visitor")));
    assert_eq!((&said["offices"], &said["category"]), (&json!(["kokoro"]), &json!("peer_supporter")));
    assert_eq!((&said["prefecture"], &said["sample"]), (&json!("140007"), &json!(true)));
    assert!(said["label"].as_str().unwrap().contains("見本"));
    assert_eq!(said["device"].as_str().unwrap().len(), 16);

    assert_eq!((second.status, second.code().as_str()), (410, "link_used"));
    let message = second.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("新しいリンク") && message.contains("頼んで"), "{message}");
    assert_eq!(second.header("set-cookie"), None);
    relay.stop().await;
}

#[tokio::test]
async fn a_link_that_is_over_unknown_or_nonsense_says_which() {
    let relay = Running::start().await;
    let over = relay.expired_link(VISITOR).await;
    let secret = relay.invite(VISITOR).await;
    relay
        .ask(move |address| {
            let code = |body| {
                let answer = post(address, "/api/enrol", &[], &body);
                (answer.status, answer.code())
            };
            let by = |secret: &str| enrolment(secret, &Value::Null);
            let says = |status, code: &str| (status, code.to_owned());
            assert_eq!(code(by(&over)), says(410, "link_expired"));
            // Another secret, whatever the first one was.
            let unknown = format!("{}{}", if secret.starts_with('A') { "B" } else { "A" }, &secret[1..]);
            assert_eq!(code(by(&unknown)), says(404, "link_unknown"));
            assert_eq!(code(by("")), says(404, "link_unknown"));
            assert_eq!(code(json!({ "secret": 5 })), says(400, "bad_request"));
            assert_eq!(code(json!({ "secret": "x".repeat(10_000) })), says(400, "bad_request"));
            let plain = send(address, "POST /api/enrol", &[], "secret");
            assert_eq!((plain.status, plain.code()), says(400, "bad_request"));
            let get = send(address, "GET /api/enrol", &[], "");
            assert_eq!((get.status, get.code()), says(405, "method_not_allowed"));
            let other = send(address, "GET /api/other", &[], "");
            assert_eq!((other.status, other.code()), says(404, "not_found"));
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn cookies_are_kept_from_scripts_and_other_sites() {
    let relay = Running::start().await;
    let secret = relay.invite(VISITOR).await;
    let answer = relay.ask(move |address| enrol(address, &secret)).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with(&format!("otozure-{VISITOR}=")), "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "plain http on this machine alone: {cookie}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    relay.stop().await;

    let proxied = |config| Config { behind_proxy: Some("otozure.example.jp".parse().unwrap()), ..config };
    let relay = Running::start_with(proxied).await;
    let secret = relay.invite(VISITOR).await;
    let answer = relay.ask(move |address| enrol(address, &secret)).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with(&format!("__Host-otozure-{VISITOR}=")), "{cookie}");
    assert!(cookie.ends_with("; Secure") && !cookie.contains("Domain"), "{cookie}");
    let hsts = answer.header("strict-transport-security").unwrap();
    assert!(hsts.contains("max-age=31536000"), "{hsts}");
    relay.stop().await;
}

#[tokio::test]
async fn two_persons_share_a_browser_without_mixing() {
    let relay = Running::start().await;
    let (one, two) = (relay.invite(VISITOR).await, relay.invite(OFFICER).await);
    relay
        .ask(move |address| {
            let (one, two) = (enrol(address, &one).cookie(), enrol(address, &two).cookie());
            let both = format!("{one}; {two}");
            let ticket = |cookie: &str, member| {
                post(address, "/api/ticket", &[("cookie", cookie)], &json!({ "member": member }))
            };
            assert_eq!(ticket(&both, VISITOR).status, 200);
            assert_eq!(ticket(&both, OFFICER).status, 200);
            assert_eq!(ticket(&one, OFFICER).code(), "signed_out");
            assert_eq!(ticket(&both, SECOND_VISITOR).code(), "signed_out");
            // One person's secret under the other's name.
            let (_, value) = one.split_once('=').unwrap();
            let forged = format!("otozure-{OFFICER}={value}");
            assert_eq!(ticket(&forged, OFFICER).code(), "signed_out");

            let body = json!({ "member": VISITOR });
            let out = post(address, "/api/signout", &[("cookie", &both)], &body);
            assert_eq!(out.status, 204);
            assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
            assert_eq!(ticket(&both, VISITOR).code(), "signed_out");
            assert_eq!(ticket(&both, OFFICER).status, 200);
            let again = post(address, "/api/signout", &[("cookie", &both)], &body);
            assert_eq!(again.status, 204, "signing out twice is no mistake");
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn a_browser_that_signs_in_again_stays_the_same_device() {
    let relay = Running::start().await;
    let (one, two) = (relay.invite(VISITOR).await, relay.invite(VISITOR).await);
    let (first, again) = relay
        .ask(move |address| {
            let first = enrol(address, &one).json();
            let again = post(address, "/api/enrol", &[], &enrolment(&two, &first["device"])).json();
            (first, again)
        })
        .await;
    assert_eq!(first["device"], again["device"]);
    assert_eq!(relay.store.devices(VISITOR).await.unwrap().len(), 1);
    relay.stop().await;
}

#[tokio::test]
async fn a_member_who_is_ended_is_signed_out() {
    let relay = Running::start().await;
    let secret = relay.invite(VISITOR).await;
    let cookie = relay.ask(move |address| enrol(address, &secret).cookie()).await;
    relay.store.end_member(VISITOR).await.unwrap();
    let answer = relay
        .ask(move |address| {
            let body = json!({ "member": VISITOR });
            post(address, "/api/ticket", &[("cookie", &cookie)], &body)
        })
        .await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "signed_out"));
    relay.stop().await;
}

#[tokio::test]
async fn pages_of_other_sites_can_post_nothing() {
    let relay = Running::start().await;
    let secret = relay.invite(VISITOR).await;
    let origin = relay.origin();
    relay
        .ask(move |address| {
            let body = enrolment(&secret, &Value::Null);
            let from = |headers: &[(&str, &str)]| post(address, "/api/enrol", headers, &body);
            for site in ["cross-site", "same-site"] {
                let foreign = from(&[("sec-fetch-site", site)]);
                assert_eq!((foreign.status, foreign.code().as_str()), (403, "foreign_origin"));
            }
            let old_browser = from(&[("origin", "https://evil.example")]);
            assert_eq!(old_browser.code(), "foreign_origin");
            let own = [("origin", origin.as_str()), ("sec-fetch-site", "same-origin")];
            assert_eq!(from(&own).status, 200, "and the link was not used up by them");
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn too_many_tries_are_stopped_for_a_while() {
    let relay = Running::start().await;
    let refused = relay
        .ask(move |address| {
            let body = enrolment("x", &Value::Null);
            (0..200).map(|_| post(address, "/api/enrol", &[], &body)).find(|answer| answer.status == 429)
        })
        .await
        .unwrap();
    assert_eq!(refused.code(), "rate_limited");
    assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    relay.stop().await;
}
