//! Where somebody is, said no more often than the relay takes; who else is there, as it is now.

use super::*;
use crate::protocol::{Place, Present};

const NOTE: DocumentId = DocumentId([5; 16]);

fn place(position: u32) -> Option<Place> {
    Some(Place { section: "talked".to_owned(), position, selection: None })
}

fn says(position: u32) -> FromDevice {
    FromDevice::Presence { document: NOTE, place: place(position) }
}

fn there(number: u8, position: u32) -> Present {
    Present { member: MemberId([number; 8]), device: DeviceId([number; 8]), place: place(position) }
}

impl Host {
    fn here(&mut self, position: u32) {
        self.event(DeviceEvent::Here { document: NOTE, place: place(position) });
    }

    fn others(&mut self, present: Vec<Present>, left: Vec<DeviceId>) {
        self.relay(FromRelay::Presence { document: NOTE, present, left });
    }

    /// What the host was last told of those who are there.
    fn told(&mut self) -> Option<Vec<Present>> {
        let all = core::mem::take(&mut self.others);
        let mut told = all.into_iter().filter_map(|effect| match effect {
            DeviceEffect::Presence { document, present } if document == NOTE => Some(present),
            _ => None,
        });
        told.next_back()
    }
}

fn opened() -> Host {
    let mut host = Host::online(Vec::new());
    host.sent();
    host.event(DeviceEvent::Open { document: NOTE });
    assert_eq!(host.sent(), [FromDevice::Open(NOTE)]);
    host.later(limits::PRESENCE_MS);
    host
}

#[test]
fn keys_are_said_in_few_words_and_the_last_place_always() {
    let mut host = opened();
    for position in 1..50 {
        host.here(position);
    }
    assert_eq!(host.sent(), [says(1)]);
    host.later(limits::PRESENCE_MS);
    host.event(DeviceEvent::Tick);
    assert_eq!(host.sent(), [says(49)]);
    host.later(limits::PRESENCE_MS);
    host.here(49);
    host.event(DeviceEvent::Tick);
    assert!(host.sent().is_empty(), "nothing is new");
    host.event(DeviceEvent::Close { document: NOTE });
    host.here(50);
    assert_eq!(host.sent(), [FromDevice::Close(NOTE)]);
}

#[test]
fn a_sign_of_life_is_given_for_what_is_open() {
    let mut host = opened();
    host.here(3);
    host.sent();
    host.later(limits::PING_MS);
    host.event(DeviceEvent::Tick);
    assert!(host.sent().contains(&says(3)));
    // So it is for who only looks, also on a line that found it open.
    host.event(DeviceEvent::Here { document: NOTE, place: None });
    host.later(limits::PRESENCE_MS);
    host.event(DeviceEvent::Tick);
    host.reconnect();
    host.sent();
    host.later(limits::PING_MS);
    host.event(DeviceEvent::Tick);
    assert!(host.sent().contains(&FromDevice::Presence { document: NOTE, place: None }));
}

#[test]
fn a_new_line_opens_what_is_open_and_says_where_the_person_is() {
    let mut host = opened();
    host.here(3);
    host.others(vec![there(7, 1)], vec![]);
    assert_eq!(host.told(), Some(vec![there(7, 1)]));
    host.event(DeviceEvent::NotConnected { code: None });
    assert_eq!(host.told(), Some(vec![]), "nobody is known to be there");
    host.here(4);
    host.sent.clear();
    host.later(limits::RETRY_MS_MAX);
    host.connect();
    let said: Vec<_> =
        host.sent().into_iter().filter(|m| !matches!(m, FromDevice::Join { .. } | FromDevice::Feed { .. })).collect();
    assert_eq!(said, [FromDevice::Open(NOTE), says(4)]);
}

#[test]
fn those_who_come_move_and_leave_are_told_when_something_is_new() {
    let mut host = opened();
    host.others(vec![there(7, 1), there(8, 2)], vec![]);
    assert_eq!(host.told(), Some(vec![there(7, 1), there(8, 2)]));
    host.others(vec![there(7, 1)], vec![DeviceId([9; 8])]);
    assert_eq!(host.told(), None, "nothing is new");
    host.others(vec![there(7, 5)], vec![DeviceId([8; 8])]);
    assert_eq!(host.told(), Some(vec![there(7, 5)]));
    host.relay(FromRelay::Presence { document: DocumentId([6; 16]), present: vec![there(7, 5)], left: vec![] });
    assert_eq!(host.told(), None, "not open here");
    let crowd = (0..=limits::PRESENT_MAX as u8).map(|number| there(number, 0)).collect::<Vec<_>>();
    for part in crowd.chunks(limits::PRESENT_MAX) {
        host.others(part.to_vec(), vec![]);
    }
    assert_eq!(host.told().map(|present| present.len()), Some(limits::PRESENT_MAX));
}

#[test]
fn what_the_relay_would_refuse_is_not_said() {
    let mut host = opened();
    let section = "x".repeat(limits::PRESENCE_SECTION_BYTES_MAX + 1);
    let place = Some(Place { section, position: 1, selection: None });
    host.event(DeviceEvent::Here { document: NOTE, place });
    assert!(host.sent().is_empty());
    for number in 0..limits::OPEN_DOCUMENTS_MAX as u8 {
        host.event(DeviceEvent::Open { document: DocumentId([100 + number; 16]) });
    }
    assert_eq!(host.sent().len(), limits::OPEN_DOCUMENTS_MAX - 1);
}
