//! What is owed: pushed in order, one push a document at a time, forgotten only by the relay's word.

use super::*;

#[test]
fn nothing_is_acknowledged_before_the_relay_says_so() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(&written.changes));
    host.keep_all();
    assert_eq!(host.status.owed, 2);
    assert_eq!(host.status.owed_documents, [written.document.id()]);
    assert_eq!(host.status.last_ack, None);
    host.ack(&push);
    assert_eq!(host.status.owed, 0);
    assert_eq!(host.status.last_ack, Some(host.now));
    let kept = host.keep_all();
    let id = written.document.id();
    let expected: Vec<_> = hashes(&written.changes).into_iter().map(|hash| (id, hash)).collect();
    assert_eq!(kept[0].acknowledged, expected);
}

#[test]
fn an_ack_that_was_not_asked_for_acknowledges_nothing() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::online(written.changes);
    let mut push = host.pushes().remove(0);
    push.batch += 1;
    host.ack(&push);
    assert_eq!(host.status.owed, 1);
    assert!(host.keep_all().iter().all(|keep| keep.acknowledged.is_empty()));
}

#[test]
fn nothing_is_pushed_before_the_relay_has_shown_that_it_knows_the_cursor() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::new(Some(cursor(1)), false, written.changes);
    host.connect();
    assert!(host.pushes().is_empty());
    host.relay(empty_page());
    assert_eq!(host.pushes().len(), 1);
}

#[test]
fn one_push_a_document_is_under_way_at_a_time_and_later_words_follow_in_order() {
    let (one, other) = (Written::new(1).by(1, "あ"), Written::new(2).by(2, "か"));
    let later = Written::new(1).by(1, "あい").changes;
    let mut host = Host::online([one.changes.clone(), other.changes.clone()].concat());
    let pushes = host.pushes();
    assert_eq!(pushes.len(), 2);
    host.event(DeviceEvent::Owed(later[1..].to_vec()));
    assert!(host.pushes().is_empty(), "the document has a push under way");
    host.ack(&pushes[1]);
    assert!(host.pushes().is_empty(), "the answer was for the other document");
    host.ack(&pushes[0]);
    let next = host.pushes();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].changes, bytes(&later[1..]));
}

#[test]
fn no_more_pushes_are_under_way_than_the_window_allows() {
    let documents = u8::try_from(limits::PUSHES_IN_FLIGHT_MAX).unwrap() + 3;
    let owed = (0..documents).flat_map(|n| Written::new(n).by(1, "あ").changes).collect();
    let mut host = Host::online(owed);
    let pushes = host.pushes();
    assert_eq!(pushes.len(), limits::PUSHES_IN_FLIGHT_MAX);
    host.ack(&pushes[0]);
    host.ack(&pushes[1]);
    assert_eq!(host.pushes().len(), 2);
}

#[test]
fn a_push_is_no_larger_than_its_limits_and_the_rest_follows_in_order() {
    let paste = "あ".repeat(limits::OPERATIONS_MAX);
    let mut document = visit_number(1);
    let mut all = Vec::new();
    for session in 1..=6 {
        let writer = Writer { actor: Actor([session; 16]), at: Instant::from_ms(0) };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: paste.clone() };
        // A section holds five such pastes; the sixth goes into another.
        let section = [Section::Talked, Section::Words][usize::from(session) / 6];
        let made = visit::splice_note(&mut document, &writer, section, &splice);
        all.push(owed(&document, made.unwrap().unwrap()));
    }
    let mut host = Host::online(all.clone());
    let mut taken = Vec::new();
    loop {
        let mut pushes = host.pushes();
        let Some(push) = pushes.pop() else { break };
        let operations: usize =
            push.changes.iter().map(|bytes| crate::documents::Chunk::parse(bytes).unwrap().operations()).sum();
        assert!(operations <= limits::PUSH_OPERATIONS_MAX);
        let size: usize = push.changes.iter().map(Vec::len).sum();
        assert!(size <= limits::PUSH_BYTES_MAX);
        host.ack(&push);
        taken.extend(push.changes);
    }
    assert_eq!(taken, bytes(&all));
}

