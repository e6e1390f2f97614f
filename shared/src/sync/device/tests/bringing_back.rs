//! After the relay was restored from a backup: everything is offered, what it lost is brought
//! back with the proof of who wrote it, and nothing is refused for what the relay lost.

mod lines;
mod receipts;

use super::*;
use crate::protocol::Offer;

fn offers(messages: &[FromDevice]) -> Vec<Offer> {
    let offered = messages.iter().filter_map(|message| match message {
        FromDevice::Offer(offers) => Some(offers.clone()),
        _ => None,
    });
    offered.flatten().collect()
}

fn offer(written: &Written) -> Offer {
    Offer { document: written.document.id(), heads: written.document.heads() }
}

fn without_heads(written: &Written) -> FromRelay {
    FromRelay::Lacks(vec![Offer { document: written.document.id(), heads: Vec::new() }])
}

fn missing(host: &mut Host, written: &Written, receipts: Vec<Receipt>) {
    host.event(DeviceEvent::Missing { document: written.document.id(), changes: written.changes.clone(), receipts });
}

/// A host that was told to restart, has forgotten its cursor durably, and was asked for its heads.
fn restarted(owed: Vec<OwedChange>) -> Host {
    let mut host = Host::new(Some(cursor(40)), false, owed);
    host.connect();
    host.relay(FromRelay::Restart);
    let (number, keep) = host.keeps.remove(0);
    assert!(keep.restart && keep.cursor.is_none());
    host.sent();
    host.kept(number, &keep);
    assert!(host.sent().iter().any(|message| matches!(message, FromDevice::Feed { after: None, .. })));
    assert!(!host.others.contains(&DeviceEffect::WantHeads), "not before the feed has said what is gone");
    host.relay(empty_page());
    assert!(host.others.contains(&DeviceEffect::WantHeads));
    host
}

#[test]
fn what_the_relay_lost_is_brought_back_with_its_receipts() {
    let written = Written::new(1).by(7, "あいう");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    assert_eq!(offers(&host.sent()), [offer(&written)]);
    host.relay(without_heads(&written));
    assert!(host.others.contains(&DeviceEffect::WantChanges { document: written.document.id(), since: Vec::new() }));
    let proof = receipt(7, 3, &written.changes[2]);
    missing(&mut host, &written, vec![proof.clone()]);
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(&written.changes));
    assert_eq!(push.receipts, [proof]);
    assert_eq!(host.status.owed, 0, "what is brought back is not owed");
    assert!(host.keep_all().iter().all(|keep| !keep.offered));
    host.ack(&push);
    let kept = host.keep_all();
    assert_eq!(kept.iter().filter(|keep| keep.offered).count(), 1);
}

#[test]
fn a_document_that_the_relay_has_whole_is_not_even_read() {
    let written = Written::new(1).by(7, "あ");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    let mut relay_has = offer(&written);
    relay_has.heads.push(ChangeHash([3; 32]));
    host.relay(FromRelay::Lacks(vec![relay_has]));
    assert!(!host.others.iter().any(|e| matches!(e, DeviceEffect::WantChanges { .. })));
    assert!(host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn a_device_without_documents_has_nothing_to_offer() {
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(Vec::new()));
    assert!(host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn documents_are_offered_in_pages_and_answers_may_come_in_any_order() {
    let count = limits::OFFER_DOCUMENTS_MAX + 1;
    let all: Vec<Offer> = (0..count)
        .map(|n| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            Offer { document: DocumentId(id), heads: vec![ChangeHash([1; 32])] }
        })
        .collect();
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(all.clone()));
    let pages: Vec<_> = host
        .sent()
        .into_iter()
        .filter_map(|message| match message {
            FromDevice::Offer(page) => Some(page),
            _ => None,
        })
        .collect();
    assert_eq!(pages.len(), 2);
    host.relay(FromRelay::Lacks(pages[1].clone()));
    assert!(!host.keep_all().iter().any(|keep| keep.offered));
    host.relay(FromRelay::Lacks(pages[0].clone()));
    assert!(host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn offers_wait_until_others_are_answered() {
    let pages = limits::QUESTIONS_IN_FLIGHT_MAX + 2;
    let all: Vec<Offer> = (0..pages * limits::OFFER_DOCUMENTS_MAX)
        .map(|n| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&(n as u64).to_be_bytes());
            Offer { document: DocumentId(id), heads: vec![ChangeHash([1; 32])] }
        })
        .collect();
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(all));
    let mut sent: Vec<Vec<Offer>> = Vec::new();
    let take = |host: &mut Host| -> Vec<Vec<Offer>> {
        let offers = host.sent().into_iter().filter_map(|message| match message {
            FromDevice::Offer(page) => Some(page),
            _ => None,
        });
        offers.collect()
    };
    sent.extend(take(&mut host));
    assert_eq!(sent.len(), limits::QUESTIONS_IN_FLIGHT_MAX);
    for answered in 0..pages {
        host.relay(FromRelay::Lacks(sent[answered].clone()));
        sent.extend(take(&mut host));
        assert_eq!(sent.len(), (answered + 1 + limits::QUESTIONS_IN_FLIGHT_MAX).min(pages));
    }
    assert!(host.keep_all().iter().any(|keep| keep.offered));
}

