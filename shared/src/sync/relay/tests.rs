//! What the relay's end of one connection promises: frames in, effects out.

mod again;
mod passing;
mod presence;
mod rights;

use super::*;
use crate::documents::visit::{self, Section};
use crate::documents::{Chunk, Kind, Splice, Writer};
use crate::domain::{Intent, IntentMethod};
use crate::ids::Actor;
use crate::ids::{DeviceId, DocumentId, MemberId};
use crate::protocol::{Entry, Offer, Push, Refusal};
use crate::protocol::{What, decode_from_relay, encode_from_device};

const MEMBER: MemberId = MemberId([1; 8]);
const DEVICE: DeviceId = DeviceId([2; 8]);
const DOCUMENT: DocumentId = DocumentId([3; 16]);

/// A connection with nothing behind it: what it sends, and what it asks of its host.
struct Line {
    session: RelaySession,
    now: Instant,
    sent: Vec<FromRelay>,
    asked: Vec<RelayEffect>,
}

impl Line {
    fn opened() -> Self {
        let now = Instant::from_ms(1_000_000);
        Self { session: RelaySession::new(now), now, sent: Vec::new(), asked: Vec::new() }
    }

    /// A connection whose handshake is done.
    fn live() -> Self {
        let mut line = Self::opened();
        line.device(&join(VERSION));
        line.event(RelayEvent::Admitted { member: MEMBER, device: DEVICE });
        line.sent.clear();
        line.asked.clear();
        line
    }

    fn event(&mut self, event: RelayEvent) {
        for effect in self.session.handle(self.now, event) {
            match effect {
                RelayEffect::Send(frame) => self.sent.push(decode_from_relay(&frame).unwrap()),
                other => self.asked.push(other),
            }
        }
    }

    fn device(&mut self, message: &FromDevice) {
        self.event(RelayEvent::Frame(encode_from_device(message)));
    }

    fn sent(&mut self) -> Vec<FromRelay> {
        core::mem::take(&mut self.sent)
    }

    fn asked(&mut self) -> Vec<RelayEffect> {
        core::mem::take(&mut self.asked)
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        self.event(RelayEvent::Tick);
    }

    /// Closed, and the last word was this reason.
    fn assert_closed(&mut self, code: CloseCode) {
        assert_eq!(self.sent().pop(), Some(FromRelay::Error(code)));
        assert_eq!(self.asked().pop(), Some(RelayEffect::Close));
        self.device(&FromDevice::Ping);
        assert!(self.sent().is_empty() && self.asked().is_empty());
    }
}

fn join(version: &str) -> FromDevice {
    FromDevice::Join {
        sender: "device".to_owned(),
        versions: vec!["1".to_owned(), version.to_owned()],
        app: "0.1.0".to_owned(),
        ticket: Some("ticket".to_owned()),
    }
}

fn cursor(number: u64) -> Option<Cursor> {
    Some(Cursor { number, mark: [9; 8] })
}

fn feed(after: u64, wait: bool) -> FromDevice {
    FromDevice::Feed { after: cursor(after), bytes: 1_000, wait }
}

fn read(after: u64) -> RelayEffect {
    RelayEffect::ReadFeed { after: cursor(after), bytes: 1_000 }
}

fn page(entries: Vec<Entry>, next: u64, end: bool) -> RelayEvent {
    RelayEvent::Page { entries, next: cursor(next), end }
}

fn entry(what: What, changes: Vec<Vec<u8>>) -> Entry {
    Entry { document: DOCUMENT, kind: Kind::Visit, what, writable: true, changes, receipts: Vec::new() }
}

fn push(batch: u64) -> Push {
    Push { batch, document: DOCUMENT, changes: vec![vec![1]], receipts: Vec::new() }
}

fn stored(batch: u64, hashes: Vec<ChangeHash>) -> RelayEvent {
    RelayEvent::Stored { batch, document: DOCUMENT, hashes, receipts: Vec::new(), row: None }
}

/// Two changes as they travel.
fn two_changes() -> [Chunk; 2] {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    let mut document = visit::create("140007".parse().unwrap(), None, intent, [1; 16]).unwrap();
    [1, 2].map(|session| {
        let writer = Writer { actor: Actor([session; 16]), at: Instant::from_ms(0) };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "あ".to_owned() };
        let made = visit::splice_note(&mut document, &writer, Section::Talked, &splice);
        made.unwrap().unwrap()
    })
}

#[test]
fn the_handshake_checks_the_ticket_before_anything_is_said() {
    let mut line = Line::opened();
    line.device(&join(VERSION));
    assert!(line.sent().is_empty());
    assert_eq!(line.asked(), [RelayEffect::Admit { ticket: Some("ticket".to_owned()), app: "0.1.0".to_owned() }]);
    line.event(RelayEvent::Admitted { member: MEMBER, device: DEVICE });
    assert_eq!(
        line.sent(),
        [FromRelay::Peer {
            version: VERSION.to_owned(),
            member: MEMBER,
            device: DEVICE,
            now: line.now,
            read_only: false
        }]
    );
}

