//! Changes that no edit of the program makes, made with the CRDT's own library as an attacker would.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, ObjId, ROOT, ReadDoc};
use shared::documents::Document;
use shared::ids::Actor;

fn container(raw: &impl ReadDoc, name: &str) -> ObjId {
    raw.get(ROOT, name).unwrap().unwrap().1
}

fn change(document: &Document, actor: Actor, edit: impl FnOnce(&mut Transaction<'_>)) -> Vec<u8> {
    let mut raw = Automerge::load(&document.save()).unwrap();
    raw.set_actor(ActorId::from(actor.0));
    let mut tx = raw.transaction();
    edit(&mut tx);
    tx.commit_with(CommitOptions::default());
    raw.get_last_local_change().unwrap().raw_bytes().to_vec()
}

/// One honest-looking fact, and beside it a day of the visit.
pub fn day_beside_a_fact(before: &Document, actor: Actor) -> Vec<u8> {
    change(before, actor, |tx| {
        let (facts, plan) = (container(tx, "facts"), container(tx, "plan"));
        tx.put(facts, "next", "end").unwrap();
        tx.put(plan, "day", "2024-12-31").unwrap();
    })
}

/// The genesis of a document about a visitor, which would make its writer whatever it says.
pub fn own_appointment(visit: &Document) -> Vec<u8> {
    let raw = Automerge::load(&visit.save()).unwrap();
    let (value, _) = raw.get(ROOT, "root").unwrap().unwrap();
    let root = value.as_bytes().unwrap().to_vec();
    let (old, new) = (b"\x65visit".as_slice(), b"\x67visitor".as_slice());
    let at = root.windows(old.len()).position(|window| window == old).unwrap();
    let root = [&root[..at], new, &root[at + old.len()..]].concat();
    let mut own = Automerge::new_with_encoding(automerge::TextEncoding::Utf16CodeUnit);
    own.set_actor(ActorId::from(shared::documents::genesis_actor(shared::documents::Kind::Visitor).0));
    let mut tx = own.transaction();
    tx.put(ROOT, "root", root).unwrap();
    let appointment = tx.put_object(ROOT, "appointment", automerge::ObjType::Map).unwrap();
    tx.put(appointment, "appointed", "2024-10-25").unwrap();
    tx.commit_with(CommitOptions::default().with_time(0));
    own.get_last_local_change().unwrap().raw_bytes().to_vec()
}

/// Sync messages of another protocol, of ten bytes and of sixteen: one divides by zero where it is
/// taken, one asks for sixteen gigabytes.
pub fn sync_messages() -> [(&'static str, Vec<u8>); 2] {
    let filter = |head: &[u8]| [&[0x42, 0, 0, 1, 0][..], &[head.len() as u8][..], head, &[0][..]].concat();
    // Entries, bits an entry, probes, then the bits.
    let probes = [&[1u8, 10][..], &[0xff, 0xff, 0xff, 0xff, 0x0f], &[0, 0]].concat();
    [("a filter without bits", filter(&[1, 0, 0])), ("a filter of four billion probes", filter(&probes))]
}
