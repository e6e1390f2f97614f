//! What is between few: an aftercare and a concern for safety, against the real program. Everybody else's devices,
//! tables and the log are looked through byte by byte for what was written.

use server::storage::Storage;
use shared::documents::aftercare::{self, CareSection, Checked, Moment, Noted};
use shared::documents::safeguard::{self, SafeguardField, SafeguardSection};
use shared::documents::{Document, Splice};
use shared::domain::{CallState, CareWish, Face, Feeling, SafeguardStep};
use shared::ids::{DocumentId, MemberId};
use shared::protocol::{FromDevice, Offer, Refusal, What};
use shared::report::{Line, ReportKind};

use crate::attack::Server;
use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, SECOND, STRANGER};
use crate::visits::{nonce, planned, session};

const EVERYBODY: [MemberId; 6] = [COORDINATOR, FIRST, SECOND, STRANGER, OTHER_OFFICE, OFFICER];
const SECRET: &str = "自分の入院のころを思い出してねむれない";

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The raw bytes that a member's new device receives from the beginning of the feed.
async fn received(server: &Server, member: MemberId) -> Vec<u8> {
    let mut device = server.join(member).await;
    device.catch_up().await;
    assert!(device.is_alive().await);
    device.raw
}

async fn change(server: &Server, member: MemberId, office: Option<&str>, safeguarding: bool) {
    let store = server.store().await;
    let mut fields = store.member(member).await.unwrap().unwrap().fields;
    fields.offices = office.into_iter().map(|office| office.parse().unwrap()).collect();
    fields.safeguarding = safeguarding;
    store.put_member(member, fields).await.unwrap();
    store.close().await;
}

fn words(text: &str) -> Splice {
    Splice { at_utf16: 0, deleted_utf16: 0, inserted: text.to_owned() }
}

/// A visitor's device with a visit of theirs at the relay: the visit, and an aftercare after it for a supporter.
async fn cared_for(server: &Server) -> (Client, DocumentId, Document) {
    for member in [FIRST, SECOND] {
        change(server, member, Some("kokoro"), false).await;
    }
    let mut office = server.join(COORDINATOR).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    let mut first = server.join(FIRST).await;
    first.catch_up().await;
    let about = (FIRST, visit.id(), Some(STRANGER));
    let mut care = aftercare::create("140007".parse().unwrap(), about, nonce()).unwrap();
    let writer = session();
    let checked = Checked { face: Some(Face::Hard), feelings: [Feeling::Memories].into() };
    aftercare::put_check(&mut care, &writer, Moment::After, Some(&checked)).unwrap();
    aftercare::put_day(&mut care, &writer, "2024-12-18".parse().unwrap()).unwrap();
    aftercare::put_wish(&mut care, &writer, Some(CareWish::OtherPair)).unwrap();
    aftercare::splice(&mut care, &writer, CareSection::Mind, &words(SECRET)).unwrap();
    first.push(care.id(), &care.changes_since(&[])).await.unwrap();
    (first, visit.id(), care)
}

fn note_call(care: &mut Document, state: CallState) -> shared::documents::Chunk {
    let noted = Noted { state, day: "2024-12-19".parse().unwrap(), text: "夜に電話した" };
    aftercare::note_call(care, &session(), nonce(), STRANGER, &noted).unwrap().unwrap()
}

