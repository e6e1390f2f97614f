//! The line: attempts, waits that grow, silence, and what ends all attempts.

use super::*;

fn wakes(host: &mut Host) -> Vec<Instant> {
    let others = core::mem::take(&mut host.others);
    let wakes = others.into_iter().filter_map(|effect| match effect {
        DeviceEffect::WakeAt(at) => Some(at),
        _ => None,
    });
    wakes.collect()
}

#[test]
fn waits_between_attempts_grow_and_are_bounded() {
    let mut host = Host::new(None, false, Vec::new());
    let mut waits = Vec::new();
    for _ in 0..12 {
        host.event(DeviceEvent::Tick);
        host.others.clear();
        host.event(DeviceEvent::NotConnected { code: None });
        let at = wakes(&mut host).pop().unwrap();
        waits.push(at.ms() - host.now.ms());
        host.now = at;
    }
    assert_eq!(waits[0], limits::RETRY_MS_MIN / 2);
    assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
    assert_eq!(waits.last(), Some(&(limits::RETRY_MS_MAX / 2)));
}

#[test]
fn waits_have_a_random_part_so_that_devices_do_not_all_come_back_at_once() {
    let wait = |random: u64| {
        let mut session = DeviceSession::new(Instant::from_ms(0), String::new(), None, false, Vec::new());
        session.handle(Instant::from_ms(0), random, DeviceEvent::Tick);
        let lost = DeviceEvent::NotConnected { code: None };
        let effects = session.handle(Instant::from_ms(0), random, lost);
        effects.into_iter().find_map(|effect| match effect {
            DeviceEffect::WakeAt(at) => Some(at.ms()),
            _ => None,
        })
    };
    let waits: std::collections::BTreeSet<_> = (0..1_000).filter_map(wait).collect();
    assert!(waits.len() > 100, "{}", waits.len());
    assert!(waits.iter().all(|wait| (1..=limits::RETRY_MS_MIN).contains(wait)));
    assert!(wait(u64::MAX).is_some());
}

#[test]
fn a_line_that_falls_at_once_each_time_is_tried_more_and_more_seldom() {
    let mut host = Host::new(None, false, Vec::new());
    let mut waits = Vec::new();
    for _ in 0..6 {
        host.others.clear();
        host.connect();
        host.others.clear();
        host.relay(FromRelay::Error(CloseCode::Malformed));
        let at = wakes(&mut host).pop().unwrap();
        waits.push(at.ms() - host.now.ms());
        host.now = at;
    }
    assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
}

#[test]
fn a_line_that_held_is_tried_again_soon() {
    let mut host = Host::new(None, false, Vec::new());
    for _ in 0..6 {
        host.event(DeviceEvent::Tick);
        host.event(DeviceEvent::NotConnected { code: None });
        host.later(limits::RETRY_MS_MAX);
    }
    host.connect();
    host.later(limits::PING_MS);
    host.event(DeviceEvent::Tick);
    host.relay(FromRelay::Pong { now: host.now });
    host.others.clear();
    host.event(DeviceEvent::NotConnected { code: None });
    let at = wakes(&mut host).pop().unwrap();
    assert_eq!(at.ms() - host.now.ms(), limits::RETRY_MS_MIN / 2);
}

#[test]
fn a_ping_goes_out_in_time_and_silence_ends_the_line() {
    let mut host = Host::online(Vec::new());
    host.sent();
    host.later(limits::PING_MS);
    host.event(DeviceEvent::Tick);
    assert!(host.sent().contains(&FromDevice::Ping));
    host.later(limits::SILENCE_MS_MAX - limits::PING_MS - 1);
    host.event(DeviceEvent::Tick);
    assert!(host.status.online);
    host.later(1);
    host.event(DeviceEvent::Tick);
    assert!(!host.status.online);
    assert!(host.others.contains(&DeviceEffect::Disconnect));
}

