//! What the relay says of rights, endings and who this still is.

use super::*;
use crate::documents::Kind;
use crate::domain::Role;
use crate::protocol::{Entry, What};

const NOTE: DocumentId = DocumentId([5; 16]);

fn gone() -> Entry {
    let (kind, what) = (Kind::Visit, What::Gone);
    Entry { document: NOTE, kind, what, writable: false, changes: Vec::new(), receipts: Vec::new() }
}

fn page(entries: Vec<Entry>) -> FromRelay {
    FromRelay::Feed { entries, next: Some(cursor(2)), end: true }
}

fn role() -> FromRelay {
    FromRelay::Role { role: Role::Visitor, rights: vec![(NOTE, false)] }
}

#[test]
fn rights_and_endings_are_kept_with_the_cursor_of_their_page() {
    let mut host = Host::online(Vec::new());
    host.relay(role());
    host.relay(FromRelay::Purge(vec![NOTE]));
    assert!(host.keep_all().is_empty(), "not without their page");
    host.relay(page(vec![gone()]));
    let kept = host.keep_all();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].rights, [(NOTE, false)]);
    assert_eq!((&kept[0].gone, &kept[0].purged), (&vec![NOTE], &vec![NOTE]));
    assert_eq!(kept[0].cursor, Some(cursor(2)));
    // What comes before the line is lost counts for nothing: it comes again.
    host.relay(role());
    host.reconnect();
    host.relay(page(Vec::new()));
    assert!(host.keep_all().iter().all(|keep| keep.rights.is_empty()));
}

#[test]
fn more_than_a_page_can_have_ends_the_line() {
    for message in [
        FromRelay::Role { role: Role::Visitor, rights: vec![(NOTE, true); limits::RIGHTS_MAX] },
        FromRelay::Purge(vec![NOTE; limits::FEED_PAGE_ROWS_MAX]),
    ] {
        let mut host = Host::online(Vec::new());
        host.relay(message.clone());
        assert!(host.status.online);
        host.relay(message);
        assert!(!host.status.online);
    }
}

#[test]
fn a_document_that_was_ended_takes_with_it_all_but_what_the_relay_never_had() {
    let written = Written::new(1).by(1, "あい").by(2, "う");
    let id = written.document.id();
    // The first stream is this member's and was acknowledged before the relay was restored; the last
    // change is owed.
    let mut changes = written.changes.clone();
    let genesis = written.document.changes_since(&[]).into_iter().next().unwrap();
    changes.insert(0, owed(&written.document, genesis));
    let own = changes.last().unwrap().clone();
    let mut host = Host::new(None, true, vec![own.clone()]);
    host.connect();
    host.relay(empty_page());
    host.event(DeviceEvent::Heads(vec![Offer { document: id, heads: written.document.heads() }]));
    host.relay(FromRelay::Lacks(vec![Offer { document: id, heads: Vec::new() }]));
    let receipts = vec![Receipt { member: MEMBER, ..receipt(1, 2, &changes[2]) }];
    host.event(DeviceEvent::Missing { document: id, changes: changes.clone(), receipts });
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(&changes));
    host.reject(&push, Refusal::Gone, Vec::new());
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(std::slice::from_ref(&own)), "what was there before ended on purpose");
    host.reject(&push, Refusal::Gone, Vec::new());
    let kept = host.keep_all();
    let refused: Vec<_> = kept.iter().flat_map(|keep| &keep.refused).collect();
    assert_eq!(refused, [&Refused { document: id, hashes: vec![own.hash], refusal: Refusal::Gone }]);
    assert!(kept.iter().any(|keep| keep.gone == [id]) && kept.iter().any(|keep| keep.offered));
}

#[test]
fn the_relay_is_shown_a_fresh_ticket_when_it_asks_and_only_then() {
    let ticket = |text: &str| DeviceEvent::Ticket { ticket: Some(text.to_owned()) };
    let mut host = Host::online(Vec::new());
    host.sent();
    host.event(ticket("unasked"));
    assert!(host.sent().is_empty());
    host.relay(FromRelay::Auth);
    assert!(host.others.contains(&DeviceEffect::FetchTicket));
    host.event(ticket("fresh"));
    assert_eq!(host.sent(), [FromDevice::Auth { ticket: Some("fresh".to_owned()) }]);
    host.relay(FromRelay::Auth);
    host.event(DeviceEvent::NoTicket { code: None });
    assert!(host.status.online, "the relay says when it has waited long enough");
    host.relay(FromRelay::Auth);
    host.reconnect();
    host.sent();
    host.event(ticket("of the line before"));
    assert!(host.sent().is_empty());
    host.relay(FromRelay::Auth);
    host.event(DeviceEvent::NoTicket { code: Some(CloseCode::SignedOut) });
    assert_eq!(host.status.stopped, Some(CloseCode::SignedOut));
}

#[test]
fn an_app_too_old_to_write_keeps_its_words_and_says_so() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::new(Some(cursor(1)), false, written.changes.clone());
    host.event(DeviceEvent::Tick);
    host.event(DeviceEvent::Connected { ticket: None });
    let FromRelay::Peer { version, member, device, now, .. } = peer(VERSION) else { unreachable!() };
    host.relay(FromRelay::Peer { version, member, device, now, read_only: true });
    host.relay(empty_page());
    assert!(host.pushes().is_empty());
    assert!(host.status.read_only && host.status.online);
    assert_eq!(host.status.owed, 1);
    host.reconnect();
    host.relay(empty_page());
    assert!(!host.status.read_only);
    assert_eq!(host.pushes().len(), 1);
}
