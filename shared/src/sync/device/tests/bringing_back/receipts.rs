//! What is brought back of others travels with what proves it.

use super::*;

#[test]
fn a_receipt_travels_only_with_the_change_it_names() {
    let written = Written::new(1).by(7, "あい");
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    let elsewhere = Written::new(2).by(8, "か");
    let proofs = vec![receipt(7, 2, &written.changes[1]), receipt(8, 1, &elsewhere.changes[0])];
    missing(&mut host, &written, proofs.clone());
    assert_eq!(host.pushes()[0].receipts, proofs[..1]);
}

#[test]
fn a_push_never_divides_the_stream_of_an_actor_that_only_a_receipt_proves() {
    // As many characters of one writer as a push may hold, then a stream of another's across its
    // end: the cut falls between the two.
    let pages = limits::PUSH_OPERATIONS_MAX / limits::OPERATIONS_MAX - 1;
    let mut document = visit_number(1);
    let mut all = Vec::new();
    let mut write = |session: u8, words: &str| {
        let writer = Writer { actor: Actor([session; 16]), at: Instant::from_ms(0) };
        let section = [Section::Talked, Section::Words][usize::from(session) - 7];
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
        let made = visit::splice_note(&mut document, &writer, section, &splice);
        all.push(owed(&document, made.unwrap().unwrap()));
    };
    for _ in 0..pages {
        write(7, &"あ".repeat(limits::OPERATIONS_MAX));
    }
    for _ in 0..3 {
        write(8, &"い".repeat(limits::OPERATIONS_MAX / 2 - 1));
    }
    let written = Written { document, changes: all };
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    let (first, second) = written.changes.split_at(pages);
    let proofs = vec![receipt(7, pages as u64, first.last().unwrap()), receipt(8, 3, second.last().unwrap())];
    missing(&mut host, &written, proofs.clone());
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(first));
    assert_eq!(push.receipts, proofs[..1]);
    host.ack(&push);
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(second));
    assert_eq!(push.receipts, proofs[1..]);
}

#[test]
fn a_push_brings_back_no_more_actors_than_it_may_have_receipts() {
    let sessions = limits::RECEIPTS_MAX + 1;
    let mut document = visit_number(1);
    let (mut changes, mut proofs) = (Vec::new(), Vec::new());
    for session in 0..sessions {
        let mut actor = [7; 16];
        actor[..8].copy_from_slice(&(session as u64).to_be_bytes());
        let writer = Writer { actor: Actor(actor), at: Instant::from_ms(0) };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "あ".to_owned() };
        let made = visit::splice_note(&mut document, &writer, Section::Talked, &splice);
        let change = owed(&document, made.unwrap().unwrap());
        proofs.push(Receipt { actor: Actor(actor), ..receipt(7, 1, &change) });
        changes.push(change);
    }
    let written = Written { document, changes };
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    missing(&mut host, &written, proofs);
    let first = host.pushes().remove(0);
    assert_eq!(first.receipts.len(), limits::RECEIPTS_MAX);
    host.ack(&first);
    let second = host.pushes().remove(0);
    assert_eq!([first.changes, second.changes].concat(), bytes(&written.changes));
    assert_eq!(second.receipts.len(), 1);
}

#[test]
fn what_others_wrote_is_not_brought_back_without_its_proof_and_the_members_own_is() {
    // Of another's session the newest change, the only one that their receipt names, is damaged here.
    let written = Written::new(1).by(1, "あ").by(7, "いう").by(1, "え");
    let [own, theirs, damaged, later] = &written.changes[..] else { panic!("four changes") };
    let proofs = vec![Receipt { member: MEMBER, ..receipt(1, 2, later) }, receipt(7, 2, damaged)];
    let mut host = restarted(Vec::new());
    host.event(DeviceEvent::Heads(vec![offer(&written)]));
    host.relay(without_heads(&written));
    let here = vec![own.clone(), theirs.clone()];
    host.event(DeviceEvent::Missing { document: written.document.id(), changes: here, receipts: proofs });
    let push = host.pushes().remove(0);
    assert_eq!(push.changes, bytes(std::slice::from_ref(own)));
    assert_eq!(push.receipts, [], "the proof of her session names a change that is not here");
}
