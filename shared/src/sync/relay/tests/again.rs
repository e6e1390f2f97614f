//! Who is this still: the host looks at every wake, and a fresh ticket is asked for once in a while.

use super::*;

const ALIVE: i64 = limits::SILENCE_MS_MAX - 1;

/// Time passes on a line that gives signs of life.
fn pass(line: &mut Line, ms: i64) {
    let mut left = ms;
    while left > 0 {
        let step = left.min(ALIVE);
        left -= step;
        line.now = line.now.plus_ms(step);
        line.device(&FromDevice::Ping);
        line.event(RelayEvent::Tick);
    }
    line.sent.retain(|message| !matches!(message, FromRelay::Pong { .. }));
}

fn answer(ticket: &str) -> FromDevice {
    FromDevice::Auth { ticket: Some(ticket.to_owned()) }
}

fn admitted(device: DeviceId) -> RelayEvent {
    RelayEvent::AdmittedAgain { member: MEMBER, device }
}

#[test]
fn a_connection_is_asked_after_a_while_and_goes_on_with_a_fresh_ticket() {
    let mut line = Line::live();
    pass(&mut line, limits::AUTH_MS - 1);
    assert!(line.sent().is_empty());
    pass(&mut line, 1);
    assert_eq!(line.sent(), [FromRelay::Auth]);
    pass(&mut line, limits::AUTH_ANSWER_MS_MAX - 1);
    assert!(line.sent().is_empty(), "asked once");
    line.device(&answer("fresh"));
    assert_eq!(line.asked(), [RelayEffect::AdmitAgain { ticket: Some("fresh".to_owned()) }]);
    line.event(admitted(DEVICE));
    pass(&mut line, limits::AUTH_MS - 1);
    assert!(line.sent().is_empty());
    pass(&mut line, 1);
    assert_eq!(line.sent(), [FromRelay::Auth], "and as much later again");
}

#[test]
fn no_answer_a_wrong_one_and_one_that_nobody_asked_for_close() {
    let mut line = Line::live();
    line.event(RelayEvent::AskAgain);
    line.event(RelayEvent::AskAgain);
    assert_eq!(line.sent(), [FromRelay::Auth]);
    line.later(limits::AUTH_ANSWER_MS_MAX);
    line.assert_closed(CloseCode::Ticket);

    for refused in [RelayEvent::Denied(CloseCode::SignedOut), RelayEvent::Denied(CloseCode::Ticket)] {
        let mut line = Line::live();
        line.event(RelayEvent::AskAgain);
        line.device(&answer("old"));
        let RelayEvent::Denied(code) = refused else { unreachable!() };
        line.event(refused);
        line.assert_closed(code);
    }
    let mut line = Line::live();
    line.event(RelayEvent::AskAgain);
    line.device(&answer("of another device"));
    line.event(admitted(DeviceId([9; 8])));
    line.assert_closed(CloseCode::Ticket);

    let mut line = Line::live();
    line.device(&answer("unasked"));
    line.assert_closed(CloseCode::Malformed);
    let mut line = Line::live();
    line.event(RelayEvent::AskAgain);
    line.device(&answer("one"));
    line.device(&answer("two"));
    line.assert_closed(CloseCode::Malformed);
}

#[test]
fn nobody_is_asked_before_they_are_in() {
    let mut line = Line::opened();
    line.event(RelayEvent::AskAgain);
    line.event(RelayEvent::Wake);
    assert!(line.sent().is_empty() && line.asked().is_empty());
}

#[test]
fn every_wake_is_followed_by_a_look_that_began_after_it() {
    let mut line = Line::live();
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [RelayEffect::Look]);
    line.event(RelayEvent::Wake);
    line.event(RelayEvent::Wake);
    assert!(line.asked().is_empty(), "one look at a time");
    line.event(RelayEvent::Looked);
    assert_eq!(line.asked(), [RelayEffect::Look], "what came meanwhile is looked at");
    line.event(RelayEvent::Looked);
    assert!(line.asked().is_empty());
    // A question that waits is read anew, and that looks by itself.
    line.device(&feed(5, true));
    line.event(page(Vec::new(), 5, true));
    line.asked();
    line.event(RelayEvent::Wake);
    assert_eq!(line.asked(), [read(5)]);
    line.event(RelayEvent::Close(CloseCode::SignedOut));
    line.assert_closed(CloseCode::SignedOut);
}
