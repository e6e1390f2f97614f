//! Open documents and where somebody is: bounded in number and in rate, never held up by others.

use super::*;
use crate::protocol::{Place, Present};

const OTHER: DocumentId = DocumentId([4; 16]);

fn place(position: u32) -> Option<Place> {
    Some(Place { section: "talked".to_owned(), position, selection: None })
}

fn at(document: DocumentId, position: u32) -> FromDevice {
    FromDevice::Presence { document, place: place(position) }
}

fn there(position: u32) -> Present {
    Present { member: MEMBER, device: DEVICE, place: place(position) }
}

/// Room for a burst comes back with time.
fn fill(line: &mut Line) {
    line.now = line.now.plus_ms(limits::PRESENCE_MS * limits::PRESENCE_BURST_MAX as i64);
}

#[test]
fn only_what_is_open_is_told_and_only_to_who_has_it_open() {
    let mut line = Line::live();
    line.device(&at(DOCUMENT, 1));
    assert!(line.asked().is_empty(), "it is not open");
    line.device(&FromDevice::Open(DOCUMENT));
    line.device(&at(DOCUMENT, 2));
    line.device(&FromDevice::Close(DOCUMENT));
    line.device(&FromDevice::Close(DOCUMENT));
    line.device(&at(DOCUMENT, 3));
    let tell = RelayEffect::Tell { document: DOCUMENT, place: place(2) };
    assert_eq!(line.asked(), [RelayEffect::Open(DOCUMENT), tell, RelayEffect::Leave(DOCUMENT)]);
    line.device(&FromDevice::Open(DOCUMENT));
    let others = |document| RelayEvent::Others { document, present: vec![there(1)], left: vec![DEVICE] };
    line.event(others(OTHER));
    assert!(line.sent().is_empty());
    line.event(others(DOCUMENT));
    let said = |present, left| FromRelay::Presence { document: DOCUMENT, present, left };
    assert_eq!(line.sent(), [said(vec![], vec![DEVICE]), said(vec![there(1)], vec![])]);
}

#[test]
fn words_over_the_rate_are_dropped_and_the_line_stays() {
    let mut line = Line::live();
    line.device(&FromDevice::Open(DOCUMENT));
    line.asked();
    for position in 0..1_000 {
        line.device(&at(DOCUMENT, position));
    }
    assert_eq!(line.asked().len(), limits::PRESENCE_BURST_MAX - 1);
    line.now = line.now.plus_ms(limits::PRESENCE_MS);
    line.device(&at(DOCUMENT, 7));
    line.device(&at(DOCUMENT, 8));
    assert_eq!(line.asked(), [RelayEffect::Tell { document: DOCUMENT, place: place(7) }]);
    assert!(line.sent().is_empty());
}

#[test]
fn opening_over_the_rate_or_too_many_closes() {
    let mut line = Line::live();
    for _ in 0..limits::PRESENCE_BURST_MAX {
        line.device(&FromDevice::Open(DOCUMENT));
    }
    assert!(line.sent().is_empty());
    line.device(&FromDevice::Close(DOCUMENT));
    line.assert_closed(CloseCode::Limit);

    let mut line = Line::live();
    for number in 0..limits::OPEN_DOCUMENTS_MAX {
        line.device(&FromDevice::Open(DocumentId([number as u8; 16])));
    }
    line.device(&FromDevice::Open(DocumentId([0; 16])));
    assert!(line.sent().is_empty(), "one that is open already is none more");
    line.device(&FromDevice::Close(DocumentId([0; 16])));
    line.device(&FromDevice::Open(DocumentId([100; 16])));
    fill(&mut line);
    line.device(&FromDevice::Open(DocumentId([200; 16])));
    line.assert_closed(CloseCode::Limit);
}

#[test]
fn a_document_of_whose_person_nothing_is_said_counts_as_left_until_they_speak() {
    let mut line = Line::live();
    line.device(&FromDevice::Open(DOCUMENT));
    line.asked();
    line.now = line.now.plus_ms(limits::PRESENCE_SILENCE_MS_MAX - 1);
    line.device(&FromDevice::Ping);
    line.event(RelayEvent::Tick);
    assert!(line.asked().is_empty());
    line.later(1);
    assert_eq!(line.asked(), [RelayEffect::Leave(DOCUMENT)]);
    line.later(1);
    assert!(line.asked().is_empty(), "said once");
    line.device(&at(DOCUMENT, 1));
    assert_eq!(line.asked(), [RelayEffect::Tell { document: DOCUMENT, place: place(1) }]);
}

#[test]
fn whose_right_ends_leaves_with_the_row_that_says_so() {
    let mut line = Line::live();
    line.device(&FromDevice::Open(DOCUMENT));
    line.device(&feed(5, true));
    line.asked();
    line.event(page(vec![entry(What::Gone, Vec::new())], 6, true));
    assert_eq!(line.asked(), [RelayEffect::Leave(DOCUMENT)]);
}

#[test]
fn many_others_are_told_in_frames_that_can_be_read() {
    let mut line = Line::live();
    line.device(&FromDevice::Open(DOCUMENT));
    let many = limits::PRESENT_MAX + 1;
    line.event(RelayEvent::Others { document: DOCUMENT, present: vec![there(1); many], left: vec![DEVICE; many] });
    assert_eq!(line.sent().len(), 4);
}
