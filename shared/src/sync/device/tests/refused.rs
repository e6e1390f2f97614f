//! What is refused for lack of right alone: the relay keeps it apart, and is shown all that builds on it before
//! anything is set aside here.

use super::*;

fn refused(host: &mut Host) -> Vec<(Refusal, Vec<ChangeHash>)> {
    let kept = host.keep_all();
    kept.into_iter().flat_map(|keep| keep.refused).map(|one| (one.refusal, one.hashes)).collect()
}

#[test]
fn what_builds_on_refused_words_is_shown_to_the_relay_before_all_is_set_aside() {
    for refusal in [Refusal::NoRight, Refusal::Guarded] {
        let written = Written::new(1).by(1, "あいうえ");
        let mut host = Host::online(written.changes[..1].to_vec());
        let first = host.pushes().remove(0);
        host.event(DeviceEvent::Owed(written.changes[1..3].to_vec()));
        host.reject(&first, refusal, hashes(&written.changes[..1]));
        assert_eq!(refused(&mut host), vec![], "nothing is set aside yet");
        assert_eq!(host.status.owed, 3);
        let rest = host.pushes().remove(0);
        assert_eq!(rest.changes, bytes(&written.changes[1..3]));
        // The person goes on until the answer comes.
        host.event(DeviceEvent::Owed(written.changes[3..].to_vec()));
        host.reject(&rest, refusal, hashes(&written.changes[1..3]));
        let last = host.pushes().remove(0);
        assert_eq!(last.changes, bytes(&written.changes[3..]));
        host.reject(&last, refusal, vec![]);
        assert_eq!(refused(&mut host), [(refusal, hashes(&written.changes))], "all at once, in order");
        assert_eq!(host.status.owed, 0);
        assert!(host.pushes().is_empty());
    }
}

#[test]
fn a_line_that_falls_meanwhile_makes_all_of_it_owed_again() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[..1].to_vec());
    let first = host.pushes().remove(0);
    host.event(DeviceEvent::Owed(written.changes[1..].to_vec()));
    host.reject(&first, Refusal::NoRight, vec![]);
    assert_eq!(host.pushes().len(), 1);
    host.reconnect();
    host.relay(empty_page());
    assert_eq!(host.status.owed, 2);
    let again = host.pushes().remove(0);
    assert_eq!(again.changes, bytes(&written.changes));
    host.reject(&again, Refusal::NoRight, vec![]);
    assert_eq!(refused(&mut host), [(Refusal::NoRight, hashes(&written.changes))]);
}

#[test]
fn a_relay_that_cannot_place_what_builds_on_them_is_not_asked_for_ever() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[..1].to_vec());
    let first = host.pushes().remove(0);
    host.event(DeviceEvent::Owed(written.changes[1..].to_vec()));
    host.reject(&first, Refusal::NoRight, vec![]);
    let rest = host.pushes().remove(0);
    host.reject(&rest, Refusal::Missing, hashes(&written.changes[1..]));
    assert_eq!(refused(&mut host), [(Refusal::Missing, hashes(&written.changes))]);
    assert!(host.pushes().is_empty());
}

#[test]
fn whoever_never_stops_typing_is_told_all_the_same() {
    let words: String = "あ".repeat(40);
    let written = Written::new(1).by(1, &words);
    let mut host = Host::online(written.changes[..1].to_vec());
    let mut told = Vec::new();
    for change in &written.changes[1..] {
        let Some(push) = host.pushes().pop() else { break };
        host.event(DeviceEvent::Owed(vec![change.clone()]));
        host.reject(&push, Refusal::NoRight, vec![]);
        told = refused(&mut host);
        if !told.is_empty() {
            break;
        }
    }
    let (_, aside) = &told[0];
    assert_eq!(*aside, hashes(&written.changes[..aside.len()]));
    assert!(aside.len() < 20, "{}", aside.len());
}

#[test]
fn other_refusals_set_aside_at_once_as_the_relay_keeps_nothing_of_them() {
    let written = Written::new(1).by(1, "あい");
    let mut host = Host::online(written.changes[..1].to_vec());
    let first = host.pushes().remove(0);
    host.event(DeviceEvent::Owed(written.changes[1..].to_vec()));
    host.reject(&first, Refusal::Shape, vec![]);
    assert_eq!(refused(&mut host), [(Refusal::Shape, hashes(&written.changes))]);
    assert!(host.pushes().is_empty());
}
