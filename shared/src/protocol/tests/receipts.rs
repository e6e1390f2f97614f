//! Receipts: nobody makes one without the key, and none fits another change.

use super::samples::{DEVICE, DOCUMENT, MEMBER};
use crate::ids::{Actor, ChangeHash, DocumentId, hex};
use crate::protocol::{Receipt, ReceiptKey};

fn key() -> ReceiptKey {
    ReceiptKey::new([0xab; 32])
}

fn given() -> Receipt {
    key().give(DOCUMENT, (Actor([0x44; 16]), 7, ChangeHash([0x55; 32])), (MEMBER, DEVICE))
}

#[test]
fn a_receipt_is_the_bytes_it_always_was() {
    assert_eq!(hex(&given().mac), "92df6e5d28a244387eaf66e3365de9143bafa7a6adaae7ed9c23332ed0a5cb00");
}

#[test]
fn the_relay_knows_its_own_receipt_and_no_other_key_does() {
    assert!(key().check(DOCUMENT, &given()));
    assert!(!ReceiptKey::new([0xac; 32]).check(DOCUMENT, &given()));
}

#[test]
fn a_changed_bit_anywhere_in_a_receipt_is_refused() {
    let flip = |bytes: &mut [u8], bit: usize| bytes[bit / 8] ^= 1 << (bit % 8);
    type Part = (usize, fn(&mut Receipt) -> &mut [u8]);
    let parts: [Part; 5] = [
        (16, |r| &mut r.actor.0),
        (32, |r| &mut r.hash.0),
        (8, |r| &mut r.member.0),
        (8, |r| &mut r.device.0),
        (32, |r| &mut r.mac),
    ];
    for (length, part) in parts {
        for bit in 0..length * 8 {
            let mut receipt = given();
            flip(part(&mut receipt), bit);
            assert!(!key().check(DOCUMENT, &receipt), "bit {bit} of {length}");
        }
    }
    for bit in 0..64 {
        let mut receipt = given();
        receipt.seq ^= 1 << bit;
        assert!(!key().check(DOCUMENT, &receipt));
    }
    for bit in 0..128 {
        let mut other = DOCUMENT;
        flip(&mut other.0, bit);
        assert!(!key().check(other, &given()));
    }
    assert!(!key().check(DocumentId([0; 16]), &given()));
}

#[test]
fn a_key_never_shows_itself() {
    assert_eq!(format!("{:?}", key()), "ReceiptKey(…)");
}
