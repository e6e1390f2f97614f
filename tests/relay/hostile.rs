//! Hostile bytes and hostile wishes: each is refused with a reason, closes at most its own
//! connection, harms no document and reaches no other device.

use server::storage::Storage;
use shared::documents::visit::{PlanField, put_plan};
use shared::documents::{Chunk, Document, Writer};
use shared::ids::{Actor, DocumentId};
use shared::protocol::{CloseCode, FromDevice, Offer, Push, Receipt, Refusal, encode_from_device, limits};
use tokio_tungstenite::tungstenite::Message;

use crate::bytes;
use crate::client::{Client, join};
use crate::relay::{COORDINATOR, FIRST, OTHER_OFFICE, Relay, SECOND, STRANGER};
use crate::visits::{bare, planned, seat, session, talked, write};

/// A relay with one visit that three devices hold.
struct Scene {
    relay: Relay,
    office: Client,
    /// The visitor whose device is hostile.
    hostile: Client,
    other: Client,
    document: Document,
    /// The other visitor's writing session, as everybody sees it in the document.
    others_session: Writer,
    receipts: Vec<Receipt>,
}

impl Scene {
    async fn set() -> Self {
        let relay = Relay::start().await;
        let mut office = relay.join(COORDINATOR).await;
        let mut hostile = relay.join(FIRST).await;
        let mut other = relay.join(SECOND).await;
        let mut document = planned(&session(), &[FIRST, SECOND]);
        let id = document.id();
        office.push(id, &document.changes_since(&[])).await.unwrap();
        let others_session = session();
        let words = write(&mut document, &others_session, 0, "先に書いたこと。");
        let receipts = other.push(id, &[words]).await.unwrap();
        for client in [&mut office, &mut hostile, &mut other] {
            client.catch_up().await;
        }
        Self { relay, office, hostile, other, document, others_session, receipts }
    }

    fn id(&self) -> DocumentId {
        self.document.id()
    }

    /// The hostile device pushes; the answer is a refusal for this reason.
    async fn refused(&mut self, what: &str, changes: Vec<Vec<u8>>, reason: Refusal) {
        self.refused_with(what, changes, Vec::new(), reason).await;
    }

    async fn refused_with(&mut self, what: &str, changes: Vec<Vec<u8>>, receipts: Vec<Receipt>, reason: Refusal) {
        let id = self.id();
        let answer = self.hostile.push_bytes(id, changes, receipts).await;
        assert_eq!(answer.map_err(|(code, _)| code), Err(reason), "{what}");
        assert!(self.hostile.is_alive().await, "{what}");
    }

    /// Nothing came to anybody, and everybody works on.
    async fn stays_unharmed(mut self) {
        assert_eq!(self.office.catch_up().await, Vec::new());
        assert_eq!(self.other.catch_up().await, Vec::new());
        let id = self.id();
        let good = write(&mut self.document, &self.others_session, 0, "あとで書いたこと。");
        self.other.push(id, &[good]).await.unwrap();
        let news = self.office.wait_for_news().await;
        assert_eq!(news.iter().map(|entry| entry.changes.len()).sum::<usize>(), 1);
        let store = self.relay.store().await;
        let stored = store.changes(id).await.unwrap();
        store.close().await;
        let chunks: Vec<Vec<u8>> = stored.into_iter().map(|change| change.bytes).collect();
        let there = Document::open(&chunks).unwrap();
        assert_eq!(there.heads(), self.document.heads());
        assert_eq!(talked(&there), "あとで書いたこと。先に書いたこと。");
        self.relay.stop_and_verify().await;
    }
}