#[test]
fn what_is_owed_survives_a_lost_line_in_its_order() {
    let (one, other) = (Written::new(1).by(1, "あいう"), Written::new(2).by(2, "か"));
    let mut host = Host::online([&one.changes[..2], &other.changes].concat());
    assert_eq!(host.pushes().len(), 2);
    host.event(DeviceEvent::Owed(one.changes[2..].to_vec()));
    host.reconnect();
    assert_eq!(host.status.owed, 4);
    host.relay(empty_page());
    let pushes = host.pushes();
    assert_eq!(pushes[0].document, one.document.id());
    assert_eq!(pushes[0].changes, bytes(&one.changes));
    assert_eq!(pushes[1].changes, bytes(&other.changes));
}

#[test]
fn an_ack_of_a_line_that_was_lost_does_not_count() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::online(written.changes);
    let old = host.pushes().remove(0);
    host.reconnect();
    host.relay(empty_page());
    host.ack(&old);
    assert_eq!(host.status.owed, 1);
}

#[test]
fn a_passing_refusal_is_tried_again_and_nothing_is_set_aside() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[..1].to_vec());
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Later, Vec::new());
    host.event(DeviceEvent::Owed(written.changes[1..].to_vec()));
    assert!(host.pushes().is_empty(), "not before some time has passed");
    assert_eq!(host.status.owed, 2);
    host.later(limits::PING_MS);
    host.event(DeviceEvent::Tick);
    assert_eq!(host.pushes()[0].changes, bytes(&written.changes));
    assert!(host.keep_all().iter().all(|keep| keep.refused.is_empty()));
}

#[test]
fn what_was_refused_leaves_with_what_builds_on_it_and_the_rest_is_sent_again() {
    // Two sessions side by side on one device; the first one's second change is refused.
    let one = Written::new(1).by(1, "あいう");
    let beside = Written::new(1).by(2, "かき");
    let all = [one.changes.clone(), beside.changes.clone()].concat();
    let mut host = Host::online(all);
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Guarded, vec![one.changes[1].hash]);
    let again = host.pushes().remove(0);
    let expected = [bytes(&one.changes[..1]), bytes(&beside.changes)].concat();
    assert_eq!(again.changes, expected);
    let refused = host.keep_all().remove(0).refused.remove(0);
    assert_eq!(refused.refusal, Refusal::Guarded);
    assert_eq!(refused.hashes, hashes(&one.changes[1..]));
    assert_eq!(host.status.owed, 3);
}

#[test]
fn what_waits_and_builds_on_what_was_refused_leaves_with_it() {
    let one = Written::new(1).by(1, "あいう");
    let mut host = Host::online(one.changes[..1].to_vec());
    let push = host.pushes().remove(0);
    host.event(DeviceEvent::Owed(one.changes[1..].to_vec()));
    host.reject(&push, Refusal::Shape, Vec::new());
    assert!(host.pushes().is_empty());
    let refused = host.keep_all().remove(0).refused.remove(0);
    assert_eq!(refused.hashes, hashes(&one.changes));
    assert_eq!(host.status.owed, 0);
}

#[test]
fn a_refusal_that_names_nothing_means_the_whole_push() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    host.reject(&push, Refusal::Shape, vec![ChangeHash([0; 32])]);
    let refused = host.keep_all().remove(0).refused.remove(0);
    assert_eq!(refused.hashes, hashes(&written.changes));
}

#[test]
fn receipts_that_come_with_an_ack_are_kept() {
    let written = Written::new(1).by(1, "あ");
    let mut host = Host::online(written.changes.clone());
    let push = host.pushes().remove(0);
    let given = receipt(1, 1, &written.changes[0]);
    host.relay(FromRelay::Ack { batch: push.batch, document: push.document, receipts: vec![given.clone()], row: None });
    assert_eq!(host.keep_all()[0].receipts, [(push.document, given)]);
}
