//! What an aftercare promises: who writes what, that nothing is lost in a merge, and that one line leaves it.

mod convergence;

use std::collections::BTreeSet;

use super::*;
use crate::access::{Stage, Tie, Who, may_touch, rights};
use crate::documents::figures::figures;
use crate::documents::tests::{meet, session};
use crate::documents::{Chunk, Document, OpenError, Splice, Touch, stage, ties, touches};
use crate::domain::{CallState, CareWish, Face, Feeling, Role};
use crate::ids::{DocumentId, MemberId};
use crate::report::Line;

const VISITOR: MemberId = MemberId([1; 8]);
const SUPPORTER: MemberId = MemberId([2; 8]);
const VISIT: DocumentId = DocumentId([4; 16]);

fn with(supporter: Option<MemberId>) -> Document {
    create("140007".parse().unwrap(), (VISITOR, VISIT, supporter), [5; 16]).unwrap()
}

fn an_aftercare() -> Document {
    with(Some(SUPPORTER))
}

fn checked(face: Option<Face>, feelings: &[Feeling]) -> Checked {
    Checked { face, feelings: feelings.iter().copied().collect() }
}

fn write(document: &mut Document, number: u8, section: CareSection, words: &str) -> Chunk {
    let inserted = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
    splice(document, &session(number), section, &inserted).unwrap().unwrap()
}

fn call(document: &mut Document, number: u8, key: u8, state: CallState) -> Chunk {
    let noted = Noted { state, day: "2024-12-20".parse().unwrap(), text: "夕方に" };
    note_call(document, &session(number), [key; 16], SUPPORTER, &noted).unwrap().unwrap()
}

fn visited(document: &mut Document, day: &str) -> Chunk {
    put_day(document, &session(1), day.parse().unwrap()).unwrap().unwrap()
}

