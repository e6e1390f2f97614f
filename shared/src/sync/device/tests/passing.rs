//! What was acknowledged is forgotten only with a cursor that proves it: a relay restored from a backup
//! that knows the device's cursor, and not what it acknowledged after it, gets that again.

use super::*;

fn page(next: u64) -> FromRelay {
    FromRelay::Feed { entries: Vec::new(), next: Some(cursor(next)), end: true }
}

fn acknowledged(keeps: &[Keep]) -> Vec<ChangeHash> {
    keeps.iter().flat_map(|keep| keep.acknowledged.iter().map(|(_, hash)| *hash)).collect()
}

/// A host at row 1 with a push that was acknowledged at row 7.
fn acknowledged_ahead() -> (Host, Written) {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    host.ack_at(&push, 7);
    (host, written)
}

#[test]
fn it_stays_owed_on_the_disk_until_a_page_has_come_up_to_it() {
    let (mut host, written) = acknowledged_ahead();
    assert_eq!((host.status.owed, host.status.owed_documents.len()), (0, 0), "the person is told at once");
    assert_eq!(host.status.last_ack, Some(host.now));
    assert_eq!(acknowledged(&host.keep_all()), []);
    host.relay(page(6));
    assert_eq!(acknowledged(&host.keep_all()), []);
    host.relay(page(7));
    let keeps = host.keep_all();
    assert_eq!(acknowledged(&keeps), hashes(&written.changes));
    assert_eq!(keeps[0].cursor, Some(cursor(7)), "in one transaction with that cursor");
    assert!(host.pushes().is_empty(), "and it is not pushed again");
}

#[test]
fn a_line_lost_before_that_page_pushes_it_again_in_its_order() {
    let (mut host, written) = acknowledged_ahead();
    let more = Written::new(1).by(1, "あいう").changes;
    host.event(DeviceEvent::Owed(more[2..].to_vec()));
    let second = host.pushes().remove(0);
    assert_eq!(second.changes, bytes(&more[2..]));
    host.keep_all();
    host.reconnect();
    assert_eq!(host.status.owed, 3);
    host.relay(empty_page());
    let again = host.pushes().remove(0);
    assert_eq!(again.changes, bytes(&more));
    assert_eq!(again.document, written.document.id());
    host.ack_at(&again, 1);
    assert_eq!(acknowledged(&host.keep_all()), hashes(&more), "a row behind the cursor proves it at once");
}

#[test]
fn a_page_that_came_before_the_acknowledgement_proves_it() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    host.relay(page(7));
    host.ack_at(&push, 7);
    let keeps = host.keep_all();
    assert_eq!(keeps[0].cursor, Some(cursor(7)));
    assert_eq!(acknowledged(&keeps[1..]), hashes(&written.changes), "after the page, which is kept first");
}

#[test]
fn a_relay_that_names_no_row_is_believed_at_once() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    host.ack(&push);
    assert_eq!(acknowledged(&host.keep_all()), hashes(&written.changes));
}

#[test]
fn later_words_do_not_wait_for_the_page() {
    let (mut host, _) = acknowledged_ahead();
    let more = Written::new(1).by(1, "あいう").changes;
    host.event(DeviceEvent::Owed(more[2..].to_vec()));
    let second = host.pushes().remove(0);
    host.ack_at(&second, 9);
    host.relay(page(8));
    assert_eq!(acknowledged(&host.keep_all()), hashes(&more[..2]));
    host.relay(page(9));
    assert_eq!(acknowledged(&host.keep_all()), hashes(&more[2..]));
}
