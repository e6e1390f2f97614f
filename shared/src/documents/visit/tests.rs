//! What a visit promises: who it ties, what counts, and when.

use super::*;
use crate::access::Tie;
use crate::documents::tests::{a_visit, intent, meet, note, session, type_at};
use crate::documents::{Document, Scalar, Stated, figures::figures, ties};
use crate::domain::{Category, Content, Next, RepeatWish, VisitOutcome};
use crate::ids::MemberId;
use crate::report::{Line, When};

const HANAKO: MemberId = MemberId([1; 8]);
const TARO: MemberId = MemberId([2; 8]);
const COORDINATOR: MemberId = MemberId([9; 8]);

fn seat(member: MemberId, category: Category) -> Option<String> {
    Some(Seat { member, category }.to_text())
}

fn text(words: &str) -> Option<String> {
    Some(words.to_owned())
}

fn plan_fields(document: &mut Document, number: u8, fields: Vec<(PlanField, Option<String>)>) {
    put_plan(document, &session(number), fields).unwrap();
}

fn planned() -> Document {
    let mut document = a_visit();
    plan_fields(
        &mut document,
        1,
        vec![
            (PlanField::Office, text("yokosuka_miura")),
            (PlanField::Hospital, text("h01")),
            (PlanField::Day, text("2024-12-20")),
            (PlanField::First, seat(HANAKO, Category::Peer)),
            (PlanField::Second, seat(TARO, Category::OfficeStaff)),
        ],
    );
    document
}

/// A planned visit whose note is written: one content, a wish, what comes next.
fn written() -> Document {
    let mut document = planned();
    type_at(&mut document, &session(2), Section::Talked, 0, "話を聴いた");
    set_content(&mut document, &session(2), Content::Listen, true).unwrap();
    set_fact(&mut document, &session(2), FactField::Repeat, text("wanted")).unwrap();
    set_fact(&mut document, &session(2), FactField::Next, text("meet_again")).unwrap();
    document
}

fn accept_by(document: &mut Document, number: u8) {
    accept(document, &session(number), COORDINATOR, VisitOutcome::Met).unwrap();
}

fn counted_contents(document: &Document) -> Vec<Content> {
    let lines = figures(document);
    let contents = lines.iter().filter_map(|line| match line {
        Line::Content { content, .. } => Some(*content),
        _ => None,
    });
    contents.collect()
}

#[test]
fn a_visit_reads_as_it_was_written() {
    let visit = read(&written()).unwrap();
    assert_eq!(visit.intent, intent());
    assert_eq!(visit.plan.pair[0].settled().unwrap().member, HANAKO);
    assert_eq!(visit.plan.hospital.settled().unwrap().as_str(), "h01");
    assert_eq!(visit.note[&Section::Talked], "話を聴いた");
    assert_eq!(visit.authors[&Section::Talked][0].actor, session(2).actor);
    assert_eq!(visit.contents[&Content::Listen].settled(), Some(&true));
    assert_eq!(visit.contents.len(), 1);
    assert_eq!(visit.facts.repeat.settled(), Some(&RepeatWish::Wanted));
    assert!(visit.briefing.values().all(Stated::is_unset));
    assert!(visit.plan.accepted.is_unset() && !visit.changed_after_acceptance);
    assert_eq!(visit.briefing.len(), BriefingField::ALL.len());
}

#[test]
fn a_briefing_is_written_field_by_field() {
    let mut document = a_visit();
    let fields = vec![(BriefingField::Called, text("はなさん")), (BriefingField::Avoid, text("ご家族の話"))];
    put_briefing(&mut document, &session(1), fields).unwrap();
    let briefing = read(&document).unwrap().briefing;
    assert_eq!(briefing[&BriefingField::Called].settled().unwrap(), "はなさん");
    assert!(briefing[&BriefingField::Room].is_unset());
}

#[test]
fn a_settled_seat_ties_its_visitor_and_the_office_its_coordinators() {
    let expected = vec![Tie::Office("yokosuka_miura".parse().unwrap()), Tie::Pair(HANAKO), Tie::Pair(TARO)];
    assert_eq!(ties(&planned()), expected);
    assert_eq!(ties(&a_visit()), []);
}

#[test]
fn a_disputed_seat_ties_nobody_until_it_is_settled() {
    let mut one = planned();
    let mut other = one.clone();
    plan_fields(&mut one, 3, vec![(PlanField::Second, seat(MemberId([3; 8]), Category::Volunteer))]);
    plan_fields(&mut other, 4, vec![(PlanField::Second, seat(MemberId([4; 8]), Category::Psw))]);
    meet(&mut one, &mut other);
    assert!(!ties(&one).iter().any(|tie| matches!(tie, Tie::Pair(m) if *m != HANAKO)));
    plan_fields(&mut one, 3, vec![(PlanField::Second, seat(MemberId([4; 8]), Category::Psw))]);
    assert!(ties(&one).contains(&Tie::Pair(MemberId([4; 8]))));
}

