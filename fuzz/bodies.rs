//! What each fuzz target does with bytes from the network. `cargo fuzz` runs these bodies for hours, the
//! ordinary tests for seconds (tests/fuzz). Each must hold for any bytes at all: no panic, nothing larger
//! than what its limits allow, and whatever was read is written and read again as the same.

use shared::documents::visit::{PlanField, put_plan};
use shared::documents::{Chunk, Document, Writer, hash_of_plain, operations_of_plain, root_of_genesis, touches, visit};
use shared::domain::{Intent, IntentMethod};
use shared::ids::{Actor, DocumentId};
use shared::protocol::{
    FromDevice, ReceiptKey, decode_from_device, decode_from_relay, encode_from_device, encode_from_relay, limits,
};
use shared::report::Line;
use shared::time::Instant;

/// A frame as a relay reads it, and the receipts in it.
pub fn from_device(bytes: &[u8]) {
    let Ok(message) = decode_from_device(bytes) else {
        return;
    };
    assert!(bytes.len() <= limits::FRAME_BYTES_MAX);
    if let FromDevice::Push(push) = &message {
        assert!(push.changes.len() <= limits::PUSH_CHANGES_MAX && push.receipts.len() <= limits::RECEIPTS_MAX);
        let key = ReceiptKey::new([7; 32]);
        // Nobody has this key: nothing that anybody makes up passes for its receipt.
        assert!(push.receipts.iter().all(|receipt| !key.check(push.document, receipt)));
    }
    assert_eq!(decode_from_device(&encode_from_device(&message)), Ok(message));
}

/// A frame as a device reads it, with the lines of figures in it.
pub fn from_relay(bytes: &[u8]) {
    let Ok(message) = decode_from_relay(bytes) else {
        return;
    };
    assert!(bytes.len() <= limits::FRAME_BYTES_MAX);
    assert_eq!(decode_from_relay(&encode_from_relay(&message)), Ok(message));
}

/// A visit to judge and apply changes on, the same every time.
fn a_visit() -> Document {
    let intent = Intent {
        day: "2024-12-10".parse().unwrap(),
        method: IntentMethod::Phone,
        confirmed_by: "見本 はな".to_owned(),
    };
    let mut visit = visit::create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap();
    let writer = Writer { actor: Actor([1; 16]), at: Instant::from_ms(0) };
    put_plan(&mut visit, &writer, vec![(PlanField::Office, Some("kokoro".to_owned()))]).unwrap();
    visit
}

/// A change chunk, judged and applied to a copy of a document.
pub fn chunk(bytes: &[u8]) {
    let _hash = hash_of_plain(bytes);
    let _operations = operations_of_plain(bytes);
    let Ok(chunk) = Chunk::parse(bytes) else {
        return;
    };
    assert!(chunk.operations() <= limits::OPERATIONS_MAX && chunk.bytes().len() <= limits::CHANGE_BYTES_MAX);
    assert_eq!(operations_of_plain(chunk.bytes()), Some(chunk.operations()));
    let again = Chunk::parse(chunk.bytes()).unwrap();
    assert_eq!((again.hash(), again.bytes()), (chunk.hash(), chunk.bytes()));
    let _root = root_of_genesis(&chunk);
    let before = a_visit();
    // Nothing is applied before its operations have been judged: so does the relay.
    if touches(&before, &chunk).is_err() {
        return;
    }
    let mut after = before.clone();
    if after.apply(std::slice::from_ref(&chunk)).is_err() {
        assert_eq!(after.heads(), before.heads());
    }
}

/// A line of figures, as an import or another relay wrote it, and the name of its source.
pub fn lines(bytes: &[u8]) {
    if let Ok(line) = serde_json::from_slice::<Line>(bytes) {
        let text = serde_json::to_vec(&line).unwrap();
        assert_eq!(serde_json::from_slice::<Line>(&text).unwrap(), line);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _id: Result<DocumentId, _> = text.parse();
    }
}

/// A file to import, to its last field or a refusal that can be printed.
pub fn import_file(bytes: &[u8]) {
    match server::dataset::load_dataset_bytes(bytes, "file.json") {
        Ok(dataset) => {
            let _facts = dataset.facts();
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
