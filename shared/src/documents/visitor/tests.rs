//! What a visitor's document promises: one for each whoever begins it, who writes what, that nothing is lost in a merge.

use super::*;
use crate::access::{Stage, Tie, Who, may_touch, rights};
use crate::documents::figures::figures;
use crate::documents::tests::{all_bytes, meet, session};
use crate::documents::{Chunk, Document, Splice, Touch, stage, ties, touches};
use crate::domain::{Coming, HalfDay, Role, TrainingKind};
use crate::ids::MemberId;
use crate::time::{ClockTime, Day};

const VISITOR: MemberId = MemberId([1; 8]);
const OFFICER: MemberId = MemberId([6; 8]);

fn a_visitor() -> Document {
    create("140007".parse().unwrap(), VISITOR).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn week(document: &mut Document, number: u8, half: HalfDay, can: bool) -> Chunk {
    let edit = [AvailabilityEdit::Week(Weekday::Tuesday, half, can)];
    put_availability(document, &session(number), &edit).unwrap().unwrap()
}

fn training<'a>(instead_of: Option<&'a str>, on: Option<&str>) -> Told<'a> {
    let time = ClockTime::new(13, 30);
    Told { instead_of, kind: TrainingKind::FollowUp, day: on.map(day), time, place: "県庁" }
}

fn train(document: &mut Document, key: u8, told: &Told<'_>) -> Chunk {
    add_training(document, &session(key), [key; 16], OFFICER, told).unwrap().unwrap()
}

#[test]
fn a_visitor_reads_as_it_was_written() {
    let mut document = a_visitor();
    week(&mut document, 1, HalfDay::Afternoon, true);
    let off =
        [HalfDay::Morning, HalfDay::Afternoon].map(|half| AvailabilityEdit::Day(day("2026-12-08"), half, Some(false)));
    put_availability(&mut document, &session(1), &off).unwrap();
    put_pause(&mut document, &session(1), "2027-01-05/2027-01-31".parse().ok()).unwrap();
    let words = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "午後が助かります".to_owned() };
    splice_wishes(&mut document, &session(1), &words).unwrap();
    put_register(&mut document, &session(2), vec![(RegisterField::Category, Some("peer_supporter".to_owned()))])
        .unwrap();
    let visitor = read(&document).unwrap();
    assert_eq!((visitor.member, visitor.wishes.as_str()), (VISITOR, "午後が助かります"));
    let on = |text: &str, half| visitor.availability.on(day(text), half);
    assert_eq!(on("2026-12-01", HalfDay::Afternoon), Coming::Can);
    assert_eq!(on("2026-12-01", HalfDay::Morning), Coming::Cannot);
    assert_eq!(on("2026-12-08", HalfDay::Afternoon), Coming::Cannot);
    assert_eq!(on("2027-01-05", HalfDay::Afternoon), Coming::Cannot);
    assert_eq!(on("2027-02-02", HalfDay::Afternoon), Coming::Can);
    assert_eq!(visitor.register[&RegisterField::Category].settled().map(String::as_str), Some("peer_supporter"));
    assert!(!visitor.is_disputed());
    assert_eq!(read(&crate::documents::tests::a_visit()), None);
    assert_eq!(figures(&document), [], "nothing of it is counted");

    let back = off.map(|edit| match edit {
        AvailabilityEdit::Day(day, half, _) => AvailabilityEdit::Day(day, half, None),
        other => other,
    });
    put_availability(&mut document, &session(1), &back).unwrap();
    put_pause(&mut document, &session(1), None).unwrap();
    let visitor = read(&document).unwrap();
    assert!(visitor.availability.days.is_empty() && visitor.availability.pause.is_none());
}