#[test]
fn two_offices_that_stand_are_both_tied_so_that_one_of_them_can_settle_it() {
    let mut one = planned();
    let mut other = one.clone();
    plan_fields(&mut one, 3, vec![(PlanField::Office, text("keno"))]);
    plan_fields(&mut other, 4, vec![(PlanField::Office, text("kensei"))]);
    meet(&mut one, &mut other);
    let office = |code: &str| Tie::Office(code.parse().unwrap());
    assert_eq!(ties(&one), [office("keno"), office("kensei"), Tie::Pair(HANAKO), Tie::Pair(TARO)]);
    accept_by(&mut one, 3);
    assert_eq!(figures(&one), []);
    plan_fields(&mut one, 3, vec![(PlanField::Office, text("keno"))]);
    assert_eq!(ties(&one), [office("keno"), Tie::Pair(HANAKO), Tie::Pair(TARO)]);
    assert_eq!(figures(&one).len(), 1);
}

#[test]
fn an_office_beside_a_value_that_cannot_be_read_is_not_tied_as_if_it_were_the_only_one() {
    let mut one = planned();
    let mut other = one.clone();
    plan_fields(&mut one, 3, vec![(PlanField::Office, text("keno"))]);
    plan_fields(&mut other, 4, vec![(PlanField::Office, text("No Such Form"))]);
    meet(&mut one, &mut other);
    assert!(!ties(&one).iter().any(|tie| matches!(tie, Tie::Office(_))));
}

#[test]
fn a_seat_beside_one_that_cannot_be_read_ties_nobody() {
    let mut one = planned();
    let mut other = one.clone();
    plan_fields(&mut one, 3, vec![(PlanField::First, seat(MemberId([3; 8]), Category::Volunteer))]);
    plan_fields(&mut other, 4, vec![(PlanField::First, text("0404040404040404 a_later_category"))]);
    meet(&mut one, &mut other);
    assert_eq!(ties(&one), ties(&other));
    assert!(!ties(&one).contains(&Tie::Pair(MemberId([3; 8]))));
}

#[test]
fn nothing_counts_before_a_note_is_accepted() {
    assert_eq!(figures(&written()), []);
}

#[test]
fn an_accepted_visit_counts_once_with_its_ticks() {
    let mut document = written();
    accept_by(&mut document, 1);
    let day = "2024-12-20".parse().unwrap();
    assert_eq!(
        figures(&document),
        [
            Line::Visit {
                day,
                office: Some("yokosuka_miura".parse().unwrap()),
                hospital: "h01".parse().unwrap(),
                pair: vec![Some(Category::Peer), Some(Category::OfficeStaff)],
                repeat: RepeatWish::Wanted,
                next: Some(Next::MeetAgain),
                wish: None,
                request: None,
            },
            Line::Content { when: When::Day(day), content: Content::Listen, visit: Some(document.id().to_string()) }
        ]
    );
}

#[test]
fn a_visit_that_did_not_meet_the_person_counts_nothing() {
    for outcome in VisitOutcome::ALL {
        let mut document = written();
        accept(&mut document, &session(1), COORDINATOR, *outcome).unwrap();
        let counts = *outcome == VisitOutcome::Met;
        assert_eq!(!figures(&document).is_empty(), counts, "{outcome:?}");
    }
}

#[test]
fn words_after_the_acceptance_are_marked_and_move_no_figure_until_accepted_again() {
    let mut document = written();
    accept_by(&mut document, 1);
    let accepted = figures(&document);
    assert!(!read(&document).unwrap().changed_after_acceptance);
    set_content(&mut document, &session(2), Content::Rights, true).unwrap();
    set_fact(&mut document, &session(2), FactField::Repeat, text("not_wanted")).unwrap();
    type_at(&mut document, &session(2), Section::Words, 0, "あとからのことば");
    assert!(read(&document).unwrap().changed_after_acceptance);
    assert_eq!(figures(&document), accepted);
    accept_by(&mut document, 1);
    assert!(!read(&document).unwrap().changed_after_acceptance);
    assert_eq!(counted_contents(&document), [Content::Listen, Content::Rights]);
    assert!(matches!(figures(&document)[0], Line::Visit { repeat: RepeatWish::NotWanted, .. }));
}

#[test]
fn words_written_offline_before_the_acceptance_was_known_count_as_later_ones() {
    let mut tablet = written();
    let mut laptop = tablet.clone();
    set_content(&mut tablet, &session(2), Content::Lawyers, true).unwrap();
    accept_by(&mut laptop, 1);
    meet(&mut tablet, &mut laptop);
    assert!(read(&laptop).unwrap().changed_after_acceptance);
    assert_eq!(counted_contents(&laptop), [Content::Listen]);
    assert_eq!(counted_contents(&tablet), [Content::Listen]);
}