/// What nobody but the few may receive: words, codes of the document alone, its kind and its id.
fn traces(care: &Document) -> Vec<Vec<u8>> {
    let words = [SECRET, "夜に電話した", "memories", "other_pair", "held", "debrief"];
    words.iter().map(|word| word.as_bytes().to_vec()).chain([care.id().0.to_vec()]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_an_aftercare_comes_to_the_partner_the_prefecture_or_any_office() {
    let server = Server::start().await;
    let (_first, visit, mut care) = cared_for(&server).await;
    let mut supporter = server.join(STRANGER).await;
    assert!(supporter.catch_up().await.iter().any(|entry| entry.document == care.id()));
    let held = note_call(&mut care, CallState::Held);
    supporter.push(care.id(), &[held]).await.unwrap();

    for member in [FIRST, STRANGER] {
        let bytes = received(&server, member).await;
        for trace in traces(&care) {
            assert!(holds(&bytes, &trace), "the search finds what is there: {}", String::from_utf8_lossy(&trace));
        }
        assert!(!holds(&bytes, b"\"aftercare\""), "{member} has the document, not its line");
    }
    for member in EVERYBODY.into_iter().filter(|member| ![FIRST, STRANGER].contains(member)) {
        let bytes = received(&server, member).await;
        for trace in traces(&care) {
            assert!(!holds(&bytes, &trace), "{member} received {}", String::from_utf8_lossy(&trace));
        }
        let line = [b"aftercare".to_vec(), care.id().to_string().into_bytes()];
        let told = line.map(|word| holds(&bytes, &word));
        assert_eq!(told, [member == COORDINATOR; 2], "{member}");
    }
    let mut office = server.join(COORDINATOR).await;
    office.catch_up().await;
    let (from, until) = ("2024-12-19".parse().unwrap(), "2024-12-21".parse().unwrap());
    let line = Line::Aftercare { visitor: FIRST, visit, from, until, done: true };
    assert_eq!(office.figures[&care.id().to_string()].lines, [line], "this and no more");
    assert!(office.entries_of(care.id()).is_empty());
    nothing_elsewhere(&server, &traces(&care), "aftercare").await;
    server.stop_and_verify().await;
}

/// No table, no list of what ends and no line of the log has any of this.
async fn nothing_elsewhere(server: &Server, traces: &[Vec<u8>], kind: &str) {
    let mut printed = String::new();
    for kind in ReportKind::ALL {
        for office in [&[][..], &["--office", "kokoro"]] {
            let mut arguments = vec!["report", kind.code(), "--as-of", "2025-03-31"];
            arguments.extend(office);
            let (said, logged) = server.command(&arguments).await;
            assert!(said.len() > 10, "{said}");
            printed += &said;
            printed += &logged;
        }
    }
    let store = server.store().await;
    for line in store.lines().await.unwrap() {
        printed += &serde_json::to_string(&line).unwrap();
    }
    for source in store.sources().await.unwrap() {
        printed += &source.figures.source;
    }
    store.close().await;
    let log = server.log().join("\n");
    assert!(!holds(printed.as_bytes(), kind.as_bytes()), "{printed}");
    for trace in traces {
        for (place, text) in [("a table", &printed), ("the log", &log)] {
            assert!(!holds(text.as_bytes(), trace), "{place}: {}", String::from_utf8_lossy(trace));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aftercare_takes_from_each_of_the_two_what_is_theirs_and_from_others_nothing() {
    let server = Server::start().await;
    let (mut first, visit, care) = cared_for(&server).await;
    let mut supporter = server.join(STRANGER).await;
    supporter.catch_up().await;
    let put = |wish| aftercare::put_wish(&mut care.clone(), &session(), Some(wish)).unwrap().unwrap();
    let wish = put(CareWish::Pause);
    let refused = supporter.push(care.id(), &[wish]).await.map_err(|(refusal, _)| refusal);
    assert_eq!(refused, Err(Refusal::Guarded), "the visitor's alone");
    let call = note_call(&mut care.clone(), CallState::Held);
    let refused = first.push(care.id(), &[call]).await.map_err(|(refusal, _)| refusal);
    assert_eq!(refused, Err(Refusal::Guarded), "the supporter's alone");
    for member in [SECOND, COORDINATOR, OFFICER] {
        let mut device = server.join(member).await;
        device.catch_up().await;
        let refused = device.push(care.id(), &[put(CareWish::GoOn)]).await.map_err(|(refusal, _)| refusal);
        assert_eq!(refused, Err(Refusal::NoRight), "{member}");
        // Nobody makes one in another's name, nor makes themself the supporter of who did not choose them.
        let about = (FIRST, visit, Some(member));
        let mut forged = aftercare::create("140007".parse().unwrap(), about, nonce()).unwrap();
        aftercare::put_day(&mut forged, &session(), "2024-12-18".parse().unwrap()).unwrap();
        let made = device.push(forged.id(), &forged.changes_since(&[])).await.map_err(|(refusal, _)| refusal);
        assert_eq!(made, Err(Refusal::NoRight), "{member}");
    }
    server.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_to_one_supporter_does_not_come_to_the_next() {
    let server = Server::start().await;
    let (mut first, visit, care) = cared_for(&server).await;
    let about = (FIRST, visit, Some(SECOND));
    let mut next = aftercare::create("140007".parse().unwrap(), about, nonce()).unwrap();
    aftercare::splice(&mut next, &session(), CareSection::Mind, &words("つぎの人へ")).unwrap();
    first.push(next.id(), &next.changes_since(&[])).await.unwrap();
    let (before, after) = (received(&server, STRANGER).await, received(&server, SECOND).await);
    assert!(holds(&before, SECRET.as_bytes()) && !holds(&before, "つぎの人へ".as_bytes()));
    assert!(holds(&after, "つぎの人へ".as_bytes()) && !holds(&after, SECRET.as_bytes()));
    assert!(!holds(&after, &care.id().0) && !holds(&before, &next.id().0));
    server.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_concern_comes_to_anybody_but_its_author_and_the_safeguarding_officers() {
    let server = Server::start().await;
    for member in [FIRST, SECOND] {
        change(&server, member, Some("kokoro"), false).await;
    }
    let mut concern = safeguard::create("140007".parse().unwrap(), SECOND, nonce()).unwrap();
    let writer = session();
    let place = (SafeguardField::Place, Some("東病棟の廊下".to_owned()));
    safeguard::put(&mut concern, &writer, vec![place]).unwrap();
    safeguard::splice(&mut concern, &writer, SafeguardSection::Words, &words("職員の対応がこわかった")).unwrap();
    let step = (SafeguardStep::Called, "県の窓口に電話した");
    safeguard::add_step(&mut concern, &writer, nonce(), SECOND, step).unwrap();
    let id = concern.id();
    // In another's name it cannot be made.
    let mut other = server.join(FIRST).await;
    let forged = other.push(id, &concern.changes_since(&[])).await.map_err(|(refusal, _)| refusal);
    assert_eq!(forged, Err(Refusal::NoRight));
    let mut author = server.join(SECOND).await;
    author.push(id, &concern.changes_since(&[])).await.unwrap();

    let texts = ["東病棟の廊下", "職員の対応がこわかった", "県の窓口に電話した", "safeguard"];
    let traces: Vec<Vec<u8>> =
        texts.iter().map(|text| text.as_bytes().to_vec()).chain([id.0.to_vec(), id.to_string().into_bytes()]).collect();
    let of_content = |bytes: &[u8]| texts.iter().all(|text| holds(bytes, text.as_bytes())) && holds(bytes, &id.0);
    assert!(of_content(&received(&server, SECOND).await), "the search finds what is there");
    for member in EVERYBODY.into_iter().filter(|member| *member != SECOND) {
        let bytes = received(&server, member).await;
        for trace in &traces {
            assert!(!holds(&bytes, trace), "{member} received {}", String::from_utf8_lossy(trace));
        }
        // Nor when it is asked for by its id.
        let mut device = server.join(member).await;
        device.say(&FromDevice::Pull(Offer { document: id, heads: Vec::new() })).await;
        assert!(device.is_alive().await);
        assert!(!holds(&device.raw, &id.0), "{member}");
    }
    // The flag gives it, whatever the role, and its end takes it.
    let mut officer = server.join(OFFICER).await;
    officer.catch_up().await;
    change(&server, OFFICER, None, true).await;
    assert!(officer.catch_up().await.iter().any(|entry| entry.document == id && entry.what == What::Grant));
    assert!(of_content(&officer.raw));
    let step = (SafeguardStep::Received, "受けつけた");
    let taken = safeguard::add_step(&mut concern, &session(), nonce(), OFFICER, step).unwrap().unwrap();
    officer.push(id, &[taken]).await.unwrap();
    change(&server, OFFICER, None, false).await;
    assert!(officer.catch_up().await.iter().any(|entry| entry.document == id && entry.what == What::Gone));
    assert!(!holds(&received(&server, OFFICER).await, &traces[1]));
    let content: Vec<Vec<u8>> = traces[..3].to_vec();
    nothing_elsewhere(&server, &content, "safeguard").await;
    // What is asked for its end is named by kind and number alone.
    server.command(&["retention", "term", "safeguard", "1", "--from", "2024-04-01"]).await;
    let (retention, _) = server.command(&["retention", "run", "--as-of", "2035-05-01"]).await;
    assert!(retention.contains("虐待"), "{retention}");
    assert!(content.iter().all(|trace| !holds(retention.as_bytes(), trace)), "{retention}");
    server.stop_and_verify().await;
}
