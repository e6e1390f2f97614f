//! One question about the feed at a time, and nothing said that is of no use.

use super::*;

#[test]
fn a_question_that_does_not_wait_is_answered_even_if_there_is_nothing() {
    let mut line = Line::live();
    line.device(&feed(5, false));
    assert_eq!(line.asked(), [read(5)]);
    line.event(page(Vec::new(), 5, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: Vec::new(), next: cursor(5), end: true }]);
}

#[test]
fn a_question_that_waits_is_answered_when_there_is_something() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(page(Vec::new(), 5, true));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [read(5)]);
    let news = entry(What::Changes, vec![vec![7]]);
    line.event(page(vec![news.clone()], 6, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: vec![news], next: cursor(6), end: true }]);
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [RelayEffect::Look], "nobody asks for a page any more");
}

#[test]
fn what_came_while_the_page_was_read_is_not_slept_through() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [RelayEffect::Look], "the page is being read");
    line.event(page(Vec::new(), 5, true));
    assert_eq!(line.asked(), [read(5)]);
}

#[test]
fn what_happens_elsewhere_costs_a_waiting_device_no_byte() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(page(Vec::new(), 40, false));
    assert_eq!(line.asked(), [read(40)]);
    line.event(page(Vec::new(), 70, true));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [read(70)]);
}

#[test]
fn a_second_question_before_the_answer_closes() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.device(&feed(5, false));
    line.assert_closed(CloseCode::Limit);
}

#[test]
fn a_page_is_never_asked_larger_than_its_limit() {
    let mut line = Line::live();
    line.device(&FromDevice::Feed { after: None, bytes: 1 << 60, wait: false });
    assert_eq!(line.asked(), [RelayEffect::ReadFeed { after: None, bytes: limits::FEED_PAGE_BYTES_MAX }]);
}

#[test]
fn a_cursor_that_is_not_known_is_answered_by_restart() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.event(RelayEvent::UnknownCursor);
    assert_eq!(line.sent(), [FromRelay::Restart]);
    line.asked();
    line.device(&feed(0, false));
    assert_eq!(line.asked(), [read(0)]);
}
