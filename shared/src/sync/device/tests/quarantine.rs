//! What the relay keeps in quarantine is asked for one document at a time, and every question is answered.

use super::*;
use crate::protocol::Quarantined;

const ONE: DocumentId = DocumentId([1; 16]);
const TWO: DocumentId = DocumentId([2; 16]);

fn kept(number: u8) -> Quarantined {
    Quarantined {
        hash: ChangeHash([number; 32]),
        member: MEMBER,
        device: DEVICE,
        refusal: Refusal::NoRight,
        at: Instant::from_ms(i64::from(number)),
        chunk: vec![number],
    }
}

fn asks(document: DocumentId, skip: u64) -> FromDevice {
    FromDevice::Refused { document, skip }
}

impl Host {
    fn answers(&mut self) -> Vec<DeviceEffect> {
        let all = core::mem::take(&mut self.others);
        all.into_iter().filter(|effect| matches!(effect, DeviceEffect::Refused { .. })).collect()
    }
}

#[test]
fn pages_are_joined_and_the_next_question_waits_for_the_answer() {
    let mut host = Host::online(Vec::new());
    host.sent();
    for document in [ONE, TWO, TWO] {
        host.event(DeviceEvent::AskRefused { document });
    }
    assert_eq!(host.sent(), [asks(ONE, 0)]);
    host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(1), kept(2)], end: false });
    assert_eq!(host.sent(), [asks(ONE, 2)]);
    assert!(host.answers().is_empty());
    host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(3)], end: true });
    let all = vec![kept(1), kept(2), kept(3)];
    assert_eq!(host.answers(), [DeviceEffect::Refused { document: ONE, kept: all, all: true }]);
    assert_eq!(host.sent(), [asks(TWO, 0)]);
    host.relay(FromRelay::Refused { document: TWO, kept: Vec::new(), end: true });
    assert_eq!(host.answers(), [DeviceEffect::Refused { document: TWO, kept: Vec::new(), all: true }]);
    assert!(host.sent().is_empty(), "asked twice");
}

#[test]
fn a_question_outlives_the_line_and_an_answer_that_nobody_asked_for_says_nothing() {
    let mut host = Host::new(Some(cursor(1)), false, Vec::new());
    host.event(DeviceEvent::AskRefused { document: ONE });
    host.connect();
    assert!(host.sent().contains(&asks(ONE, 0)));
    host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(1)], end: false });
    host.reconnect();
    assert!(host.sent().contains(&asks(ONE, 0)), "begun anew");
    host.relay(FromRelay::Refused { document: TWO, kept: vec![kept(9)], end: true });
    assert!(host.answers().is_empty());
    host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(1)], end: true });
    assert_eq!(host.answers(), [DeviceEffect::Refused { document: ONE, kept: vec![kept(1)], all: true }]);
    host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(1)], end: true });
    assert!(host.answers().is_empty());
}

#[test]
fn an_answer_without_an_end_ends_all_the_same_and_says_so() {
    let mut host = Host::online(Vec::new());
    host.event(DeviceEvent::AskRefused { document: ONE });
    for page in 0..limits::REFUSED_PAGES_MAX {
        assert!(host.answers().is_empty());
        host.sent();
        host.relay(FromRelay::Refused { document: ONE, kept: vec![kept(page as u8)], end: false });
    }
    assert!(host.sent().is_empty());
    let answers = host.answers();
    assert!(matches!(answers.as_slice(), [DeviceEffect::Refused { kept, all: false, .. }]
        if kept.len() == limits::REFUSED_PAGES_MAX));
}
