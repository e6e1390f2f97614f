//! Pushes, pulls and offers are answered when the host has done what was asked.

use super::*;

#[test]
fn an_answer_is_given_only_after_the_host_has_stored_or_refused() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(7)));
    assert_eq!(line.asked(), [RelayEffect::Push(push(7))]);
    assert!(line.sent().is_empty());
    line.event(stored(7, Vec::new()));
    assert_eq!(line.sent(), [FromRelay::Ack { batch: 7, document: DOCUMENT, receipts: Vec::new(), row: None }]);
    line.device(&FromDevice::Push(push(8)));
    line.event(RelayEvent::Refused {
        batch: 8,
        document: DOCUMENT,
        refusal: Refusal::Guarded,
        hashes: vec![ChangeHash([1; 32])],
    });
    assert_eq!(
        line.sent(),
        [FromRelay::Reject {
            batch: 8,
            document: DOCUMENT,
            refusal: Refusal::Guarded,
            hashes: vec![ChangeHash([1; 32])]
        }]
    );
}

#[test]
fn more_pushes_than_the_window_holds_close_the_connection() {
    let mut line = Line::live();
    let window = limits::PUSHES_IN_FLIGHT_MAX as u64;
    for batch in 0..window {
        line.device(&FromDevice::Push(push(batch)));
    }
    assert_eq!(line.asked().len(), limits::PUSHES_IN_FLIGHT_MAX);
    line.event(stored(0, Vec::new()));
    line.device(&FromDevice::Push(push(window)));
    assert_eq!(line.asked().len(), 1);
    line.sent();
    line.device(&FromDevice::Push(push(window + 1)));
    line.assert_closed(CloseCode::Limit);
}

#[test]
fn a_connection_gets_no_echo_of_what_it_brought_and_everything_else() {
    let [own, other] = two_changes();
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![own.hash()]));
    line.sent();
    let both = vec![own.bytes().to_vec(), other.bytes().to_vec()];
    line.device(&feed(5, true));
    line.event(page(vec![entry(What::Changes, both.clone())], 6, true));
    let sent = line.sent().remove(0);
    assert!(matches!(sent, FromRelay::Feed { entries, .. }
        if entries[0].changes == [other.bytes().to_vec()]));
    // Another connection gets both.
    let mut elsewhere = Line::live();
    elsewhere.device(&feed(5, true));
    elsewhere.event(page(vec![entry(What::Changes, both.clone())], 6, true));
    let sent = elsewhere.sent().remove(0);
    assert!(matches!(sent, FromRelay::Feed { entries, .. } if entries[0].changes == both));
}

#[test]
fn a_page_of_nothing_but_echo_moves_the_cursor_and_carries_nothing() {
    let [own, _] = two_changes();
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![own.hash()]));
    line.sent();
    line.device(&feed(5, true));
    line.event(page(vec![entry(What::Changes, vec![own.bytes().to_vec()])], 6, true));
    assert_eq!(line.sent(), [FromRelay::Feed { entries: Vec::new(), next: cursor(6), end: true }]);
}

#[test]
fn a_loss_and_a_grant_are_told_whatever_was_brought() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.event(stored(1, vec![two_changes()[0].hash()]));
    line.sent();
    line.device(&feed(5, true));
    let rows = vec![entry(What::Gone, Vec::new()), entry(What::Grant, Vec::new())];
    line.event(page(rows.clone(), 6, true));
    assert!(matches!(line.sent().remove(0), FromRelay::Feed { entries, .. } if entries == rows));
}

#[test]
fn a_pull_and_an_offer_are_answered_by_what_the_host_found() {
    let mut line = Line::live();
    let offer = Offer { document: DOCUMENT, heads: vec![ChangeHash([1; 32])] };
    line.device(&FromDevice::Pull(offer.clone()));
    line.device(&FromDevice::Offer(vec![offer.clone()]));
    assert_eq!(line.asked(), [RelayEffect::Pull(offer.clone()), RelayEffect::Compare(vec![offer.clone()])]);
    line.event(RelayEvent::PullDone);
    assert!(line.sent().is_empty());
    let found = entry(What::Changes, vec![vec![1]]);
    line.event(RelayEvent::Pulled(found.clone(), true));
    line.event(RelayEvent::Compared(vec![offer.clone()]));
    assert_eq!(line.sent(), [FromRelay::Changes { entry: found, end: true }, FromRelay::Lacks(vec![offer])]);
}

#[test]
fn a_relay_that_stops_says_so_and_nothing_after() {
    let mut line = Line::live();
    line.device(&FromDevice::Push(push(1)));
    line.asked();
    line.event(RelayEvent::Close(CloseCode::Away));
    line.assert_closed(CloseCode::Away);
    // What was stored meanwhile is not acknowledged on a closed line: the device asks again.
    line.event(stored(1, Vec::new()));
    assert!(line.sent().is_empty());
}