#[test]
fn a_training_that_another_takes_the_place_of_does_not_hold() {
    let mut document = a_visitor();
    train(&mut document, 2, &training(None, Some("2026-12-20")));
    train(&mut document, 3, &training(None, Some("2026-12-10")));
    let first = read(&document).unwrap();
    assert_eq!(first.trainings.iter().map(|t| t.day.to_string()).collect::<Vec<_>>(), ["2026-12-10", "2026-12-20"]);
    let (moved, off) = (first.trainings[0].key.clone(), first.trainings[1].key.clone());
    train(&mut document, 4, &training(Some(&moved), Some("2026-12-11")));
    train(&mut document, 5, &training(Some(&off), None));
    document.append(&session(2), TRAINING, [9; 16], vec![0x80]).unwrap();
    let visitor = read(&document).unwrap();
    assert_eq!(visitor.trainings.iter().map(|t| t.day.to_string()).collect::<Vec<_>>(), ["2026-12-11"]);
    assert_eq!(visitor.unread_trainings, 1, "counted and not shown");
}

#[test]
fn the_visitor_coordinators_and_prefecture_write_it_and_the_prefecture_alone_registers() {
    let mut document = a_visitor();
    let open = [
        week(&mut document, 1, HalfDay::Morning, true),
        put_pause(&mut document, &session(1), "2026-12-01/".parse().ok()).unwrap().unwrap(),
    ];
    let guarded = [
        put_register(&mut document, &session(2), vec![(RegisterField::Appointment, Some("2024-08-28/".to_owned()))])
            .unwrap()
            .unwrap(),
        train(&mut document, 3, &training(None, Some("2026-12-20"))),
    ];
    let (ties, stage) = (ties(&document), stage(&document));
    assert_eq!((&ties[..], stage), (&[Tie::Pair(VISITOR)][..], Stage::Open));
    let who = |member, role| Who { member, role, offices: vec!["kokoro".parse().unwrap()], safeguarding: false };
    let cases = [
        (who(VISITOR, Role::Visitor), true, true, false),
        (who(OFFICER, Role::Visitor), false, false, false),
        (who(OFFICER, Role::Coordinator), true, true, false),
        (who(OFFICER, Role::Prefecture), true, true, true),
    ];
    for (who, creates, writes, registers) in cases {
        let given = rights(document.kind(), &who, &ties);
        assert_eq!((given.create, given.read, given.write), (creates, writes, writes), "{who:?}");
        for (chunks, may) in [(&open, writes), (&guarded, registers)] {
            for chunk in chunks {
                for touch in touches(&document, chunk).unwrap() {
                    assert_eq!(touch == Touch::Open, std::ptr::eq(chunks, &open));
                    assert_eq!(may_touch(document.kind(), &who, (&ties, stage), &touch), may, "{who:?} {touch:?}");
                }
            }
        }
    }
}

#[test]
fn whoever_begins_it_begins_the_same_and_nothing_that_either_said_is_lost() {
    let (mut phone, mut desk) = (a_visitor(), a_visitor());
    assert_eq!((phone.id(), all_bytes(&phone)), (desk.id(), all_bytes(&desk)));
    week(&mut phone, 1, HalfDay::Morning, true);
    week(&mut phone, 1, HalfDay::Afternoon, true);
    week(&mut desk, 2, HalfDay::Afternoon, false);
    put_pause(&mut phone, &session(1), "2026-12-01/".parse().ok()).unwrap();
    put_pause(&mut desk, &session(2), "2026-12-02/".parse().ok()).unwrap();
    meet(&mut phone, &mut desk);
    let visitor = read(&phone).unwrap();
    assert_eq!(read(&desk).as_ref(), Some(&visitor));
    assert!(visitor.is_disputed() && visitor.pause.is_disputed());
    assert_eq!(visitor.availability.week[&(Weekday::Tuesday, HalfDay::Morning)], Some(true));
    assert_eq!(visitor.availability.week[&(Weekday::Tuesday, HalfDay::Afternoon)], None, "two answers are none");
    assert_eq!(visitor.availability.pause, None, "of two pauses neither holds");
    week(&mut phone, 1, HalfDay::Afternoon, true);
    put_pause(&mut phone, &session(1), None).unwrap();
    meet(&mut phone, &mut desk);
    assert!(!read(&desk).unwrap().is_disputed());
}