fn bytes_of(chunk: &Chunk) -> Vec<Vec<u8>> {
    vec![chunk.bytes().to_vec()]
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_change_are_refused() {
    let mut scene = Scene::set().await;
    let good = write(&mut scene.document.clone(), &session(), 0, "半分");
    let mut bent = good.bytes().to_vec();
    *bent.last_mut().unwrap() ^= 1;
    // Ten bytes of another protocol that stop a program which takes them.
    let sync_message = vec![0x42, 0, 0, 1, 0, 3, 1, 0, 0, 0];
    let saved = scene.document.save();
    let bomb = bytes::sealed(&vec![0; 64 << 20], true);
    for (what, bytes, reason) in [
        ("nothing", Vec::new(), Refusal::Malformed),
        ("garbage", b"GET / HTTP/1.1".to_vec(), Refusal::Malformed),
        ("a message of another protocol", sync_message, Refusal::Malformed),
        ("a whole document", saved, Refusal::Malformed),
        ("a change cut short", bytes::cut_short(&good), Refusal::Malformed),
        ("a change with a bent bit", bent, Refusal::Malformed),
        ("five million insertions", bytes::null_inserts(), Refusal::TooLarge),
        ("a compressed bomb", bomb, Refusal::TooLarge),
    ] {
        scene.refused(what, vec![bytes], reason).await;
    }
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_what_it_builds_on_is_refused() {
    let mut scene = Scene::set().await;
    let mut copy = scene.document.clone();
    let writer = session();
    let _withheld = write(&mut copy, &writer, 0, "送らない");
    let second = write(&mut copy, &session(), 0, "送る");
    scene.refused("unknown dependencies", bytes_of(&second), Refusal::Missing).await;
    let next = write(&mut copy, &writer, 0, "間が抜けた");
    scene.refused("a gap in a stream", bytes_of(&next), Refusal::Missing).await;
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_under_anothers_session() {
    let mut scene = Scene::set().await;
    let stolen = write(&mut scene.document.clone(), &scene.others_session, 0, "なりすまし");
    scene.refused("a stolen session", bytes_of(&stolen), Refusal::Author).await;
    // With the owner's genuine receipt, which is for another change.
    let genuine = scene.receipts.clone();
    assert_eq!(genuine.len(), 1);
    scene.refused_with("with a receipt", bytes_of(&stolen), genuine.clone(), Refusal::Receipt).await;
    let mut forged = genuine[0].clone();
    forged.hash = stolen.hash();
    forged.seq = stolen.seq();
    let forged = vec![forged];
    scene.refused_with("a forged receipt", bytes_of(&stolen), forged, Refusal::Receipt).await;
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_makes_no_foreign_words_ones_own() {
    let mut scene = Scene::set().await;
    // A new session of the hostile device, said to be the other visitor's.
    let mine = write(&mut scene.document.clone(), &session(), 0, "押しつけ");
    let mut forged = scene.receipts[0].clone();
    forged.actor = mine.actor();
    forged.hash = mine.hash();
    forged.seq = mine.seq();
    let forged = vec![forged];
    scene.refused_with("a forged author", bytes_of(&mine), forged, Refusal::Receipt).await;
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_writes_no_plan_and_the_words_are_kept_apart() {
    let mut scene = Scene::set().await;
    let mut copy = scene.document.clone();
    let fields = vec![(PlanField::Second, seat(STRANGER))];
    let plan = put_plan(&mut copy, &session(), fields).unwrap().unwrap();
    scene.refused("a plan by a visitor", bytes_of(&plan), Refusal::Guarded).await;
    let store = scene.relay.store().await;
    let kept = store.refused(scene.id()).await.unwrap();
    store.close().await;
    assert_eq!(kept.iter().map(|one| one.hash).collect::<Vec<_>>(), [plan.hash()]);
    assert_eq!(kept[0].author.member, FIRST);
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_computation_makes_is_made_by_nobody() {
    let mut scene = Scene::set().await;
    let root = bytes::root_write(&scene.document, Actor([0xee; 16]));
    scene.refused("a write to the root object", vec![root], Refusal::Computed).await;
    let genesis = scene.document.changes_since(&[]).remove(0);
    let forged = bytes::root_write(&scene.document, genesis.actor());
    scene.refused("a later change of genesis", vec![forged], Refusal::Computed).await;

    let new = bare();
    let false_genesis = vec![bytes::false_genesis(&new)];
    let answer = scene.office.push_bytes(new.id(), false_genesis, Vec::new()).await;
    assert_eq!(answer.map_err(|(code, _)| code), Err(Refusal::Computed), "a false genesis");
    let (mine, foreign) = (bare(), bare());
    let answer = scene.office.push(foreign.id(), &mine.changes_since(&[])).await;
    assert_eq!(answer.map_err(|(code, _)| code), Err(Refusal::Computed), "a foreign id");
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ones_own_looks_like_what_is_not_there() {
    let mut scene = Scene::set().await;
    let unknown = bare();
    for member in [STRANGER, OTHER_OFFICE] {
        let mut outsider = scene.relay.join(member).await;
        let mut copy = scene.document.clone();
        let fields = vec![(PlanField::First, seat(member))];
        let join_pair = put_plan(&mut copy, &session(), fields).unwrap().unwrap();
        let words = write(&mut scene.document.clone(), &session(), 0, "外から");
        for (what, changes) in
            [("joins the pair", bytes_of(&join_pair)), ("writes", bytes_of(&words)), ("knocks", Vec::new())]
        {
            let there = outsider.push_bytes(scene.id(), changes.clone(), Vec::new()).await;
            let nowhere = outsider.push_bytes(unknown.id(), changes, Vec::new()).await;
            let code = |answer: Result<_, (Refusal, Vec<_>)>| answer.map_err(|(code, _)| code);
            assert_eq!(code(there), Err(Refusal::NoRight), "{member} {what}");
            assert_eq!(code(nowhere), Err(Refusal::NoRight), "{member} {what}");
        }
        let offers = vec![
            Offer { document: scene.id(), heads: scene.document.heads() },
            Offer { document: unknown.id(), heads: Vec::new() },
        ];
        outsider.say(&FromDevice::Offer(offers.clone())).await;
        let lacks = outsider
            .hear_that(|message| match message {
                shared::protocol::FromRelay::Lacks(lacks) => Some(lacks.clone()),
                _ => None,
            })
            .await;
        assert!(lacks.iter().all(|offer| offer.heads.is_empty()), "{lacks:?}");
        for offer in offers {
            outsider.say(&FromDevice::Pull(offer)).await;
        }
        assert!(outsider.is_alive().await);
        let seen = outsider.catch_up().await;
        assert!(seen.iter().all(|entry| entry.document != scene.id()), "{seen:?}");
    }
    let visitors = scene.hostile.push(bare().id(), &bare().changes_since(&[])).await;
    assert!(visitors.is_err(), "a visitor makes no visit");
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_no_message_closes_its_own_connection_alone() {
    let scene = Scene::set().await;
    let large = write(&mut scene.document.clone(), &session(), 0, "大きい").into_bytes();
    let push = |changes: Vec<Vec<u8>>| {
        encode_from_device(&FromDevice::Push(Push {
            batch: 1,
            document: scene.document.id(),
            changes,
            receipts: Vec::new(),
        }))
    };
    let too_large = [large, vec![0; limits::CHANGE_BYTES_MAX]].concat();
    for (what, frame, code) in [
        ("garbage", b"\xff\xff\xff".to_vec(), Some(CloseCode::Malformed)),
        ("nothing", Vec::new(), Some(CloseCode::Malformed)),
        ("an endless list", vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], Some(CloseCode::Malformed)),
        ("a second join", encode_from_device(&join(None)), Some(CloseCode::Malformed)),
        ("a change over its limit", push(vec![too_large]), Some(CloseCode::Limit)),
        ("a frame over its limit", vec![0; limits::FRAME_BYTES_MAX + 1], None),
    ] {
        let mut client = scene.relay.join(FIRST).await;
        client.send(frame).await;
        assert_eq!(client.closing().await, code, "{what}");
    }
    let mut client = scene.relay.join(FIRST).await;
    client.send_raw(Message::Text("{}".into())).await;
    assert_eq!(client.closing().await, Some(CloseCode::Malformed), "a text");

    let headers = [("origin", format!("http://{}", scene.relay.address))];
    let mut early = Client::knock(scene.relay.address, &headers).await;
    early.send(push(Vec::new())).await;
    assert_eq!(early.closing().await, Some(CloseCode::Malformed), "a push before join");
    scene.stays_unharmed().await;
}
