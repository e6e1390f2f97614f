//! What is written into a backup file is read again, also by every later version, and nothing else is.

use std::collections::BTreeMap;

use shared::ids::Actor;
use shared::protocol::Refusal;

use super::*;

fn document(number: u8, owed: usize, bytes: usize) -> BackupDocument {
    BackupDocument {
        id: DocumentId([number; 16]),
        kind: Kind::Visit,
        writable: true,
        wholes: vec![vec![number; bytes]],
        changes: vec![vec![1, 2, 3], vec![4]],
        owed: (0..owed).map(|at| (ChangeHash([at as u8; 32]), Instant::from_ms(at as i64))).collect(),
        receipts: vec![Receipt {
            actor: Actor([5; 16]),
            seq: 7,
            hash: ChangeHash([6; 32]),
            member: MemberId([7; 8]),
            device: DeviceId([8; 8]),
            mac: [9; 32],
        }],
    }
}

fn file() -> BackupFile {
    BackupFile {
        member: MemberId([1; 8]),
        device: DeviceId([2; 8]),
        made_at: Instant::from_ms(1_763_856_000_000),
        app: "0.1.0".to_owned(),
        documents: vec![document(3, 2, 4), document(4, 0, 4)],
        aside: vec![Aside {
            document: DocumentId([3; 16]),
            refusal: Refusal::NoRight,
            at: Instant::from_ms(5),
            text: "紫陽花の話をした。".to_owned(),
            changes: vec![(ChangeHash([1; 32]), vec![7, 8])],
        }],
        drafts: vec![("visit".to_owned(), BTreeMap::from([("place".to_owned(), "面会室".to_owned())]))],
    }
}

#[test]
fn a_file_is_read_as_it_was_written_and_a_part_of_it_is_none() {
    let bytes = file().to_bytes();
    assert_eq!(BackupFile::from_bytes(&bytes), Some(file()));
    let ends: Vec<usize> = (0..bytes.len()).filter(|end| BackupFile::from_bytes(&bytes[..*end]).is_some()).collect();
    // A part ends where a record does: that the file goes on is said by its pieces (`pieces::nonce`).
    assert_eq!(ends.len(), 4, "after whose it is, two documents and what was refused");
    let unknown = [bytes.as_slice(), &[0x82, 9, 0]].concat();
    assert_eq!(BackupFile::from_bytes(&unknown), None);
}

/// Written by the first version that made such files. It must be read for ever: never write it anew.
const FIRST: &str = include_str!("tests/records-1.hex");

#[test]
fn what_the_first_version_wrote_is_read() {
    let digits: Vec<u8> = FIRST.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
    let bytes: Vec<u8> = digits.chunks(2).map(byte).collect();
    assert_eq!(BackupFile::from_bytes(&bytes), Some(file()));
}

#[test]
fn what_is_owed_goes_in_first_and_the_rest_while_there_is_room() {
    let sizes = |bytes| document(0, 0, bytes).size_max();
    let owing = || document(2, 1, 50);
    let room = owing().size_max() + sizes(100);
    let mut documents = vec![document(1, 0, 100), owing(), document(3, 0, 100)];
    assert_eq!(fitting(&mut documents, room), Some(1));
    assert_eq!(documents.iter().map(|one| one.id.0[0]).collect::<Vec<_>>(), [2, 1]);
    let mut documents = vec![document(1, 0, 100), owing()];
    assert_eq!(fitting(&mut documents, owing().size_max()), Some(1), "just that");
    let mut documents = vec![owing()];
    assert_eq!(fitting(&mut documents, owing().size_max() - 1), None, "what is owed is never left out in silence");
}

#[test]
fn a_size_is_never_said_too_small() {
    for (owed, bytes) in [(0, 0), (3, 10), (500, 100_000)] {
        let one = document(1, owed, bytes);
        let alone = BackupFile { documents: vec![one.clone()], aside: Vec::new(), drafts: Vec::new(), ..file() };
        let none = BackupFile { documents: Vec::new(), ..alone.clone() };
        assert!(alone.to_bytes().len() - none.to_bytes().len() <= one.size_max());
    }
}
