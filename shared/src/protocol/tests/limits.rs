//! Each limit at its edge: the last that passes and the first that does not.

use super::samples::DOCUMENT;
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::*;

fn push(changes: Vec<Vec<u8>>) -> Vec<u8> {
    encode_from_device(&FromDevice::Push(Push { batch: 1, document: DOCUMENT, changes, receipts: Vec::new() }))
}

fn is_limit(frame: &[u8]) -> bool {
    match decode_from_device(frame) {
        Ok(_) => false,
        Err(FrameError::Limit) => true,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_frame_is_at_most_as_large_as_its_limit() {
    let ping = encode_from_device(&FromDevice::Ping);
    let mut frame = vec![0xa2];
    frame.extend(&ping[1..]);
    frame.extend(*b"\x61x\x5a");
    let rest = limits::FRAME_BYTES_MAX - frame.len() - 4;
    frame.extend(u32::try_from(rest).unwrap().to_be_bytes());
    frame.resize(limits::FRAME_BYTES_MAX, 0);
    assert_eq!(decode_from_device(&frame), Ok(FromDevice::Ping));
    frame.push(0);
    assert!(is_limit(&frame));
}

#[test]
fn a_change_and_their_number_are_limited() {
    assert!(!is_limit(&push(vec![vec![0; limits::CHANGE_BYTES_MAX]])));
    assert!(is_limit(&push(vec![vec![0; limits::CHANGE_BYTES_MAX + 1]])));
    assert!(!is_limit(&push(vec![vec![]; limits::PUSH_CHANGES_MAX])));
    assert!(is_limit(&push(vec![vec![]; limits::PUSH_CHANGES_MAX + 1])));
}

#[test]
fn a_push_as_large_as_it_may_be_fits_a_frame_with_its_receipts() {
    let receipt = ReceiptKey::new([1; 32]).give(
        DOCUMENT,
        (crate::ids::Actor([1; 16]), u64::from(u32::MAX), ChangeHash([2; 32])),
        (super::samples::MEMBER, super::samples::DEVICE),
    );
    let size = limits::PUSH_BYTES_MAX / limits::PUSH_CHANGES_MAX;
    let frame = encode_from_device(&FromDevice::Push(Push {
        batch: u64::from(u32::MAX),
        document: DOCUMENT,
        changes: vec![vec![0; size]; limits::PUSH_CHANGES_MAX],
        receipts: vec![receipt; limits::RECEIPTS_MAX],
    }));
    assert!(frame.len() <= limits::FRAME_BYTES_MAX, "{}", frame.len());
    assert!(decode_from_device(&frame).is_ok());
}

#[test]
fn heads_and_documents_of_an_offer_are_limited() {
    let offer = |documents: usize, heads: usize| {
        let one = |number: usize| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&number.to_be_bytes());
            Offer { document: DocumentId(id), heads: vec![ChangeHash([1; 32]); heads] }
        };
        encode_from_device(&FromDevice::Offer((0..documents).map(one).collect()))
    };
    assert!(!is_limit(&offer(1, limits::HEADS_MAX)));
    assert!(is_limit(&offer(1, limits::HEADS_MAX + 1)));
    assert!(!is_limit(&offer(limits::OFFER_DOCUMENTS_MAX, 1)));
    assert!(is_limit(&offer(limits::OFFER_DOCUMENTS_MAX + 1, 1)));
}

#[test]
fn a_document_is_offered_once_as_comparing_it_costs_reading_it() {
    let one = |number: u8| Offer { document: DocumentId([number; 16]), heads: Vec::new() };
    let read = |offers: Vec<Offer>| decode_from_device(&encode_from_device(&FromDevice::Offer(offers)));
    assert!(read(vec![one(1), one(2)]).is_ok());
    assert!(matches!(read(vec![one(1), one(2), one(1)]), Err(FrameError::Malformed(_))));
}

#[test]
fn a_text_of_the_envelope_is_limited() {
    let join = |length: usize| {
        encode_from_device(&FromDevice::Join {
            sender: "s".repeat(length),
            versions: Vec::new(),
            app: String::new(),
            ticket: None,
        })
    };
    assert!(!is_limit(&join(limits::ENVELOPE_TEXT_BYTES_MAX)));
    assert!(is_limit(&join(limits::ENVELOPE_TEXT_BYTES_MAX + 1)));
}

#[test]
fn depth_is_limited_before_the_stack_is() {
    let mut frame = vec![0xa2];
    frame.extend(&encode_from_device(&FromDevice::Ping)[1..]);
    frame.extend(*b"\x61x");
    frame.extend(vec![0x81; 100_000]);
    frame.push(0xf6);
    assert!(is_limit(&frame));
}

#[test]
fn the_number_of_things_in_a_frame_is_limited() {
    let mut frame = vec![0xa2];
    frame.extend(&encode_from_device(&FromDevice::Ping)[1..]);
    frame.extend(*b"\x61x\x9a");
    frame.extend(1_000_000u32.to_be_bytes());
    frame.extend(vec![0xf6; 1_000_000]);
    assert!(is_limit(&frame));
}

/// What the relay says of sources with so many lines each, the lines as long as asked.
fn figures(counts: &[usize], bytes_of_line: usize) -> Vec<u8> {
    let bare = line("").to_string().len();
    let line: crate::report::Line = serde_json::from_str(&line(&"x".repeat(bytes_of_line - bare)).to_string()).unwrap();
    let source = |(number, count): (usize, &usize)| Figures {
        source: number.to_string(),
        office: None,
        lines: vec![Clone::clone(&line); *count],
    };
    let sources = counts.iter().enumerate().map(source).collect();
    encode_from_relay(&FromRelay::Figures { forget: false, sources })
}

