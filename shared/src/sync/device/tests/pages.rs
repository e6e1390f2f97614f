//! Pages of the feed: the cursor moves only when what came with it is durable.

use super::*;
use crate::documents::Kind;
use crate::protocol::{Entry, What};

fn entry(document: DocumentId, what: What, changes: Vec<Vec<u8>>) -> Entry {
    Entry { document, kind: Kind::Visit, what, writable: true, changes, receipts: Vec::new() }
}

fn page(entries: Vec<Entry>, next: u64, end: bool) -> FromRelay {
    FromRelay::Feed { entries, next: Some(cursor(next)), end }
}

fn asked(host: &mut Host) -> Vec<(Option<Cursor>, bool)> {
    let asked = host.sent().into_iter().filter_map(|message| match message {
        FromDevice::Feed { after, wait, .. } => Some((after, wait)),
        _ => None,
    });
    asked.collect()
}

const ONE: DocumentId = DocumentId([1; 16]);
const OTHER: DocumentId = DocumentId([2; 16]);

#[test]
fn the_cursor_moves_only_after_the_page_is_durable() {
    let mut host = Host::new(Some(cursor(1)), false, Vec::new());
    host.connect();
    assert_eq!(asked(&mut host), [(Some(cursor(1)), false)]);
    host.relay(page(vec![entry(ONE, What::Changes, vec![vec![1]])], 5, false));
    assert_eq!(asked(&mut host), [], "not before the page is durable");
    assert_eq!(host.keeps[0].1.cursor, Some(cursor(5)));
    assert_eq!(host.keeps[0].1.changes, [(ONE, vec![1])]);
    host.keep_all();
    assert_eq!(asked(&mut host), [(Some(cursor(5)), false)]);
}

#[test]
fn a_line_lost_before_the_page_was_durable_asks_for_the_page_again() {
    let mut host = Host::new(Some(cursor(1)), false, Vec::new());
    host.connect();
    host.relay(page(vec![entry(ONE, What::Changes, vec![vec![1]])], 5, true));
    host.reconnect();
    assert_eq!(asked(&mut host), [(Some(cursor(1)), false)]);
    // The old page becomes durable after all: it moves the cursor, and asks for nothing itself.
    let (number, keep) = host.keeps.remove(0);
    host.kept(number, &keep);
    assert_eq!(asked(&mut host), []);
    host.reconnect();
    assert_eq!(asked(&mut host), [(Some(cursor(5)), false)]);
}

#[test]
fn at_the_end_the_device_waits_for_what_comes() {
    let mut host = Host::new(Some(cursor(1)), false, Vec::new());
    host.connect();
    host.sent();
    host.relay(page(Vec::new(), 1, true));
    assert_eq!(asked(&mut host), [(Some(cursor(1)), true)]);
    assert!(host.status.caught_up);
    assert!(host.keeps.is_empty(), "nothing new, nothing to write");
    host.relay(page(vec![entry(ONE, What::Changes, vec![vec![1]])], 2, true));
    host.keep_all();
    assert_eq!(asked(&mut host), [(Some(cursor(2)), true)]);
}

#[test]
fn a_page_that_names_no_place_leaves_the_cursor_where_it_was() {
    let mut host = Host::new(Some(cursor(4)), false, Vec::new());
    host.connect();
    host.sent();
    host.relay(empty_page());
    assert_eq!(asked(&mut host), [(Some(cursor(4)), true)]);
    assert!(host.keeps.is_empty());
}

fn kept_after(entries: Vec<Entry>) -> Keep {
    let mut host = Host::new(None, false, Vec::new());
    host.connect();
    host.relay(page(entries, 9, true));
    host.keeps.remove(0).1
}

#[test]
fn of_a_document_that_goes_and_comes_back_within_a_page_the_last_word_counts() {
    let back = kept_after(vec![
        entry(ONE, What::Changes, vec![vec![1]]),
        entry(ONE, What::Gone, Vec::new()),
        entry(ONE, What::Grant, vec![vec![1], vec![2]]),
    ]);
    assert_eq!(back.gone, []);
    assert_eq!(back.changes, [(ONE, vec![1]), (ONE, vec![2])]);
    assert_eq!(back.standing.len(), 1);
    let gone = kept_after(vec![
        entry(ONE, What::Grant, vec![vec![1]]),
        entry(OTHER, What::Changes, vec![vec![7]]),
        entry(ONE, What::Gone, Vec::new()),
    ]);
    assert_eq!(gone.gone, [ONE]);
    assert_eq!(gone.changes, [(OTHER, vec![7])]);
    assert!(gone.standing.iter().all(|(document, _, _)| *document == OTHER));
}

#[test]
fn changes_that_come_apart_from_a_page_are_kept_and_move_no_cursor() {
    let mut host = Host::online(Vec::new());
    host.sent();
    host.relay(FromRelay::Changes { entry: entry(ONE, What::Grant, vec![vec![1]]), end: true });
    let (_, keep) = &host.keeps[0];
    assert_eq!(keep.changes, [(ONE, vec![1])]);
    assert_eq!(keep.cursor, None);
    host.keep_all();
    assert_eq!(asked(&mut host), []);
}

#[test]
fn names_are_handed_on() {
    let mut host = Host::online(Vec::new());
    host.relay(FromRelay::People(Vec::new()));
    assert!(host.others.contains(&DeviceEffect::People(Vec::new())));
}