#[test]
fn a_device_that_started_in_the_middle_compares_after_the_feeds_end() {
    let mut host = Host::new(None, true, Vec::new());
    host.connect();
    assert!(!host.others.contains(&DeviceEffect::WantHeads));
    host.relay(FromRelay::Feed { entries: Vec::new(), next: Some(cursor(3)), end: false });
    host.keep_all();
    assert!(!host.others.contains(&DeviceEffect::WantHeads), "more may be gone");
    host.relay(FromRelay::Feed { entries: Vec::new(), next: Some(cursor(4)), end: true });
    assert!(!host.others.contains(&DeviceEffect::WantHeads), "what went is not off the disk yet");
    host.keep_all();
    assert!(host.others.contains(&DeviceEffect::WantHeads));
    host.others.clear();
    host.relay(FromRelay::Feed { entries: Vec::new(), next: Some(cursor(5)), end: true });
    host.keep_all();
    assert!(!host.others.contains(&DeviceEffect::WantHeads), "once on a line");
}

#[test]
fn the_offering_is_over_only_with_a_cursor_that_proves_what_was_brought_back() {
    let written = Written::new(1).by(7, "あい");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    missing(&mut host, &written, Vec::new());
    let push = host.pushes().remove(0);
    host.ack_at(&push, 7);
    assert!(host.keep_all().iter().all(|keep| !keep.offered));
    host.relay(FromRelay::Feed { entries: Vec::new(), next: Some(cursor(7)), end: true });
    let keeps = host.keep_all();
    let (page, over) = (keeps.iter().position(|k| k.cursor.is_some()), keeps.iter().position(|k| k.offered));
    assert!(page.is_some() && page < over, "{keeps:?}");
}

/// A device that brought back a document that is not its member's any more: another's words, its own that
/// were acknowledged once, and its own that are owed.
fn not_ours_any_more() -> (Host, Written, Push) {
    let mut written = Written::new(1).by(7, "あ").by(1, "い").by(2, "う");
    // The member of this line is also who wrote by session 1.
    let own = Receipt { member: MEMBER, ..receipt(1, 1, &written.changes[1]) };
    let mut host = restarted(vec![written.changes[2].clone()]);
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    let mut all: Vec<OwedChange> = written.document.changes_since(&[]).iter().map(|c| owed_of(&written, c)).collect();
    core::mem::swap(&mut all, &mut written.changes);
    missing(&mut host, &written, vec![receipt(7, 1, &all[0]), own]);
    written.changes = all;
    let push = host.pushes().remove(0);
    assert_eq!(push.changes.len(), 4, "with its genesis");
    (host, written, push)
}

fn owed_of(written: &Written, chunk: &crate::documents::Chunk) -> OwedChange {
    owed(&written.document, chunk.clone())
}

#[test]
fn of_a_document_that_is_not_ours_any_more_only_our_own_words_are_pushed_and_set_aside() {
    let (mut host, written, push) = not_ours_any_more();
    host.reject(&push, Refusal::NoRight, Vec::new());
    assert!(host.keeps.is_empty(), "nothing is shown as refused yet");
    let second = host.pushes().remove(0);
    assert_eq!(second.changes, bytes(&written.changes[1..]));
    host.reject(&second, Refusal::NoRight, vec![written.changes[2].hash]);
    // What the relay has of ours is acknowledged; then the document leaves the device.
    let third = host.pushes().remove(0);
    assert_eq!(third.changes, bytes(&written.changes[1..2]));
    let keeps = host.keep_all();
    assert_eq!(keeps.len(), 1);
    assert_eq!(keeps[0].refused[0].hashes, [written.changes[2].hash]);
    host.ack(&third);
    let keeps = host.keep_all();
    let gone = keeps.iter().position(|keep| keep.gone == [written.document.id()]);
    let over = keeps.iter().position(|keep| keep.offered);
    assert!(gone.is_some() && gone < over, "{keeps:?}");
}

#[test]
fn a_line_lost_before_that_is_settled_compares_anew() {
    let (mut host, _, push) = not_ours_any_more();
    host.reject(&push, Refusal::NoRight, Vec::new());
    assert_eq!(host.pushes().len(), 1);
    host.reconnect();
    host.relay(empty_page());
    assert!(host.others.contains(&DeviceEffect::WantHeads), "still offering");
    assert!(!host.keep_all().iter().any(|keep| keep.offered || !keep.gone.is_empty()));
}

#[test]
fn nothing_owed_is_pushed_before_every_document_was_compared() {
    let written = Written::new(1).by(1, "あい");
    let mut host = restarted(written.changes[1..].to_vec());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    assert!(host.pushes().is_empty());
    missing(&mut host, &written, Vec::new());
    assert_eq!(host.pushes()[0].changes, bytes(&written.changes));
}

#[test]
fn what_is_brought_back_and_what_is_owed_go_in_the_order_in_which_they_build_on_each_other() {
    // The second and fourth are owed; the others were acknowledged and lost.
    let written = Written::new(1).by(1, "あ").by(2, "い").by(3, "う").by(1, "え").by(1, "お");
    let owed = vec![written.changes[1].clone(), written.changes[3].clone()];
    let mut host = restarted(owed);
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    host.event(DeviceEvent::Owed(written.changes[4..].to_vec()));
    let lost = Written { document: written.document.clone(), changes: written.changes[..4].to_vec() };
    missing(&mut host, &lost, Vec::new());
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(&written.changes));
    assert_eq!(host.status.owed, 3);
    host.ack(&push);
    assert_eq!(host.status.owed, 0);
}
