//! Hostile bytes, made as an attacker would: by hand, or with the CRDT's own library.

use std::io::Write;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ROOT};
use sha2::{Digest, Sha256};
use shared::documents::{Chunk, Document};
use shared::ids::Actor;

fn uleb(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        out.push(if value == 0 { byte } else { byte | 0x80 });
        if value == 0 {
            return out;
        }
    }
}

fn sleb(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 && byte & 0x40 == 0 {
            out.push(byte);
            return out;
        }
        out.push(byte | 0x80);
    }
}

/// A chunk with a right checksum around any body; a compressed one if asked for.
pub fn sealed(body: &[u8], compressed: bool) -> Vec<u8> {
    let mut plain = vec![1];
    plain.extend(uleb(body.len() as u64));
    plain.extend(body);
    let digest = Sha256::digest(&plain);
    let mut out = vec![0x85, 0x6f, 0x4a, 0x83];
    out.extend(&digest[..4]);
    if compressed {
        let level = flate2::Compression::default();
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), level);
        encoder.write_all(body).unwrap();
        let squeezed = encoder.finish().unwrap();
        out.push(2);
        out.extend(uleb(squeezed.len() as u64));
        out.extend(squeezed);
    } else {
        out.extend(plain);
    }
    out
}

/// A change compressed, whatever its size.
pub fn squeezed(chunk: &Chunk) -> Vec<u8> {
    let bytes = chunk.bytes();
    // Magic, checksum and type are nine bytes; the length follows.
    let length = bytes[9..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
    sealed(&bytes[9 + length..], true)
}

/// Five million insertions of null in 113 bytes.
pub fn null_inserts() -> Vec<u8> {
    const COUNT: u64 = 5_000_000;
    let run = |value: u8| [sleb(COUNT), vec![value]].concat();
    let flags = [vec![0], uleb(COUNT)].concat();
    let columns =
        [(0x13u8, flags.clone()), (0x15, run(0)), (0x34, flags), (0x42, run(1)), (0x56, run(0)), (0x70, run(0))];
    let mut body = vec![0, 16];
    body.extend([1; 16]);
    body.extend([1, 1, 0, 0, 0]);
    body.push(columns.len() as u8);
    for (column, data) in &columns {
        body.push(*column);
        body.extend(uleb(data.len() as u64));
    }
    for (_, data) in columns {
        body.extend(data);
    }
    sealed(&body, false)
}

/// A change that puts something into the root object of a document.
pub fn root_write(document: &Document, actor: Actor) -> Vec<u8> {
    raw_change(document, actor, |tx| tx.put(ROOT, "root", "奪った").unwrap())
}

fn raw_change(
    document: &Document,
    actor: Actor,
    edit: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> Vec<u8> {
    let mut raw = Automerge::load(&document.save()).unwrap();
    raw.set_actor(ActorId::from(actor.0));
    let mut tx = raw.transaction();
    edit(&mut tx);
    tx.commit_with(CommitOptions::default());
    raw.get_last_local_change().unwrap().raw_bytes().to_vec()
}

/// A genesis of the right shape and actor with other containers than the root computes to.
pub fn false_genesis(document: &Document) -> Vec<u8> {
    let genesis = document.changes_since(&[]).remove(0);
    let raw = Automerge::load(&document.save()).unwrap();
    let actor = ActorId::from(genesis.actor().0);
    let root = {
        use automerge::ReadDoc;
        let (value, _) = raw.get(ROOT, "root").unwrap().unwrap();
        value.as_bytes().unwrap().to_vec()
    };
    let mut own = Automerge::new_with_encoding(automerge::TextEncoding::Utf16CodeUnit);
    own.set_actor(actor);
    let mut tx = own.transaction();
    tx.put(ROOT, "root", root).unwrap();
    tx.put_object(ROOT, "mine", automerge::ObjType::Map).unwrap();
    tx.commit_with(CommitOptions::default().with_time(0));
    own.get_last_local_change().unwrap().raw_bytes().to_vec()
}

/// The first half of a change.
pub fn cut_short(chunk: &Chunk) -> Vec<u8> {
    chunk.bytes()[..chunk.bytes().len() / 2].to_vec()
}
