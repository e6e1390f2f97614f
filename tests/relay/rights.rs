//! What a device is told of rights and endings that no change brings: a new role, a document that was
//! ended for everybody.

use server::storage::Storage;
use shared::documents::{Root, handbook};
use shared::domain::{HandbookEntry, HandbookKind, Level, Role};
use shared::ids::{DocumentId, MemberId};
use shared::protocol::{FromRelay, Refusal, What};

use crate::client::{Answer, Client};
use crate::relay::{COORDINATOR, FIRST, OFFICER, Relay, SECOND};
use crate::visits::{nonce, planned, session, write};

fn programme() -> DocumentId {
    Root::programme("140007".parse().unwrap()).id()
}

/// What a member who may read them is told of the two documents of the whole prefecture.
fn of_the_prefecture(writes: bool) -> Vec<(DocumentId, bool)> {
    let handbook = Root::handbook("140007".parse().unwrap()).id();
    vec![(programme(), writes), (handbook, writes)]
}

async fn change_role(relay: &Relay, member: MemberId, role: Role) {
    let store = relay.store().await;
    let mut fields = store.member(member).await.unwrap().unwrap().fields;
    fields.role = role;
    store.put_member(member, fields).await.unwrap();
    store.close().await;
}

/// What is said of the membership.
async fn role(client: &mut Client) -> (Role, Vec<(DocumentId, bool)>) {
    let said = client.hear_that(|message| match message {
        FromRelay::Role { role, rights } => Some((*role, rights.clone())),
        _ => None,
    });
    said.await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_role_tells_what_may_be_written_now() {
    let relay = Relay::start().await;
    let mut officer = relay.join(OFFICER).await;
    officer.catch_up().await;
    assert_eq!(role(&mut officer).await, (Role::Prefecture, of_the_prefecture(true)), "from the beginning");
    for (now, writes) in [(Role::Coordinator, false), (Role::Prefecture, true)] {
        let waits = async {
            officer.wait_for_news().await;
            role(&mut officer).await
        };
        let (said, ()) = tokio::join!(waits, change_role(&relay, OFFICER, now));
        assert_eq!(said, (now, of_the_prefecture(writes)));
    }
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_was_ended_is_told_as_such_and_takes_no_word_any_more() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let mut first = relay.join(FIRST).await;
    assert!(first.catch_up().await.iter().any(|entry| entry.document == id));
    office.catch_up().await;
    let store = relay.store().await;
    let purge = async {
        assert!(store.purge(id, server::clock::now_ms()).await.unwrap());
    };
    // Both wait, and the command line ends it beside the running relay.
    let (told, other, ()) = tokio::join!(first.wait_for_news(), office.wait_for_news(), purge);
    store.close().await;
    for (entries, client) in [(told, &mut first), (other, &mut office)] {
        let gone: Vec<_> = entries.iter().map(|entry| (entry.document, entry.what, entry.changes.len())).collect();
        assert_eq!(gone, [(id, What::Gone, 0)]);
        let named = client.hear_that(|message| match message {
            FromRelay::Purge(documents) => Some(documents.clone()),
            _ => None,
        });
        assert_eq!(named.await, [id]);
    }
    let late = write(&mut visit, &session(), 0, "あ");
    assert_eq!(first.push(id, &[late]).await.map_err(|(code, _)| code), Err(Refusal::Gone));
    let mut fresh = relay.join(SECOND).await;
    assert!(fresh.catch_up().await.iter().all(|entry| entry.document != id || entry.what == What::Gone));
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prefecture_makes_its_handbook_and_everybody_else_reads_it() {
    let relay = Relay::start().await;
    let mut book = handbook::create("140007".parse().unwrap()).unwrap();
    let texts = [(Level::Easy, "話《はなし》を 聞《き》きます".to_owned())].into();
    let kind = HandbookKind::Question;
    let entry =
        HandbookEntry { id: "q-01".to_owned(), kind, title: "何を話せばよいですか。".to_owned(), texts };
    handbook::put(&mut book, &session(), &[(0, entry)]).unwrap();
    let (id, all) = (book.id(), book.changes_since(&[]));
    let refused = |answer: Answer| answer.map_err(|(refusal, _)| refusal);
    for member in [COORDINATOR, FIRST] {
        assert_eq!(refused(relay.join(member).await.push(id, &all).await), Err(Refusal::NoRight), "{member}");
    }
    let mut officer = relay.join(OFFICER).await;
    officer.push(id, &all).await.unwrap();
    let approved = handbook::approve(&mut book, &session(), nonce(), OFFICER, "はじめての版").unwrap().unwrap();
    for member in [COORDINATOR, FIRST] {
        let mut reader = relay.join(member).await;
        let read = reader.catch_up().await.into_iter().find(|entry| entry.document == id).unwrap();
        assert_eq!((read.writable, read.changes.len()), (false, all.len()), "{member}");
        assert_eq!(refused(reader.push(id, std::slice::from_ref(&approved)).await), Err(Refusal::NoRight), "{member}");
    }
    officer.push(id, &[approved]).await.unwrap();
    // Whoever comes to the role is told that they may write it, as of the programme.
    change_role(&relay, FIRST, Role::Prefecture).await;
    let mut new = relay.join(FIRST).await;
    new.catch_up().await;
    let (said, mut rights) = role(&mut new).await;
    let mut expected = vec![(programme(), true), (id, true)];
    rights.sort();
    expected.sort();
    assert_eq!((said, rights), (Role::Prefecture, expected));
    relay.stop_and_verify().await;
}
