//! What an acknowledgement asks of the page that follows, and how many questions may be open.

use super::*;

#[test]
fn pulls_and_offers_without_an_answer_are_limited() {
    let offer = Offer { document: DOCUMENT, heads: Vec::new() };
    let mut line = Line::live();
    for number in 0..limits::QUESTIONS_IN_FLIGHT_MAX {
        match number % 2 {
            0 => line.device(&FromDevice::Pull(offer.clone())),
            _ => line.device(&FromDevice::Offer(vec![offer.clone()])),
        }
    }
    assert_eq!(line.asked().len(), limits::QUESTIONS_IN_FLIGHT_MAX);
    // Each answer makes room for one; the parts of a row that go ahead of a page do not.
    line.event(RelayEvent::PullDone);
    line.device(&FromDevice::Pull(offer.clone()));
    line.event(RelayEvent::Compared(Vec::new()));
    line.device(&FromDevice::Offer(vec![offer.clone()]));
    assert_eq!(line.asked().len(), 2);
    line.event(RelayEvent::Pulled(entry(What::Grant, Vec::new()), true));
    line.sent();
    line.device(&FromDevice::Pull(offer));
    line.assert_closed(CloseCode::Limit);
}

fn stored_at(row: u64) -> RelayEvent {
    RelayEvent::Stored { batch: 1, document: DOCUMENT, hashes: Vec::new(), receipts: Vec::new(), row: Some(row) }
}

fn pages(line: &mut Line) -> Vec<Option<Cursor>> {
    let pages = line.sent().into_iter().filter_map(|message| match message {
        FromRelay::Feed { next, .. } => Some(next),
        _ => None,
    });
    pages.collect()
}

#[test]
fn a_page_up_to_the_row_of_an_acknowledgement_comes_even_if_it_says_nothing_else() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.event(page(Vec::new(), 5, true));
    line.device(&FromDevice::Push(push(1)));
    line.event(stored_at(7));
    line.event(RelayEvent::Wake);
    line.event(page(Vec::new(), 7, true));
    assert_eq!(pages(&mut line), [cursor(7)]);
    // Once: what happens elsewhere after that costs no byte again.
    line.device(&feed(7, true));
    line.event(page(Vec::new(), 9, true));
    assert_eq!(pages(&mut line), []);
}

#[test]
fn a_page_that_was_passed_over_before_the_acknowledgement_is_made_up_for() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    // The relay has read on in silence when the push's answer comes.
    line.event(page(Vec::new(), 7, true));
    assert_eq!(pages(&mut line), []);
    line.asked();
    line.event(stored_at(7));
    assert_eq!(line.asked(), [read(7)]);
    line.event(page(Vec::new(), 7, true));
    assert_eq!(pages(&mut line), [cursor(7)]);
}

#[test]
fn a_page_read_before_the_commit_is_read_again_for_the_acknowledgement() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.asked();
    line.event(stored_at(7));
    line.event(page(Vec::new(), 6, true));
    assert_eq!(pages(&mut line), []);
    assert_eq!(line.asked(), [read(6)]);
    line.event(page(Vec::new(), 7, true));
    assert_eq!(pages(&mut line), [cursor(7)]);
}

#[test]
fn an_acknowledgement_behind_the_devices_cursor_needs_no_page() {
    let mut line = Line::live();
    line.device(&feed(8, true));
    line.event(page(Vec::new(), 8, true));
    line.asked();
    line.event(stored_at(7));
    assert_eq!(line.asked(), []);
    assert_eq!(pages(&mut line), []);
}

#[test]
fn figures_go_ahead_of_a_page_that_must_follow() {
    let mut line = Line::live();
    line.device(&feed(5, true));
    line.event(RelayEvent::Figures { forget: true, sources: Vec::new() });
    line.event(page(Vec::new(), 6, true));
    let sent = line.sent();
    assert_eq!(sent[0], FromRelay::Figures { forget: true, sources: Vec::new() });
    assert!(matches!(sent[1], FromRelay::Feed { next, .. } if next == cursor(6)));
}
