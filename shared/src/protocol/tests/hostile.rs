//! No bytes stop a reader, and none make it hold more than they are.

use proptest::prelude::*;

use super::samples;
use crate::protocol::*;

fn receipts(receipts: &[Receipt]) -> usize {
    receipts.len() * (16 + 32 + 8 + 8 + 32)
}

fn entry(entry: &Entry) -> usize {
    let changes: usize = entry.changes.iter().map(Vec::len).sum();
    16 + changes + receipts(&entry.receipts)
}

fn offers(offers: &[Offer]) -> usize {
    offers.iter().map(|offer| 16 + offer.heads.len() * 32).sum()
}

/// The texts of a source; each line came as a text of its own.
fn source(figures: &Figures) -> usize {
    figures.source.len() + figures.office.as_ref().map_or(0, |office| office.as_str().len()) + figures.lines.len()
}

fn place(place: Option<&Place>) -> usize {
    place.map_or(0, |place| place.section.len())
}

/// The bytes of texts, ids and changes that a message holds.
fn held_by_device(message: &FromDevice) -> usize {
    match message {
        FromDevice::Join { sender, versions, app, ticket } => {
            let versions: usize = versions.iter().map(String::len).sum();
            sender.len() + versions + app.len() + ticket.as_ref().map_or(0, String::len)
        }
        FromDevice::Feed { .. }
        | FromDevice::Ping
        | FromDevice::Refused { .. }
        | FromDevice::Open(_)
        | FromDevice::Close(_) => 0,
        FromDevice::Presence { place: at, .. } => place(at.as_ref()),
        FromDevice::Auth { ticket } => ticket.as_ref().map_or(0, String::len),
        FromDevice::Pull(offer) => offers(std::slice::from_ref(offer)),
        FromDevice::Push(push) => {
            let changes: usize = push.changes.iter().map(Vec::len).sum();
            changes + receipts(&push.receipts)
        }
        FromDevice::Offer(list) => offers(list),
    }
}

fn held_by_relay(message: &FromRelay) -> usize {
    match message {
        FromRelay::Peer { version, .. } => version.len(),
        FromRelay::Restart | FromRelay::Error(_) | FromRelay::Pong { .. } | FromRelay::Auth => 0,
        FromRelay::Refused { kept, .. } => kept.iter().map(|one| 32 + 8 + 8 + one.chunk.len()).sum(),
        FromRelay::Presence { present, left, .. } => {
            let there: usize = present.iter().map(|one| 16 + place(one.place.as_ref())).sum();
            there + left.len() * 8
        }
        FromRelay::Role { rights, .. } => rights.len() * 16,
        FromRelay::Purge(documents) => documents.len() * 16,
        FromRelay::Feed { entries, .. } => entries.iter().map(entry).sum(),
        FromRelay::Changes { entry: one, .. } => entry(one),
        FromRelay::Lacks(list) => offers(list),
        FromRelay::Ack { receipts: list, .. } => receipts(list),
        FromRelay::Reject { hashes, .. } => hashes.len() * 32,
        FromRelay::Figures { sources, .. } => sources.iter().map(source).sum(),
        FromRelay::People(people) => people.iter().map(|person| person.name.len()).sum(),
    }
}

fn read_both(frame: &[u8]) -> (usize, usize) {
    let device = decode_from_device(frame).map_or(0, |message| held_by_device(&message));
    let relay = decode_from_relay(frame).map_or(0, |message| held_by_relay(&message));
    (device, relay)
}

/// A frame of ours: one of the samples.
fn sample() -> impl Strategy<Value = Vec<u8>> {
    let device = samples::from_device().into_iter();
    let relay = samples::from_relay().into_iter();
    let all: Vec<_> = device
        .map(|(_, message)| encode_from_device(&message))
        .chain(relay.map(|(_, message)| encode_from_relay(&message)))
        .collect();
    proptest::sample::select(all)
}

#[test]
fn a_frame_that_promises_more_than_it_holds_makes_nothing() {
    for major in [0x5b, 0x7b, 0x9b, 0xbb] {
        let mut frame = vec![major];
        frame.extend(u64::MAX.to_be_bytes());
        assert_eq!(read_both(&frame), (0, 0));
        let mut inside = b"\xa1\x61x".to_vec();
        inside.extend(&frame);
        assert_eq!(read_both(&inside), (0, 0));
    }
    assert_eq!(read_both(&[]), (0, 0));
}

#[test]
fn a_message_cut_short_anywhere_is_refused() {
    for (name, message) in samples::from_device() {
        let frame = encode_from_device(&message);
        for length in 0..frame.len() {
            assert!(decode_from_device(&frame[..length]).is_err(), "{name} at {length}");
        }
    }
    for (name, message) in samples::from_relay() {
        let frame = encode_from_relay(&message);
        for length in 0..frame.len() {
            assert!(decode_from_relay(&frame[..length]).is_err(), "{name} at {length}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_stop_the_reader_or_make_more_than_they_are(
        bytes in proptest::collection::vec(any::<u8>(), 0..400)
    ) {
        let (device, relay) = read_both(&bytes);
        prop_assert!(device <= bytes.len() && relay <= bytes.len());
    }

    #[test]
    fn a_damaged_message_does_not_stop_the_reader_or_make_more_than_it_is(
        mut frame in sample(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        tail in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        for (at, byte) in edits {
            let at = at.index(frame.len());
            frame[at] = byte;
        }
        frame.extend(tail);
        let (device, relay) = read_both(&frame);
        prop_assert!(device <= frame.len() && relay <= frame.len());
    }

    #[test]
    fn what_is_read_is_written_again_as_the_same_message(mut frame in sample(), at in any::<prop::sample::Index>(), byte: u8) {
        let at = at.index(frame.len());
        frame[at] = byte;
        if let Ok(message) = decode_from_device(&frame) {
            prop_assert_eq!(decode_from_device(&encode_from_device(&message)), Ok(message));
        }
        if let Ok(message) = decode_from_relay(&frame) {
            prop_assert_eq!(decode_from_relay(&encode_from_relay(&message)), Ok(message));
        }
    }
}
