//! Chunks made by hand, as an attacker would: any body under a right checksum.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::*;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

pub(super) fn uleb(mut value: u64) -> Vec<u8> {
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

/// A chunk with a right checksum around any body.
pub(super) fn sealed(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut hashed = vec![1];
    hashed.extend(uleb(body.len() as u64));
    hashed.extend(body);
    let digest = Sha256::digest(&hashed);
    let mut out = MAGIC.to_vec();
    out.extend(&digest[..4]);
    if kind == 2 {
        let squeezed = deflated(body);
        out.push(2);
        out.extend(uleb(squeezed.len() as u64));
        out.extend(squeezed);
    } else {
        hashed[0] = kind;
        out.extend(hashed);
    }
    out
}

pub(super) fn deflated(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn body(plain: &[u8]) -> Vec<u8> {
    let width = uleb_width(&plain[9..]);
    plain[9 + width..].to_vec()
}

pub(super) fn uleb_width(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| byte & 0x80 == 0).unwrap() + 1
}

pub(super) fn a_change() -> Vec<u8> {
    let mut document = a_visit();
    type_at(&mut document, &session(1), Section::Talked, 0, "病棟でお茶を飲みながら話した。");
    type_at(&mut document, &session(2), Section::Talked, 3, "二人で").into_bytes()
}

/// A body of one actor with these columns and nothing else.
pub(super) fn columns(columns: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![0, 16];
    out.extend([1; 16]);
    out.extend([1, 1, 0, 0, 0]);
    out.push(columns.len() as u8);
    for (spec, data) in columns {
        if *spec >= 0x80 {
            out.extend([*spec, 1]);
        } else {
            out.push(*spec);
        }
        out.extend(uleb(data.len() as u64));
    }
    for (_, data) in columns {
        out.extend(data);
    }
    out
}

/// A run of `times` of one small value, run-length encoded.
pub(super) fn run(times: u64, value: u8) -> Vec<u8> {
    let mut out = sleb(times);
    out.push(value);
    out
}

pub(super) fn sleb(mut value: u64) -> Vec<u8> {
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

/// So many insertions of null at the head of the root's list, in some hundred bytes.
pub(super) fn null_inserts(count: u64) -> Vec<u8> {
    columns(&[
        (0x13, [vec![0], uleb(count)].concat()),
        (0x15, run(count, 0)),
        (0x34, [vec![0], uleb(count)].concat()),
        (0x42, run(count, 1)),
        (0x56, run(count, 0)),
        (0x70, run(count, 0)),
    ])
}
