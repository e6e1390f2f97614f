//! What an accepted note counts, and what it does not.

use super::*;

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
