//! Lines that are lost, and relays that are restored, while something is brought back.

use super::*;

#[test]
fn a_lost_line_begins_the_offering_anew_and_owes_nothing_twice() {
    let written = Written::new(1).by(7, "あ");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    missing(&mut host, &written, vec![receipt(7, 1, &written.changes[0])]);
    assert_eq!(host.pushes().len(), 1);
    host.reconnect();
    host.relay(empty_page());
    assert!(host.others.contains(&DeviceEffect::WantHeads), "still offering");
    assert!(host.pushes().is_empty(), "what was brought back waits for a new comparison");
    assert!(!host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn an_answer_of_the_host_that_comes_after_the_line_was_lost_is_not_taken_into_the_next() {
    let written = Written::new(1).by(7, "あ");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    host.event(DeviceEvent::NotConnected { code: None });
    missing(&mut host, &written, Vec::new());
    host.sent.clear();
    host.others.clear();
    host.later(limits::RETRY_MS_MAX);
    host.connect();
    host.relay(empty_page());
    assert!(host.pushes().is_empty());
}

#[test]
fn a_restart_in_the_middle_of_a_page_forgets_the_cursor_of_that_page() {
    let mut host = Host::new(Some(cursor(1)), false, Vec::new());
    host.connect();
    host.relay(FromRelay::Feed { entries: Vec::new(), next: Some(cursor(5)), end: false });
    host.relay(FromRelay::Restart);
    host.sent();
    // The page becomes durable first, then the restart: the last word is the restart's.
    host.keep_all();
    let asked: Vec<_> = host
        .sent()
        .into_iter()
        .filter_map(|message| match message {
            FromDevice::Feed { after, .. } => Some(after),
            _ => None,
        })
        .collect();
    assert_eq!(asked.last(), Some(&None));
}

#[test]
fn a_device_that_stopped_while_offering_goes_on_offering() {
    let mut host = Host::new(None, true, Vec::new());
    host.connect();
    host.relay(empty_page());
    assert!(host.others.contains(&DeviceEffect::WantHeads));
    host.event(DeviceEvent::Heads(Vec::new()));
    assert!(host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn what_a_restored_relay_lacks_is_brought_back_even_if_it_knows_the_cursor() {
    // The first was acknowledged; then the relay went back to before it, and knows the cursor.
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[1..].to_vec());
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Missing, vec![written.changes[1].hash]);
    let asked = offers(&host.sent());
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].document, written.document.id());
    assert_eq!(host.status.owed, 1, "nothing is refused for what the relay lost");
    host.relay(without_heads(&written));
    missing(&mut host, &written, Vec::new());
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(&written.changes));
    host.ack(&push);
    assert_eq!(host.status.owed, 0);
    assert!(host.keep_all().iter().all(|keep| keep.refused.is_empty()));
}

#[test]
fn what_still_misses_its_ground_after_a_comparison_is_set_aside() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[1..].to_vec());
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Missing, Vec::new());
    host.relay(without_heads(&written));
    host.event(DeviceEvent::Missing { document: written.document.id(), changes: Vec::new(), receipts: Vec::new() });
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Missing, Vec::new());
    let refused = host.keep_all().remove(0).refused.remove(0);
    assert_eq!(refused.refusal, Refusal::Missing);
    assert_eq!(refused.hashes, hashes(&written.changes[1..]));
}
