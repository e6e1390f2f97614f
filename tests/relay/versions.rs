//! Older and newer apps: the version both know is taken, one without a common version is told so, and
//! an app too old to write reads on with its words kept.

use shared::protocol::{AppVersion, CloseCode, FromDevice, Refusal, VERSION};

use crate::client::Client;
use crate::doors::{page, signed_in, ticket};
use crate::relay::{COORDINATOR, FIRST, Relay, SECOND};
use crate::visits::{planned, session, write};

fn join(versions: &[&str], app: &str, ticket: Option<String>) -> FromDevice {
    let versions = versions.iter().map(|version| (*version).to_owned()).collect();
    FromDevice::Join { sender: "test".to_owned(), versions, app: app.to_owned(), ticket }
}

/// A socket of the first visitor that has said this.
async fn greeted(relay: &Relay, versions: &[&str], app: &str) -> (Client, Result<bool, CloseCode>) {
    let cookie = signed_in(relay, FIRST).await;
    let ticket = ticket(relay, &cookie, FIRST).await;
    let mut client = page(relay).await;
    let greeted = client.greet_as(&join(versions, app, Some(ticket))).await;
    (client, greeted)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_versions_the_one_that_both_know_is_taken() {
    let relay = Relay::start().await;
    for versions in [&["otozure/2", VERSION][..], &[VERSION, "1"], &["x", "y", VERSION]] {
        let (mut client, greeted) = greeted(&relay, versions, "9.9.9").await;
        assert_eq!(greeted, Ok(false), "{versions:?}");
        assert!(client.is_alive().await);
    }
    for versions in [&["otozure/2"][..], &["1"], &[], &["otozure/11"]] {
        let (mut client, greeted) = greeted(&relay, versions, "9.9.9").await;
        assert_eq!(greeted, Err(CloseCode::Version), "{versions:?}");
        assert_eq!(client.closing().await, None, "and then it is closed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_too_old_to_write_reads_on_and_its_words_are_put_off() {
    let oldest: AppVersion = "0.4.0".parse().unwrap();
    let relay = Relay::start_with(|config| server::Config { oldest_app: Some(oldest), ..config }).await;
    // Whoever made this visit is new enough.
    let cookie = signed_in(&relay, COORDINATOR).await;
    let mut office = page(&relay).await;
    let mine = ticket(&relay, &cookie, COORDINATOR).await;
    assert_eq!(office.greet_as(&join(&[VERSION], "0.4.0", Some(mine))).await, Ok(false));
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    for app in ["0.3.9", "", "a program"] {
        let (mut old, greeted) = greeted(&relay, &[VERSION], app).await;
        assert_eq!(greeted, Ok(true), "{app}");
        let entries = old.catch_up().await;
        assert!(entries.iter().any(|entry| entry.document == id), "it reads");
        let word = write(&mut visit, &session(), 0, "あ");
        assert_eq!(old.push(id, &[word]).await, Err((Refusal::Later, Vec::new())), "its words are kept");
        assert!(old.is_alive().await);
    }
    relay.stop_and_verify().await;
}
