//! What a visit promises: who it ties, what counts, and when.

mod accepting;
mod past;
mod settled;
mod unseen;

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