#[test]
fn a_ticket_that_is_not_taken_closes_with_the_reason() {
    for code in [CloseCode::Ticket, CloseCode::SignedOut] {
        let mut line = Line::opened();
        line.device(&join(VERSION));
        line.event(RelayEvent::Denied(code));
        line.assert_closed(code);
    }
}

#[test]
fn a_device_of_another_version_is_refused_with_the_reason() {
    let mut line = Line::opened();
    line.device(&join("otozure/9"));
    line.assert_closed(CloseCode::Version);
}

#[test]
fn anything_before_the_handshake_closes() {
    for message in [FromDevice::Ping, feed(1, false), FromDevice::Push(push(1))] {
        let mut line = Line::opened();
        line.device(&message);
        line.assert_closed(CloseCode::Malformed);
        let mut line = Line::opened();
        line.device(&join(VERSION));
        line.asked();
        line.device(&message);
        line.assert_closed(CloseCode::Malformed);
    }
}

#[test]
fn a_second_join_closes() {
    let mut line = Line::live();
    line.device(&join(VERSION));
    line.assert_closed(CloseCode::Malformed);
}

#[test]
fn a_handshake_that_is_not_done_in_time_is_closed() {
    for joined in [false, true] {
        let mut line = Line::opened();
        if joined {
            line.device(&join(VERSION));
        }
        line.later(limits::HANDSHAKE_MS_MAX - 1);
        assert!(!line.asked().contains(&RelayEffect::Close));
        line.later(1);
        assert_eq!(line.asked(), [RelayEffect::Close]);
    }
}

#[test]
fn a_silent_device_is_closed_and_a_sign_of_life_is_answered() {
    let mut line = Line::live();
    line.later(limits::SILENCE_MS_MAX - 1);
    assert!(line.asked().is_empty());
    line.device(&FromDevice::Ping);
    assert_eq!(line.sent(), [FromRelay::Pong { now: line.now }]);
    line.later(limits::SILENCE_MS_MAX - 1);
    assert!(line.asked().is_empty());
    line.later(1);
    assert_eq!(line.asked(), [RelayEffect::Close]);
}

#[test]
fn a_frame_that_is_no_message_closes_and_one_of_an_unknown_type_does_not() {
    let mut line = Line::live();
    // {"type": "weather!"}
    line.event(RelayEvent::Frame(b"\xa1\x64type\x68weather!".to_vec()));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Frame(vec![0xff]));
    line.assert_closed(CloseCode::Malformed);
    let mut line = Line::live();
    line.event(RelayEvent::Frame(vec![0; limits::FRAME_BYTES_MAX + 1]));
    line.assert_closed(CloseCode::Limit);
    let mut line = Line::opened();
    line.event(RelayEvent::Frame(b"\xa1\x64type\x68weather!".to_vec()));
    line.assert_closed(CloseCode::Malformed);
}

#[test]
fn a_question_that_does_not_wait_is_answered_even_if_there_is_nothing() {
    let mut line = Line::live();
    line.device(&feed(5, false));
    assert_eq!(line.asked(), [read(5)]);
    line.event(page(Vec::new(), 5, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: Vec::new(), next: cursor(5), end: true }]);
}

#[test]
fn a_question_that_waits_is_answered_when_there_is_something() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(page(Vec::new(), 5, true));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [read(5)]);
    let news = entry(What::Changes, vec![vec![7]]);
    line.event(page(vec![news.clone()], 6, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: vec![news], next: cursor(6), end: true }]);
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [RelayEffect::Look], "nobody asks for a page any more");
}

#[test]
fn what_came_while_the_page_was_read_is_not_slept_through() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [RelayEffect::Look], "the page is being read");
    line.event(page(Vec::new(), 5, true));
    assert_eq!(line.asked(), [read(5)]);
}

#[test]
fn what_happens_elsewhere_costs_a_waiting_device_no_byte() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(page(Vec::new(), 40, false));
    assert_eq!(line.asked(), [read(40)]);
    line.event(page(Vec::new(), 70, true));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [read(70)]);
}

#[test]
fn a_second_question_before_the_answer_closes() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.device(&feed(5, false));
    line.assert_closed(CloseCode::Limit);
}

#[test]
fn a_page_is_never_asked_larger_than_its_limit() {
    let mut line = Line::live();
    line.device(&FromDevice::Feed { after: None, bytes: 1 << 60, wait: false });
    assert_eq!(line.asked(), [RelayEffect::ReadFeed { after: None, bytes: limits::FEED_PAGE_BYTES_MAX }]);
}

