//! What the relay keeps of refused words: its author reads their own, the coordinators of the office all
//! of it, and to anybody else there is nothing, known document or not.

use shared::documents::visit::{PlanField, put_plan};
use shared::ids::DocumentId;
use shared::protocol::{CloseCode, FromDevice, FromRelay, Quarantined, Refusal};

use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND, STRANGER};
use crate::visits::{planned, session, write};

async fn refused(client: &mut Client, document: DocumentId, skip: u64) -> (Vec<Quarantined>, bool) {
    client.say(&FromDevice::Refused { document, skip }).await;
    let answer = client.hear_that(|message| match message {
        FromRelay::Refused { document: of, kept, end } if *of == document => Some((kept.clone(), *end)),
        _ => None,
    });
    answer.await
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_words_are_read_by_their_author_and_the_office_alone() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let (mut first, mut second) = (relay.join(FIRST).await, relay.join(SECOND).await);
    // The second writes while still in the pair, and again after it was taken out.
    let by = session();
    let taken = write(&mut visit, &by, 0, "あ");
    second.push(id, &[taken]).await.unwrap();
    let mut away = visit.clone();
    let without = put_plan(&mut visit, &session(), vec![(PlanField::Second, None)]).unwrap();
    office.push(id, &without.into_iter().collect::<Vec<_>>()).await.unwrap();
    let late = [write(&mut away, &by, 1, "い"), write(&mut away, &by, 2, "う")];
    assert_eq!(second.push(id, &late).await.map_err(|(code, _)| code), Err(Refusal::NoRight));
    // The first tries a field that is the office's.
    let mut mine = visit.clone();
    let forbidden = put_plan(&mut mine, &session(), vec![(PlanField::Place, Some("別の部屋".to_owned()))]);
    let forbidden: Vec<_> = forbidden.unwrap().into_iter().collect();
    assert_eq!(first.push(id, &forbidden).await.map_err(|(code, _)| code), Err(Refusal::Guarded));

    let (all, end) = refused(&mut office, id, 0).await;
    assert!(end);
    let found: Vec<_> = all.iter().map(|one| (one.member, one.device, one.refusal, one.hash)).collect();
    for chunk in &late {
        assert!(found.contains(&(SECOND, second.device, Refusal::NoRight, chunk.hash())), "{found:?}");
        assert!(all.iter().any(|one| one.chunk == chunk.bytes()));
    }
    assert!(found.contains(&(FIRST, first.device, Refusal::Guarded, forbidden[0].hash())), "{found:?}");
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by_key(|one| one.at));
    assert_eq!(refused(&mut office, id, 2).await, (all[2..].to_vec(), true));
    assert_eq!(refused(&mut office, id, 99).await, (Vec::new(), true));

    let own = |of| all.iter().filter(|one| one.member == of).cloned().collect::<Vec<_>>();
    assert_eq!(refused(&mut second, id, 0).await, (own(SECOND), true), "their own, although nothing else is theirs");
    assert_eq!(refused(&mut first, id, 0).await, (own(FIRST), true));
    let another = &mut relay.join(FIRST).await;
    assert_eq!(refused(another, id, 0).await, (own(FIRST), true), "on each of their devices");
    for member in [STRANGER, OTHER_OFFICE, OFFICER] {
        let mut client = relay.join(member).await;
        for document in [id, DocumentId([7; 16])] {
            assert_eq!(refused(&mut client, document, 0).await, (Vec::new(), true), "{member}");
        }
    }
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_new_session_are_kept_of_whoever_could_read_once_and_of_nobody_else() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    // The second wrote before; the first only read. Both lose their seats.
    let mut second = relay.join(SECOND).await;
    let taken = write(&mut visit, &session(), 0, "まえ");
    second.push(id, &[taken]).await.unwrap();
    let away = visit.clone();
    let seats = vec![(PlanField::First, None), (PlanField::Second, None)];
    let without = put_plan(&mut visit, &session(), seats).unwrap().unwrap();
    office.push(id, &[without]).await.unwrap();

    let mut kept = Vec::new();
    for member in [FIRST, SECOND] {
        // Each opens the document anew, so the relay never heard of the session; the words come one by one.
        let (mut client, mut document, by) = (relay.join(member).await, away.clone(), session());
        for at in 0..3 {
            let words = write(&mut document, &by, at, "あ");
            let refused = client.push(id, std::slice::from_ref(&words)).await;
            assert_eq!(refused.map_err(|(code, _)| code), Err(Refusal::NoRight), "{member} {at}");
            kept.push((member, words.hash()));
        }
    }
    for member in [STRANGER, OTHER_OFFICE] {
        let words = write(&mut away.clone(), &session(), 0, "他人");
        let refused = relay.join(member).await.push(id, &[words]).await;
        assert_eq!(refused.map_err(|(code, _)| code), Err(Refusal::NoRight));
    }
    let (all, _) = refused(&mut office, id, 0).await;
    let mut found: Vec<_> = all.iter().map(|one| (one.member, one.hash)).collect();
    found.sort();
    kept.sort();
    assert_eq!(found, kept, "all of theirs, and nothing of a stranger's");
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_builds_on_somebody_elses_refused_words_is_still_missing_its_ground() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let (mut first, mut second) = (relay.join(FIRST).await, relay.join(SECOND).await);
    let mut mine = visit.clone();
    let forbidden = put_plan(&mut mine, &session(), vec![(PlanField::Place, Some("別の部屋".to_owned()))]);
    let forbidden = forbidden.unwrap().unwrap();
    assert_eq!(first.push(id, std::slice::from_ref(&forbidden)).await.map_err(|(code, _)| code), Err(Refusal::Guarded));
    let follows = write(&mut mine, &session(), 0, "つづき");
    let refused_as = second.push(id, std::slice::from_ref(&follows)).await;
    assert_eq!(refused_as, Err((Refusal::Missing, vec![follows.hash()])));
    // Beside a change that is sound, what follows alone is named.
    let sound = write(&mut visit.clone(), &session(), 0, "別の話");
    let refused_as = first.push(id, &[follows.clone(), sound]).await;
    assert_eq!(refused_as, Err((Refusal::Guarded, vec![follows.hash()])));
    let (all, _) = refused(&mut office, id, 0).await;
    let mut found: Vec<_> = all.iter().map(|one| (one.member, one.refusal, one.hash)).collect();
    found.sort_by_key(|one| one.2);
    let mut kept = [(FIRST, Refusal::Guarded, forbidden.hash()), (FIRST, Refusal::Guarded, follows.hash())];
    kept.sort_by_key(|one| one.2);
    assert_eq!(found, kept);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_question_before_the_answer_is_over_the_limit() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut closed = None;
    // The answer may come between any two of them.
    for _ in 0..1_000 {
        office.say(&FromDevice::Refused { document: DocumentId([7; 16]), skip: 0 }).await;
    }
    while let Some(message) = office.hear().await {
        if let FromRelay::Error(code) = message {
            closed = Some(code);
        }
    }
    assert_eq!(closed, Some(CloseCode::Limit));
}
