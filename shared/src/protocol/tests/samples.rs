//! One message of each kind, and each optional part both there and absent.

use crate::documents::Kind;
use crate::domain::{Category, Role};
use crate::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use crate::protocol::*;
use crate::report::Line;
use crate::time::Instant;

pub(super) const MEMBER: MemberId = MemberId([0x11; 8]);
pub(super) const DEVICE: DeviceId = DeviceId([0x22; 8]);
pub(super) const DOCUMENT: DocumentId = DocumentId([0x33; 16]);
const ACTOR: Actor = Actor([0x44; 16]);
const HASH: ChangeHash = ChangeHash([0x55; 32]);
const CURSOR: Cursor = Cursor { number: 300, mark: [0x66; 8] };
const NOW: i64 = 1_734_000_000_000;

fn receipt() -> Receipt {
    Receipt { actor: ACTOR, seq: 7, hash: HASH, member: MEMBER, device: DEVICE, mac: [0x77; 32] }
}

fn offer() -> Offer {
    Offer { document: DOCUMENT, heads: vec![HASH, ChangeHash([0x56; 32])] }
}

fn entry(what: What) -> Entry {
    let full = what != What::Gone;
    Entry {
        document: DOCUMENT,
        kind: Kind::Visit,
        what,
        writable: full,
        changes: if full { vec![vec![1, 2, 3]] } else { Vec::new() },
        receipts: if full { vec![receipt()] } else { Vec::new() },
    }
}

/// What a device says, by the name of its fixture.
pub(super) fn from_device() -> Vec<(&'static str, FromDevice)> {
    let join = |ticket: Option<&str>| FromDevice::Join {
        sender: "device".to_owned(),
        versions: vec![VERSION.to_owned(), "1".to_owned()],
        app: "0.1.0".to_owned(),
        ticket: ticket.map(str::to_owned),
    };
    let feed = |after, wait| FromDevice::Feed { after, bytes: 1_048_576, wait };
    vec![
        ("join", join(Some("a-ticket"))),
        ("join-bearer", join(None)),
        ("feed", feed(Some(CURSOR), true)),
        ("feed-first", feed(None, false)),
        ("pull", FromDevice::Pull(offer())),
        (
            "push",
            FromDevice::Push(Push {
                batch: 1_000,
                document: DOCUMENT,
                changes: vec![vec![0x85, 0x6f, 0x4a, 0x83], vec![]],
                receipts: vec![receipt()],
            }),
        ),
        ("offer", FromDevice::Offer(vec![offer()])),
        ("refused", FromDevice::Refused { document: DOCUMENT, skip: 2 }),
        ("open", FromDevice::Open(DOCUMENT)),
        ("close", FromDevice::Close(DOCUMENT)),
        ("presence", FromDevice::Presence { document: DOCUMENT, place: Some(place(Some(41))) }),
        ("presence-caret", FromDevice::Presence { document: DOCUMENT, place: Some(place(None)) }),
        ("presence-nowhere", FromDevice::Presence { document: DOCUMENT, place: None }),
        ("auth", FromDevice::Auth { ticket: Some("a-ticket".to_owned()) }),
        ("auth-bearer", FromDevice::Auth { ticket: None }),
        ("ping", FromDevice::Ping),
    ]
}

pub(super) fn place(selection: Option<u32>) -> Place {
    Place { section: "talked".to_owned(), position: 300, selection }
}

/// A document's lines, an import's, and a source that has none any more.
fn figures() -> Vec<Figures> {
    let line = |text: &str| -> Line { serde_json::from_str(text).unwrap() };
    let visit = line(
        r#"{"visit":{"day":"2024-12-16","office":"kokoro","hospital":"soshu","pair":[null,"peer_supporter"],"repeat":"not_wanted"}}"#,
    );
    let content = line(r#"{"content":{"when":"2024-12","content":"listen","visit":"visit-1"}}"#);
    let untied = line(r#"{"content":{"when":"2024-12","content":"listen"}}"#);
    vec![
        Figures { source: DOCUMENT.to_string(), office: Some("kokoro".parse().unwrap()), lines: vec![visit, content] },
        Figures { source: "見本".to_owned(), office: None, lines: vec![untied] },
        Figures { source: "gone".to_owned(), office: None, lines: Vec::new() },
    ]
}

/// What the relay says, by the name of its fixture.
pub(super) fn from_relay() -> Vec<(&'static str, FromRelay)> {
    let peer = |read_only| FromRelay::Peer {
        version: VERSION.to_owned(),
        member: MEMBER,
        device: DEVICE,
        now: Instant::from_ms(NOW),
        read_only,
    };
    let mut all = vec![
        ("peer", peer(false)),
        ("peer-read-only", peer(true)),
        ("restart", FromRelay::Restart),
        (
            "feed-page",
            FromRelay::Feed {
                entries: vec![entry(What::Changes), entry(What::Grant), entry(What::Gone)],
                next: Some(CURSOR),
                end: true,
            },
        ),
        ("feed-page-empty", FromRelay::Feed { entries: Vec::new(), next: None, end: false }),
        ("figures", FromRelay::Figures { forget: false, sources: figures() }),
        ("figures-forgotten", FromRelay::Figures { forget: true, sources: Vec::new() }),
        ("changes", FromRelay::Changes { entry: entry(What::Changes), end: true }),
        ("lacks", FromRelay::Lacks(vec![offer()])),
        ("pong", FromRelay::Pong { now: Instant::from_ms(NOW) }),
    ];
    all.extend(answers());
    all.extend(around());
    all
}

/// What is said beside changes: quarantine, presence, rights.
fn around() -> Vec<(&'static str, FromRelay)> {
    let kept = Quarantined {
        hash: HASH,
        member: MEMBER,
        device: DEVICE,
        refusal: Refusal::NoRight,
        at: Instant::from_ms(NOW),
        chunk: vec![1, 2, 3],
    };
    let there = |place| Present { member: MEMBER, device: DEVICE, place };
    vec![
        ("refused-kept", FromRelay::Refused { document: DOCUMENT, kept: vec![kept], end: true }),
        ("refused-nothing", FromRelay::Refused { document: DOCUMENT, kept: Vec::new(), end: true }),
        (
            "presence-others",
            FromRelay::Presence {
                document: DOCUMENT,
                present: vec![there(Some(place(Some(41)))), there(Some(place(None))), there(None)],
                left: vec![DeviceId([0x23; 8])],
            },
        ),
        ("role", FromRelay::Role { role: Role::Visitor, rights: vec![(DOCUMENT, false)] }),
        ("purge", FromRelay::Purge(vec![DOCUMENT])),
        ("auth-asked", FromRelay::Auth),
    ]
}

fn answers() -> Vec<(&'static str, FromRelay)> {
    let person = |category, appointed| Person {
        member: MEMBER,
        name: "見本 はな".to_owned(),
        role: Role::Visitor,
        category,
        appointed,
    };
    vec![
        ("ack", FromRelay::Ack { batch: 1_000, document: DOCUMENT, receipts: vec![receipt()], row: None }),
        ("ack-row", FromRelay::Ack { batch: 1_000, document: DOCUMENT, receipts: Vec::new(), row: Some(300) }),
        (
            "reject",
            FromRelay::Reject { batch: 1_000, document: DOCUMENT, refusal: Refusal::Guarded, hashes: vec![HASH] },
        ),
        ("people", FromRelay::People(vec![person(Some(Category::Peer), true), person(None, false)])),
        ("error", FromRelay::Error(CloseCode::SignedOut)),
    ]
}
