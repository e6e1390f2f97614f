//! What is owed is counted, dated and forgotten one change at a time.

use super::*;

const ONE: DocumentId = DocumentId([1; 16]);
const TWO: DocumentId = DocumentId([2; 16]);

fn at(ms: i64) -> Instant {
    Instant::from_ms(ms)
}

fn hash(n: u8) -> ChangeHash {
    ChangeHash([n; 32])
}

#[test]
fn the_oldest_word_and_the_newest_storing_are_said() {
    let mut book = OwedBook::default();
    book.add(ONE, hash(1), at(10), at(15));
    book.add(ONE, hash(2), at(20), at(25));
    book.add(TWO, hash(3), at(5), at(6));
    let one = OnDisk { stored_at: at(25), oldest_at: at(10), count: 2 };
    assert_eq!(book.on_disk(Some(ONE)), Some(one));
    let all = OnDisk { stored_at: at(25), oldest_at: at(5), count: 3 };
    assert_eq!(book.on_disk(None), Some(all));
}

#[test]
fn a_document_owes_until_its_last_change_is_acknowledged() {
    let mut book = OwedBook::default();
    book.add(ONE, hash(1), at(10), at(15));
    book.add(ONE, hash(2), at(20), at(25));
    book.forget(ONE, hash(1));
    assert!(book.owes(ONE) && book.has(ONE, hash(2)));
    book.forget(ONE, hash(2));
    assert!(!book.owes(ONE));
    assert_eq!(book.on_disk(Some(ONE)), None);
}