#[test]
fn a_cursor_that_is_not_known_is_answered_by_restart() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.event(RelayEvent::UnknownCursor);
    assert_eq!(line.sent(), [FromRelay::Restart]);
    line.asked();
    line.device(&feed(0, false));
    assert_eq!(line.asked(), [read(0)]);
}

#[test]
fn an_answer_is_given_only_after_the_host_has_stored_or_refused() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(7)));
    assert_eq!(line.asked(), [RelayEffect::Push(push(7))]);
    assert!(line.sent().is_empty());
    line.event(stored(7, Vec::new()));
    assert_eq!(line.sent(), [FromRelay::Ack { batch: 7, document: DOCUMENT, receipts: Vec::new(), row: None }]);
    line.device(&FromDevice::Push(push(8)));
    line.event(RelayEvent::Refused {
        batch: 8,
        document: DOCUMENT,
        refusal: Refusal::Guarded,
        hashes: vec![ChangeHash([1; 32])],
    });
    assert_eq!(
        line.sent(),
        [FromRelay::Reject {
            batch: 8,
            document: DOCUMENT,
            refusal: Refusal::Guarded,
            hashes: vec![ChangeHash([1; 32])]
        }]
    );
}

#[test]
fn more_pushes_than_the_window_holds_close_the_connection() {
    let mut line = Line::live();
    let window = limits::PUSHES_IN_FLIGHT_MAX as u64;
    for batch in 0..window {
        line.device(&FromDevice::Push(push(batch)));
    }
    assert_eq!(line.asked().len(), limits::PUSHES_IN_FLIGHT_MAX);
    line.event(stored(0, Vec::new()));
    line.device(&FromDevice::Push(push(window)));
    assert_eq!(line.asked().len(), 1);
    line.sent();
    line.device(&FromDevice::Push(push(window + 1)));
    line.assert_closed(CloseCode::Limit);
}

#[test]
fn a_connection_gets_no_echo_of_what_it_brought_and_everything_else() {
    let [own, other] = two_changes();
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![own.hash()]));
    line.sent();
    let both = vec![own.bytes().to_vec(), other.bytes().to_vec()];
    line.device(&feed(5, true));
    line.event(page(vec![entry(What::Changes, both.clone())], 6, true));
    let sent = line.sent().remove(0);
    assert!(matches!(sent, FromRelay::Feed { entries, .. }
        if entries[0].changes == [other.bytes().to_vec()]));
    // Another connection gets both.
    let mut elsewhere = Line::live();
    elsewhere.device(&feed(5, true));
    elsewhere.event(page(vec![entry(What::Changes, both.clone())], 6, true));
    let sent = elsewhere.sent().remove(0);
    assert!(matches!(sent, FromRelay::Feed { entries, .. } if entries[0].changes == both));
}

#[test]
fn a_page_of_nothing_but_echo_moves_the_cursor_and_carries_nothing() {
    let [own, _] = two_changes();
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![own.hash()]));
    line.sent();
    line.device(&feed(5, true));
    line.event(page(vec![entry(What::Changes, vec![own.bytes().to_vec()])], 6, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: Vec::new(), next: cursor(6), end: true }]);
}

#[test]
fn a_loss_and_a_grant_are_told_whatever_was_brought() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![two_changes()[0].hash()]));
    line.sent();
    line.device(&feed(5, true));
    let rows = vec![entry(What::Gone, Vec::new()), entry(What::Grant, Vec::new())];
    line.event(page(rows.clone(), 6, true));
    assert!(matches!(line.sent().remove(0), FromRelay::Feed { entries, .. } if entries == rows));
}

#[test]
fn a_pull_and_an_offer_are_answered_by_what_the_host_found() {
    let mut line = Line::live();
    let offer = Offer { document: DOCUMENT, heads: vec![ChangeHash([1; 32])] };
    line.device(&FromDevice::Pull(offer.clone()));
    line.device(&FromDevice::Offer(vec![offer.clone()]));
    assert_eq!(line.asked(), [RelayEffect::Pull(offer.clone()), RelayEffect::Compare(vec![offer.clone()])]);
    line.event(RelayEvent::PullDone);
    assert!(line.sent().is_empty());
    let found = entry(What::Changes, vec![vec![1]]);
    line.event(RelayEvent::Pulled(found.clone(), true));
    line.event(RelayEvent::Compared(vec![offer.clone()]));
    assert_eq!(line.sent(), [FromRelay::Changes { entry: found, end: true }, FromRelay::Lacks(vec![offer])]);
}

#[test]
fn a_relay_that_stops_says_so_and_nothing_after() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.asked();
    line.event(RelayEvent::Close(CloseCode::Away));
    line.assert_closed(CloseCode::Away);
    // What was stored meanwhile is not acknowledged on a closed line: the device asks again.
    line.event(stored(1, Vec::new()));
    assert!(line.sent().is_empty());
}