#[test]
fn a_handshake_that_is_not_done_in_time_is_given_up() {
    for connected in [false, true] {
        let mut host = Host::new(None, false, Vec::new());
        host.event(DeviceEvent::Tick);
        if connected {
            host.event(DeviceEvent::Connected { ticket: None });
        }
        host.later(limits::HANDSHAKE_MS_MAX);
        host.event(DeviceEvent::Tick);
        assert!(host.others.contains(&DeviceEffect::Disconnect));
        // A socket that opens after that is closed, and not joined.
        host.sent();
        host.event(DeviceEvent::Connected { ticket: None });
        assert_eq!(host.sent(), []);
    }
}

#[test]
fn the_end_of_a_session_or_of_a_version_stops_all_attempts_until_somebody_asks() {
    for code in [CloseCode::SignedOut, CloseCode::Version] {
        let mut host = Host::online(Vec::new());
        host.relay(FromRelay::Error(code));
        assert_eq!(host.status.stopped, Some(code));
        host.others.clear();
        // The socket's own end comes after; it says nothing new.
        host.event(DeviceEvent::NotConnected { code: None });
        host.later(limits::RETRY_MS_MAX * 10);
        host.event(DeviceEvent::Tick);
        assert!(!host.others.contains(&DeviceEffect::Connect));
        assert_eq!(host.status.stopped, Some(code));
        host.event(DeviceEvent::TryNow);
        assert!(host.others.contains(&DeviceEffect::Connect));
        assert_eq!(host.status.stopped, None);
    }
}

#[test]
fn no_ticket_for_lack_of_a_session_stops_all_attempts() {
    let mut host = Host::new(None, false, Vec::new());
    host.event(DeviceEvent::Tick);
    host.event(DeviceEvent::NotConnected { code: Some(CloseCode::SignedOut) });
    assert_eq!(host.status.stopped, Some(CloseCode::SignedOut));
}

#[test]
fn other_ends_are_tried_again() {
    for code in [CloseCode::Ticket, CloseCode::Limit, CloseCode::Slow, CloseCode::Away] {
        let mut host = Host::online(Vec::new());
        host.relay(FromRelay::Error(code));
        assert_eq!(host.status.stopped, None);
        host.others.clear();
        host.later(limits::RETRY_MS_MAX);
        host.event(DeviceEvent::Tick);
        assert!(host.others.contains(&DeviceEffect::Connect), "{code:?}");
    }
}

#[test]
fn a_relay_that_chose_another_version_is_left() {
    let mut host = Host::new(None, false, Vec::new());
    host.event(DeviceEvent::Tick);
    host.event(DeviceEvent::Connected { ticket: None });
    host.relay(peer("otozure/2"));
    assert_eq!(host.status.stopped, Some(CloseCode::Version));
}

#[test]
fn the_first_message_names_version_app_and_ticket() {
    let mut host = Host::new(None, false, Vec::new());
    host.event(DeviceEvent::Tick);
    host.event(DeviceEvent::Connected { ticket: Some("t".to_owned()) });
    assert_eq!(
        host.sent(),
        [FromDevice::Join {
            sender: "device".to_owned(),
            versions: vec![VERSION.to_owned()],
            app: "0.1.0".to_owned(),
            ticket: Some("t".to_owned()),
        }]
    );
}

#[test]
fn a_message_of_an_unknown_type_is_ignored_and_a_malformed_one_ends_the_line() {
    let mut host = Host::online(Vec::new());
    // {"type": "weather!"}
    host.event(DeviceEvent::Frame(b"\xa1\x64type\x68weather!".to_vec()));
    assert!(host.status.online);
    host.event(DeviceEvent::Frame(b"\xa1\x64type".to_vec()));
    assert!(!host.status.online);
    assert!(host.others.contains(&DeviceEffect::Disconnect));
    // What is still in the pipe of the old line is not read.
    host.relay(FromRelay::Restart);
    assert!(host.keeps.is_empty());
}
