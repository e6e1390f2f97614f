//! What goes ahead of a page about rights and endings, what an old app may do, and the quarantine.

use super::*;
use crate::domain::Role;
use crate::protocol::AppVersion;

#[test]
fn rights_and_endings_go_ahead_and_their_page_follows_even_if_it_says_nothing() {
    let ahead = [
        (
            RelayEvent::Role { role: Role::Visitor, rights: vec![(DOCUMENT, true)] },
            FromRelay::Role { role: Role::Visitor, rights: vec![(DOCUMENT, true)] },
        ),
        (RelayEvent::Purged(vec![DOCUMENT]), FromRelay::Purge(vec![DOCUMENT])),
    ];
    for (event, said) in ahead {
        let mut line = Line::live();
        line.device(&feed(5, true));
        line.event(event);
        line.event(page(Vec::new(), 6, true));
        let empty = FromRelay::Feed { entries: Vec::new(), next: cursor(6), end: true };
        assert_eq!(line.sent(), [said, empty]);
    }
}

#[test]
fn a_role_with_more_rights_than_a_message_holds_comes_in_several() {
    let mut line = Line::live();
    let rights = vec![(DOCUMENT, true); limits::RIGHTS_MAX + 1];
    line.event(RelayEvent::Role { role: Role::Visitor, rights });
    assert_eq!(line.sent().len(), 2);
    line.event(RelayEvent::Role { role: Role::Visitor, rights: Vec::new() });
    assert_eq!(line.sent().len(), 1, "the role itself is said all the same");
}

/// A connection of an app of this version, where 0.4.0 is the oldest that may write.
fn of_app(app: &str) -> Line {
    let mut line = Line::opened();
    let oldest: AppVersion = "0.4.0".parse().unwrap();
    line.session = RelaySession::new(line.now).with_oldest_app(Some(oldest));
    let FromDevice::Join { sender, versions, ticket, .. } = join(VERSION) else { unreachable!() };
    line.device(&FromDevice::Join { sender, versions, app: app.to_owned(), ticket });
    line.event(RelayEvent::Admitted { member: MEMBER, device: DEVICE });
    line.asked();
    line
}

#[test]
fn an_app_too_old_is_told_and_its_pushes_are_put_off_without_a_look() {
    for (app, old) in [("0.3.9", true), ("0.4.0", false), ("1.0.0", false), ("nonsense", true)] {
        let mut line = of_app(app);
        assert!(matches!(line.sent().as_slice(), [FromRelay::Peer { read_only, .. }] if *read_only == old), "{app}");
        line.device(&FromDevice::Push(push(1)));
        if old {
            let put_off =
                FromRelay::Reject { batch: 1, document: DOCUMENT, refusal: Refusal::Later, hashes: Vec::new() };
            assert_eq!(line.sent(), [put_off]);
            assert!(line.asked().is_empty());
        } else {
            assert_eq!(line.asked(), [RelayEffect::Push(push(1))]);
        }
        line.device(&feed(5, false));
        assert_eq!(line.asked(), [read(5)], "it reads");
    }
}

#[test]
fn one_question_about_the_quarantine_at_a_time() {
    let mut line = Line::live();
    let question = FromDevice::Refused { document: DOCUMENT, skip: 3 };
    line.device(&question);
    assert_eq!(line.asked(), [RelayEffect::Quarantine { document: DOCUMENT, skip: 3 }]);
    line.event(RelayEvent::Quarantine { document: DOCUMENT, kept: Vec::new(), end: true });
    assert_eq!(line.sent(), [FromRelay::Refused { document: DOCUMENT, kept: Vec::new(), end: true }]);
    line.device(&question);
    line.device(&question);
    line.assert_closed(CloseCode::Limit);
}
