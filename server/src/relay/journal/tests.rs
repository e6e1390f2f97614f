//! Who is woken, and how far one may pass.

use shared::ids::DeviceId;

use super::*;

fn who(n: u8) -> Principal {
    Principal { member: MemberId([n; 8]), device: DeviceId([n; 8]) }
}

fn cursor(number: u64) -> Cursor {
    Cursor { number, mark: [7; 8] }
}

fn of(members: &[u8]) -> Whom {
    Whom::Members(members.iter().map(|n| who(*n).member).collect())
}

fn listening(journal: &Arc<Journal>, n: u8) -> Listener {
    let mut listener = journal.listener();
    listener.is(who(n));
    assert!(listener.take_woken(), "who has just come in looks once");
    listener
}

#[test]
fn only_those_whom_it_may_concern_are_woken_and_the_others_pass_over_it() {
    let journal = Arc::new(Journal::default());
    let (reads, other) = (listening(&journal, 1), listening(&journal, 2));
    assert_eq!(journal.enter(10, Heard { to: Some(cursor(12)), whom: of(&[1]) }), 12);
    assert!(reads.take_woken() && !other.take_woken());
    assert!(!reads.take_woken(), "once");
    assert_eq!((reads.passed(10), other.passed(10)), (None, Some(cursor(12))));
    assert_eq!(other.passed(11), Some(cursor(12)), "from the middle of it too");
    assert_eq!(other.passed(9), None, "a row before it was never looked at");
    assert_eq!(other.passed(12), None, "there is no more");

    journal.enter(12, Heard { to: Some(cursor(15)), whom: of(&[]) });
    journal.enter(15, Heard { to: Some(cursor(16)), whom: of(&[2]) });
    journal.enter(16, Heard { to: Some(cursor(20)), whom: of(&[1]) });
    assert_eq!(other.passed(10), Some(cursor(15)), "up to what concerns it and no further");
    assert_eq!((other.passed(15), other.passed(16)), (None, Some(cursor(20))));
    assert_eq!((reads.passed(10), reads.passed(12)), (None, Some(cursor(16))));
}

#[test]
fn nobody_passes_over_what_may_concern_everybody_or_was_not_looked_at() {
    let journal = Arc::new(Journal::default());
    let one = listening(&journal, 1);
    journal.enter(0, Heard { to: Some(cursor(3)), whom: Whom::Everybody });
    assert!(one.take_woken());
    assert_eq!(one.passed(0), None);
    let many: BTreeSet<MemberId> = (0..=NAMED_MAX as u64).map(|n| MemberId(n.to_be_bytes())).collect();
    journal.enter(3, Heard { to: Some(cursor(4)), whom: Whom::Members(many) });
    assert_eq!(one.passed(3), None, "too many to remember");
    journal.enter(4, Heard { to: Some(cursor(5)), whom: of(&[]) });
    assert_eq!(one.passed(4), Some(cursor(5)));
    journal.enter(6, Heard { to: Some(cursor(8)), whom: of(&[]) });
    assert_eq!((one.passed(4), one.passed(5), one.passed(6)), (None, None, Some(cursor(8))), "5 to 6 is a gap");
}

#[test]
fn nothing_new_moves_nobody_and_the_journal_stays_small() {
    let journal = Arc::new(Journal::default());
    let one = listening(&journal, 1);
    assert_eq!(journal.enter(0, Heard { to: None, whom: of(&[]) }), 0);
    assert_eq!(journal.enter(4, Heard { to: Some(cursor(4)), whom: of(&[]) }), 4);
    assert_eq!((one.passed(0), one.passed(3)), (None, None));
    let most = PASSAGES_MAX as u64;
    for from in 0..most + 10 {
        journal.enter(from, Heard { to: Some(cursor(from + 1)), whom: of(&[]) });
    }
    assert_eq!((one.passed(0), one.passed(9), one.passed(10)), (None, None, Some(cursor(most + 10))));
}

#[test]
fn who_has_gone_is_not_woken_and_ended_ones_alone_are() {
    let journal = Arc::new(Journal::default());
    let (one, two, nobody) = (listening(&journal, 1), listening(&journal, 2), journal.listener());
    let second = listening(&journal, 1);
    assert_eq!(journal.connected(), BTreeSet::from([who(1), who(2)]));
    journal.ring(&BTreeSet::from([who(1)]));
    assert!(one.take_woken() && second.take_woken() && !two.take_woken() && !nobody.take_woken());
    drop(one);
    drop(second);
    assert_eq!(journal.connected(), BTreeSet::from([who(2)]));
    journal.ring_all();
    assert!(two.take_woken() && !nobody.take_woken());
    assert_eq!(nobody.passed(0), None);
}
