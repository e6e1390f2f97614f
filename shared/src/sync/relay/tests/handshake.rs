//! From the first message to the last: who comes in, who falls silent, what is no message.

use super::*;

#[test]
fn the_handshake_checks_the_ticket_before_anything_is_said() {
    let mut line = Line::opened();
    line.device(&join(VERSION));
    assert!(line.sent().is_empty());
    assert_eq!(line.asked(), [RelayEffect::Admit { ticket: Some("ticket".to_owned()), app: "0.1.0".to_owned() }]);
    line.event(RelayEvent::Admitted { member: MEMBER, device: DEVICE });
    assert_eq!(
        line.sent(),
        [FromRelay::Peer {
            version: VERSION.to_owned(),
            member: MEMBER,
            device: DEVICE,
            now: line.now,
            read_only: false
        }]
    );
}

#[test]
fn a_ticket_that_is_not_taken_closes_with_the_reason() {
    for code in [CloseCode::Ticket, CloseCode::SignedOut] {
        let mut line = Line::opened();
        line.device(&join(VERSION));
        line.event(RelayEvent::Denied(code));
        line.assert_closed(code);
    }
}

#[test]
fn a_device_of_another_version_is_refused_with_the_reason() {
    let mut line = Line::opened();
    line.device(&join("otozure/9"));
    line.assert_closed(CloseCode::Version);
}

#[test]
fn anything_before_the_handshake_closes() {
    for message in [FromDevice::Ping, feed(1, false), FromDevice::Push(push(1))] {
        let mut line = Line::opened();
        line.device(&message);
        line.assert_closed(CloseCode::Malformed);
        let mut line = Line::opened();
        line.device(&join(VERSION));
        line.asked();
        line.device(&message);
        line.assert_closed(CloseCode::Malformed);
    }
}

#[test]
fn a_second_join_closes() {
    let mut line = Line::live();
    line.device(&join(VERSION));
    line.assert_closed(CloseCode::Malformed);
}

#[test]
fn a_handshake_that_is_not_done_in_time_is_closed() {
    for joined in [false, true] {
        let mut line = Line::opened();
        if joined {
            line.device(&join(VERSION));
        }
        line.later(limits::HANDSHAKE_MS_MAX - 1);
        assert!(!line.asked().contains(&RelayEffect::Close));
        line.later(1);
        assert_eq!(line.asked(), [RelayEffect::Close]);
    }
}

#[test]
fn a_silent_device_is_closed_and_a_sign_of_life_is_answered() {
    let mut line = Line::live();
    line.later(limits::SILENCE_MS_MAX - 1);
    assert!(line.asked().is_empty());
    line.device(&FromDevice::Ping);
    assert_eq!(line.sent(), [FromRelay::Pong { now: line.now }]);
    line.later(limits::SILENCE_MS_MAX - 1);
    assert!(line.asked().is_empty());
    line.later(1);
    assert_eq!(line.asked(), [RelayEffect::Close]);
}

#[test]
fn a_frame_that_is_no_message_closes_and_one_of_an_unknown_type_does_not() {
    let mut line = Line::live();
    // {"type": "weather!"}
    line.event(RelayEvent::Frame(b"\xa1\x64type\x68weather!".to_vec()));
    assert!(line.sent().is_empty() && line.asked().is_empty());
    line.event(RelayEvent::Frame(vec![0xff]));
    line.assert_closed(CloseCode::Malformed);
    let mut line = Line::live();
    line.event(RelayEvent::Frame(vec![0; limits::FRAME_BYTES_MAX + 1]));
    line.assert_closed(CloseCode::Limit);
    let mut line = Line::opened();
    line.event(RelayEvent::Frame(b"\xa1\x64type\x68weather!".to_vec()));
    line.assert_closed(CloseCode::Malformed);
}
