//! Figures wait for their page and become durable with its cursor; a device that begins anew forgets them.

use super::*;
use crate::protocol::Figures;

fn page(next: u64) -> FromRelay {
    FromRelay::Feed { entries: Vec::new(), next: Some(cursor(next)), end: true }
}

fn source(name: &str, lines: usize) -> Figures {
    let line = crate::report::Line::Content {
        when: "2024-12".parse().unwrap(),
        content: crate::domain::Content::Listen,
        visit: None,
    };
    Figures { source: name.to_owned(), office: None, lines: vec![line; lines] }
}

fn figures(forget: bool, sources: Vec<Figures>) -> FromRelay {
    FromRelay::Figures { forget, sources }
}

#[test]
fn figures_become_durable_with_the_cursor_of_their_page() {
    let mut host = Host::online(Vec::new());
    host.relay(figures(false, vec![source("a", 2)]));
    assert!(host.keeps.is_empty(), "not before their page");
    host.relay(page(5));
    let (_, keep) = host.keeps[0].clone();
    assert_eq!((keep.cursor, keep.forget_figures), (Some(cursor(5)), false));
    assert_eq!(keep.figures, [source("a", 2)]);
    host.keep_all();
    host.relay(page(6));
    assert_eq!(host.keep_all()[0].figures, [], "once");
}

#[test]
fn of_a_source_told_twice_before_its_page_the_last_word_counts_and_forgetting_forgets() {
    let mut host = Host::online(Vec::new());
    host.relay(figures(false, vec![source("a", 1), source("b", 1)]));
    host.relay(figures(false, vec![source("a", 0)]));
    host.relay(page(5));
    assert_eq!(host.keep_all()[0].figures, [source("b", 1), source("a", 0)]);
    host.relay(figures(false, vec![source("a", 1)]));
    host.relay(figures(true, vec![source("c", 1)]));
    host.relay(page(6));
    let keep = host.keep_all().remove(0);
    assert_eq!((keep.forget_figures, keep.figures), (true, vec![source("c", 1)]));
}

#[test]
fn figures_whose_page_never_came_are_not_kept() {
    let mut host = Host::online(Vec::new());
    host.relay(figures(true, vec![source("a", 1)]));
    host.reconnect();
    host.relay(page(5));
    let keep = host.keep_all().remove(0);
    assert_eq!((keep.forget_figures, keep.figures.len()), (false, 0), "they come again with their page");
}

#[test]
fn a_device_that_begins_anew_forgets_its_figures_in_one_transaction_with_its_cursor() {
    let mut host = Host::new(Some(cursor(4)), false, Vec::new());
    host.connect();
    host.relay(figures(false, vec![source("a", 1)]));
    host.relay(FromRelay::Restart);
    let (_, keep) = &host.keeps[0];
    assert!(keep.restart && keep.forget_figures);
    assert_eq!(keep.figures, []);
    host.keep_all();
    host.relay(page(5));
    assert_eq!(host.keep_all()[0].figures, [], "what came before the restart is of a relay that is gone");
}

#[test]
fn more_figures_than_a_page_has_end_the_line() {
    let mut host = Host::online(Vec::new());
    let many = |from: usize| (from..from + limits::FEED_PAGE_ROWS_MAX).map(|n| source(&n.to_string(), 1)).collect();
    host.relay(figures(false, many(0)));
    assert!(host.status.online);
    host.relay(figures(false, many(1)));
    assert!(!host.status.online);
    assert!(host.others.contains(&DeviceEffect::Disconnect));
}