fn is_done(document: &Document) -> bool {
    match figures(document).as_slice() {
        [Line::Aftercare { done, .. }] => *done,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_aftercare_reads_as_it_was_written() {
    let mut document = an_aftercare();
    let before = checked(Some(Face::Tense), &[Feeling::Nervous, Feeling::Eager]);
    put_check(&mut document, &session(1), Moment::Before, Some(&before)).unwrap();
    put_check(&mut document, &session(1), Moment::After, Some(&checked(None, &[]))).unwrap();
    put_wish(&mut document, &session(1), Some(CareWish::OtherPair)).unwrap();
    visited(&mut document, "2024-12-18");
    write(&mut document, 1, CareSection::Debrief, "駅まで歩きながら");
    call(&mut document, 2, 1, CallState::Planned);
    let aftercare = read(&document).unwrap();
    assert_eq!((aftercare.visitor, aftercare.visit, aftercare.supporter), (VISITOR, VISIT, Some(SUPPORTER)));
    let before_read = aftercare.checks[&Moment::Before].settled().unwrap();
    assert_eq!((before_read.face, &before_read.feelings), (Some(Face::Tense), &before.feelings));
    assert_eq!(before_read.at, session(1).at);
    let after = aftercare.checks[&Moment::After].settled().unwrap();
    assert_eq!((after.face, after.feelings.len()), (None, 0), "every part may be passed over");
    assert_eq!(aftercare.wish.settled(), Some(&CareWish::OtherPair));
    assert_eq!(aftercare.day.settled().unwrap().to_string(), "2024-12-18");
    assert_eq!(aftercare.texts[&CareSection::Debrief], "駅まで歩きながら");
    assert_eq!(aftercare.authors[&CareSection::Debrief][0].actor, session(1).actor);
    let call = &aftercare.calls[0];
    assert_eq!((call.by, call.state, call.text.as_str()), (SUPPORTER, CallState::Planned, "夕方に"));
    assert!(aftercare.enough.is_unset() && aftercare.unread_calls == 0);
    put_check(&mut document, &session(1), Moment::Before, None).unwrap();
    assert!(read(&document).unwrap().checks[&Moment::Before].is_unset(), "taken back");
    assert_eq!(read(&crate::documents::tests::a_visit()), None);
}

#[test]
fn a_value_of_a_later_version_is_counted_and_not_shown() {
    let mut document = an_aftercare();
    let own = |key: &str, bytes: Vec<u8>| vec![(key.to_owned(), Some(crate::documents::Scalar::Bytes(bytes)))];
    // `[1, "unheard_of", []]`, and half of a self-check.
    let mut later = vec![0x83, 1, 0x6a];
    later.extend(b"unheard_of");
    later.push(0x80);
    document.set_all(&session(1), OWN, own("before", later)).unwrap();
    document.set_all(&session(1), OWN, own("after", vec![0x83, 1])).unwrap();
    document.append(&session(2), CALLS, [9; 16], vec![0x80]).unwrap();
    let aftercare = read(&document).unwrap();
    for moment in Moment::ALL {
        let check = &aftercare.checks[&moment];
        assert_eq!((check.all().len(), check.unread()), (0, 1), "{moment:?}");
    }
    assert_eq!((aftercare.calls.len(), aftercare.unread_calls), (0, 1));
    assert!(!aftercare.is_done());
}

#[test]
fn the_visitor_writes_how_they_are_and_the_supporter_notes_calls() {
    let mut document = an_aftercare();
    let check = checked(Some(Face::Calm), &[]);
    let done =
        |chunk: Result<Option<Chunk>, _>| -> Chunk { Result::<_, crate::documents::EditError>::unwrap(chunk).unwrap() };
    let before = done(put_check(&mut document, &session(1), Moment::Before, Some(&check)));
    let after = done(put_check(&mut document, &session(1), Moment::After, Some(&check)));
    let wish = done(put_wish(&mut document, &session(1), Some(CareWish::Pause)));
    let enough = done(put_enough(&mut document, &session(1), true));
    let day = visited(&mut document, "2024-12-18");
    let call = call(&mut document, 2, 1, CallState::Held);
    let words = write(&mut document, 2, CareSection::Talk, "よく眠れたとのこと");
    let who = |member, role, offices: &[&str]| Who {
        member,
        role,
        offices: offices.iter().map(|office| office.parse().unwrap()).collect(),
        safeguarding: true,
    };
    let others = [
        who(MemberId([3; 8]), Role::Visitor, &["kokoro"]),
        who(MemberId([4; 8]), Role::Coordinator, &["kokoro"]),
        who(MemberId([5; 8]), Role::Prefecture, &[]),
    ];
    let (ties, stage) = (ties(&document), stage(&document));
    assert_eq!((&ties[..], stage), (&[Tie::Author(VISITOR), Tie::Supporter(SUPPORTER)][..], Stage::Open));
    let visitor = who(VISITOR, Role::Visitor, &["kokoro"]);
    for (chunk, touch, by_visitor, by_supporter) in [
        (before, Touch::Guarded("before"), true, false),
        (after, Touch::Guarded("after"), true, false),
        (wish, Touch::Guarded("wish"), true, false),
        (enough, Touch::Guarded("enough"), true, false),
        (day, Touch::Guarded("day"), true, false),
        (call, Touch::Guarded("calls"), false, true),
        (words, Touch::Open, true, true),
    ] {
        assert_eq!(touches(&document, &chunk), Ok(vec![touch.clone()]));
        let may = |who: &Who| may_touch(document.kind(), who, (&ties, stage), &touch);
        assert_eq!(may(&visitor), by_visitor, "{touch:?}");
        for role in Role::ALL {
            assert_eq!(may(&who(SUPPORTER, *role, &[])), by_supporter, "{touch:?} {role:?}");
        }
        assert!(others.iter().all(|other| !may(other)), "{touch:?}");
    }
    assert!(others.iter().all(|other| rights(document.kind(), other, &ties) == Default::default()));
    let of = |who: &Who| rights(document.kind(), who, &ties);
    assert!(of(&visitor).create && of(&visitor).read);
    assert!(of(&who(SUPPORTER, Role::Visitor, &[])).read && !of(&who(SUPPORTER, Role::Visitor, &[])).create);
}

#[test]
fn another_supporter_is_another_document_and_nobody_supports_themself() {
    let mut first = an_aftercare();
    write(&mut first, 1, CareSection::Mind, "あなたにだけ");
    let other = with(Some(MemberId([3; 8])));
    let alone = with(None);
    assert_ne!(first.id(), other.id());
    assert_ne!(first.id(), alone.id());
    assert_eq!(ties(&alone), [Tie::Author(VISITOR)]);
    assert_eq!(ties(&other), [Tie::Author(VISITOR), Tie::Supporter(MemberId([3; 8]))]);
    assert!(read(&other).unwrap().texts.values().all(String::is_empty));
    let own = create("140007".parse().unwrap(), (VISITOR, VISIT, Some(VISITOR)), [5; 16]);
    assert!(matches!(own, Err(OpenError::Root(_))));
}

#[test]
fn what_two_devices_wrote_apart_stands_whole() {
    let mut tablet = an_aftercare();
    let mut phone = tablet.clone();
    put_check(&mut tablet, &session(1), Moment::After, Some(&checked(Some(Face::Hard), &[Feeling::Talk]))).unwrap();
    put_check(&mut phone, &session(3), Moment::After, Some(&checked(Some(Face::Calm), &[]))).unwrap();
    write(&mut tablet, 1, CareSection::Mind, "ねむれない。");
    write(&mut phone, 2, CareSection::Mind, "電話します。");
    call(&mut tablet, 5, 1, CallState::Unanswered);
    call(&mut phone, 4, 2, CallState::Held);
    meet(&mut tablet, &mut phone);
    assert_eq!(tablet.heads(), phone.heads());
    let aftercare = read(&tablet).unwrap();
    assert_eq!(read(&phone).as_ref(), Some(&aftercare));
    let check = &aftercare.checks[&Moment::After];
    let faces: BTreeSet<_> = check.all().iter().map(|said| said.value.face).collect();
    assert_eq!(faces, BTreeSet::from([Some(Face::Hard), Some(Face::Calm)]));
    assert!(check.is_disputed() && check.settled().is_none());
    let mind = &aftercare.texts[&CareSection::Mind];
    assert!(mind.contains("ねむれない。") && mind.contains("電話します。"), "{mind}");
    let states: BTreeSet<_> = aftercare.calls.iter().map(|call| call.state).collect();
    assert_eq!(states, BTreeSet::from([CallState::Unanswered, CallState::Held]));
}

#[test]
fn one_line_leaves_an_aftercare_and_says_that_a_call_is_due_and_whether_it_was_held() {
    let mut document = an_aftercare();
    let check = checked(Some(Face::Hard), &[Feeling::Memories]);
    put_check(&mut document, &session(1), Moment::After, Some(&check)).unwrap();
    write(&mut document, 1, CareSection::Mind, "自分のころを思い出した");
    assert_eq!(figures(&document), [], "nobody knows when, before the day is stated");
    visited(&mut document, "2024-12-18");
    let (from, until) = ("2024-12-19".parse().unwrap(), "2024-12-21".parse().unwrap());
    let line = |done| vec![Line::Aftercare { visitor: VISITOR, visit: VISIT, from, until, done }];
    assert_eq!(figures(&document), line(false));
    for state in [CallState::Planned, CallState::Unanswered] {
        call(&mut document, 2, state as u8 + 1, state);
        assert_eq!(figures(&document), line(false), "{state:?}");
    }
    let mut held = document.clone();
    call(&mut held, 2, 9, CallState::Held);
    assert_eq!(figures(&held), line(true));
    // The same whoever the supporter is, and whatever was written.
    let mut alone = with(None);
    visited(&mut alone, "2024-12-18");
    assert_eq!(figures(&alone), line(false));
    put_enough(&mut alone, &session(1), true).unwrap();
    assert_eq!(figures(&alone), line(true), "the visitor wants none");
}

#[test]
fn two_days_or_two_words_of_the_visitor_end_nothing_until_one_is_chosen() {
    let mut one = an_aftercare();
    visited(&mut one, "2024-12-18");
    let mut other = one.clone();
    put_enough(&mut one, &session(1), true).unwrap();
    put_enough(&mut other, &session(3), false).unwrap();
    meet(&mut one, &mut other);
    assert!(!is_done(&one));
    put_enough(&mut one, &session(1), true).unwrap();
    assert!(is_done(&one));
    let mut later = one.clone();
    visited(&mut one, "2024-12-19");
    put_day(&mut later, &session(3), "2024-12-20".parse().unwrap()).unwrap();
    meet(&mut one, &mut later);
    assert_eq!(figures(&one), []);
}