#[test]
fn two_acceptances_count_only_what_both_accepted() {
    let mut one = written();
    let mut other = one.clone();
    set_content(&mut one, &session(2), Content::Rights, true).unwrap();
    set_content(&mut other, &session(3), Content::Resources, true).unwrap();
    set_fact(&mut other, &session(3), FactField::Next, text("end")).unwrap();
    accept_by(&mut one, 4);
    accept_by(&mut other, 5);
    meet(&mut one, &mut other);
    assert_eq!(read(&one).unwrap().plan.accepted.all().len(), 2);
    assert_eq!(counted_contents(&one), [Content::Listen]);
    assert!(matches!(figures(&one)[0], Line::Visit { next: None, .. }));
    assert!(read(&one).unwrap().changed_after_acceptance);
    assert_eq!(figures(&one), figures(&other));
    accept_by(&mut one, 4);
    assert!(!read(&one).unwrap().changed_after_acceptance);
    assert_eq!(counted_contents(&one), [Content::Listen, Content::Rights, Content::Resources]);
}

#[test]
fn an_acceptance_that_cannot_be_read_beside_one_that_can_counts_nothing() {
    let mut one = written();
    let mut other = one.clone();
    accept_by(&mut one, 4);
    let unread = Scalar::Bytes(vec![0xff]);
    let fields = vec![("accepted".to_owned(), Some(unread)), ("outcome".to_owned(), text("met").map(Scalar::Text))];
    other.set_all(&session(5), PLAN, fields).unwrap();
    meet(&mut one, &mut other);
    assert_eq!(figures(&one), []);
}

#[test]
fn an_acceptance_of_heads_that_are_not_there_does_no_harm() {
    let mut one = written();
    let mut elsewhere = one.clone();
    type_at(&mut elsewhere, &session(6), Section::Words, 0, "ここにはない");
    accept_by(&mut elsewhere, 7);
    let value = Scalar::Bytes(match &elsewhere.stated(PLAN, "accepted", None).all()[0].value {
        Scalar::Bytes(bytes) => bytes.clone(),
        other => panic!("{other:?}"),
    });
    let fields = vec![("accepted".to_owned(), Some(value)), ("outcome".to_owned(), text("met").map(Scalar::Text))];
    one.set_all(&session(5), PLAN, fields).unwrap();
    assert_eq!(counted_contents(&one), []);
    assert!(read(&one).unwrap().changed_after_acceptance);
}

#[test]
fn a_disputed_day_or_hospital_counts_nothing_until_somebody_chooses() {
    let mut one = written();
    accept_by(&mut one, 1);
    let mut other = one.clone();
    plan_fields(&mut one, 3, vec![(PlanField::Day, text("2024-12-21"))]);
    plan_fields(&mut other, 4, vec![(PlanField::Day, text("2024-12-22"))]);
    meet(&mut one, &mut other);
    assert_eq!(figures(&one), []);
    plan_fields(&mut one, 3, vec![(PlanField::Day, text("2024-12-22"))]);
    assert_eq!(figures(&one).len(), 2);
}

#[test]
fn a_tick_that_two_set_differently_does_not_count_until_somebody_chooses() {
    let mut one = written();
    let mut other = one.clone();
    set_content(&mut one, &session(2), Content::Listen, false).unwrap();
    set_content(&mut other, &session(3), Content::Listen, true).unwrap();
    // The other ticked what was ticked already: nothing to dispute, the untick stands.
    meet(&mut one, &mut other);
    assert_eq!(read(&one).unwrap().contents[&Content::Listen].settled(), Some(&false));
    let (mut one, mut other) = (planned(), planned());
    set_content(&mut one, &session(2), Content::Rights, false).unwrap();
    set_content(&mut other, &session(3), Content::Rights, true).unwrap();
    meet(&mut one, &mut other);
    accept_by(&mut one, 1);
    assert!(read(&one).unwrap().contents[&Content::Rights].is_disputed());
    assert_eq!(counted_contents(&one), []);
}

#[test]
fn a_single_visitor_by_exception_is_counted_as_one() {
    let mut document = written();
    plan_fields(&mut document, 1, vec![(PlanField::Second, None), (PlanField::Exception, text("急な欠席"))]);
    accept_by(&mut document, 1);
    assert!(matches!(&figures(&document)[0], Line::Visit { pair, .. } if pair.len() == 1));
}

#[test]
fn another_kind_of_document_is_no_visit() {
    let programme = crate::documents::programme::create("140007".parse().unwrap()).unwrap();
    assert_eq!(read(&programme), None);
    assert_eq!(note(&a_visit(), Section::Handover), "");
}

#[test]
fn every_field_and_section_has_a_key_of_its_own() {
    let mut keys = std::collections::BTreeSet::new();
    let all = PlanField::ALL.map(PlanField::key);
    assert!(all.iter().all(|key| keys.insert(*key)));
    let mut keys = std::collections::BTreeSet::new();
    let sections = Section::ALL.map(Section::key);
    assert!(sections.iter().all(|key| keys.insert(*key)));
    let mut keys = std::collections::BTreeSet::new();
    let facts = FactField::ALL.map(FactField::key);
    assert!(facts.iter().all(|key| keys.insert(*key)));
}