fn line(visit: &str) -> serde_json::Value {
    serde_json::json!({"content": {"when": "2024-12", "content": "listen", "visit": visit}})
}

fn relay_is_limit(frame: &[u8]) -> bool {
    match decode_from_relay(frame) {
        Ok(_) => false,
        Err(FrameError::Limit) => true,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_lines_of_a_source_and_the_bytes_of_figures_are_limited() {
    assert!(!relay_is_limit(&figures(&[limits::FIGURES_LINES_MAX], 100)));
    assert!(relay_is_limit(&figures(&[limits::FIGURES_LINES_MAX + 1], 100)));
    let size = 2_048;
    let most = limits::FIGURES_BYTES_MAX / size;
    for counts in [vec![most], vec![most / 2; 2], vec![2; most / 2]] {
        assert_eq!(counts.iter().sum::<usize>(), most);
        let sources = counts.len() > limits::FEED_PAGE_ROWS_MAX;
        assert_eq!(relay_is_limit(&figures(&counts, size)), sources, "{counts:?}");
        let mut over = counts.clone();
        over[0] += 1;
        assert!(relay_is_limit(&figures(&over, size)));
    }
    assert!(!relay_is_limit(&figures(&vec![1; limits::FEED_PAGE_ROWS_MAX], size)));
    assert!(relay_is_limit(&figures(&vec![1; limits::FEED_PAGE_ROWS_MAX + 1], size)));
}

#[test]
fn what_may_be_told_is_what_can_be_read() {
    let lines = |count: usize| {
        let line: crate::report::Line = serde_json::from_str(&line("").to_string()).unwrap();
        vec![line; count]
    };
    assert!(within_limits("a", &lines(limits::FIGURES_LINES_MAX)));
    assert!(!within_limits("a", &lines(limits::FIGURES_LINES_MAX + 1)));
    assert!(!within_limits(&"a".repeat(limits::ENVELOPE_TEXT_BYTES_MAX + 1), &[]));
    let long = |bytes: usize| -> Vec<crate::report::Line> {
        vec![serde_json::from_str(&line(&"x".repeat(bytes)).to_string()).unwrap()]
    };
    let room = limits::FIGURES_BYTES_MAX - figures_bytes(&long(0));
    assert!(within_limits("a", &long(room)));
    assert!(!within_limits("a", &long(room + 1)));
}

#[test]
fn a_place_is_limited_in_its_name_and_its_numbers() {
    let presence = |section: usize, position: u32, selection: Option<u32>| {
        let place = Some(Place { section: "s".repeat(section), position, selection });
        encode_from_device(&FromDevice::Presence { document: DOCUMENT, place })
    };
    let most = u32::try_from(limits::TEXT_UNITS_MAX).unwrap();
    assert!(!is_limit(&presence(limits::PRESENCE_SECTION_BYTES_MAX, most, Some(most))));
    assert!(is_limit(&presence(limits::PRESENCE_SECTION_BYTES_MAX + 1, 0, None)));
    assert!(is_limit(&presence(1, most + 1, None)));
    assert!(is_limit(&presence(1, 0, Some(most + 1))));
    assert!(is_limit(&presence(1, u32::MAX, None)));
}

#[test]
fn what_is_told_of_others_rights_and_endings_is_limited() {
    let one = Present { member: super::samples::MEMBER, device: super::samples::DEVICE, place: None };
    let presence = |present: usize, left: usize| {
        encode_from_relay(&FromRelay::Presence {
            document: DOCUMENT,
            present: vec![one.clone(); present],
            left: vec![super::samples::DEVICE; left],
        })
    };
    assert!(!relay_is_limit(&presence(limits::PRESENT_MAX, limits::PRESENT_MAX)));
    assert!(relay_is_limit(&presence(limits::PRESENT_MAX + 1, 0)));
    assert!(relay_is_limit(&presence(0, limits::PRESENT_MAX + 1)));
    let role = |count: usize| {
        let rights = vec![(DOCUMENT, true); count];
        encode_from_relay(&FromRelay::Role { role: crate::domain::Role::Visitor, rights })
    };
    assert!(!relay_is_limit(&role(limits::RIGHTS_MAX)));
    assert!(relay_is_limit(&role(limits::RIGHTS_MAX + 1)));
    let purge = |count: usize| encode_from_relay(&FromRelay::Purge(vec![DOCUMENT; count]));
    assert!(!relay_is_limit(&purge(limits::FEED_PAGE_ROWS_MAX)));
    assert!(relay_is_limit(&purge(limits::FEED_PAGE_ROWS_MAX + 1)));
}

#[test]
fn a_page_of_the_quarantine_fits_a_frame() {
    let kept = |count: usize, bytes: usize| {
        let one = Quarantined {
            hash: ChangeHash([1; 32]),
            member: super::samples::MEMBER,
            device: super::samples::DEVICE,
            refusal: Refusal::NoRight,
            at: crate::time::Instant::from_ms(i64::MAX),
            chunk: vec![0; bytes],
        };
        encode_from_relay(&FromRelay::Refused { document: DOCUMENT, kept: vec![one; count], end: false })
    };
    // The relay ends a page with the change that fills it.
    let size = limits::FEED_PAGE_BYTES_MAX / limits::FEED_PAGE_CHANGES_MAX;
    for frame in [kept(limits::FEED_PAGE_CHANGES_MAX, size), kept(5, limits::CHANGE_BYTES_MAX)] {
        assert!(frame.len() <= limits::FRAME_BYTES_MAX, "{}", frame.len());
        assert!(!relay_is_limit(&frame));
    }
    assert!(relay_is_limit(&kept(limits::FEED_PAGE_CHANGES_MAX + 1, 0)));
    assert!(relay_is_limit(&kept(1, limits::CHANGE_BYTES_MAX + 1)));
}
