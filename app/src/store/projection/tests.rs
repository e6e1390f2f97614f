//! Rows of visits: how far each is, who goes, in which order they stand.

use shared::documents::visit::{self, FactField, PlanField, Seat, Section};
use shared::documents::{Document, Splice, Writer};
use shared::domain::{Category, Intent, IntentMethod, Role};
use shared::ids::Actor;
use shared::time::Instant;

use super::*;

const ANNA: MemberId = MemberId([1; 8]);
const BENI: MemberId = MemberId([2; 8]);

fn writer(actor: u8) -> Writer {
    Writer { actor: Actor([actor; 16]), at: Instant::from_ms(1_734_500_000_000) }
}

fn planned() -> Document {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    let mut document = visit::create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap();
    let seat = |member| Some(Seat { member, category: Category::Peer }.to_text());
    let fields = vec![
        (PlanField::Office, Some("tryme".to_owned())),
        (PlanField::Hospital, Some("byoin".to_owned())),
        (PlanField::Day, Some("2024-12-18".to_owned())),
        (PlanField::Time, Some("14:00".to_owned())),
        (PlanField::First, seat(ANNA)),
        (PlanField::Second, seat(BENI)),
    ];
    visit::put_plan(&mut document, &writer(1), fields).unwrap();
    document
}

fn line_of(document: &Document) -> VisitLine {
    visit_line(&visit::read(document).unwrap())
}

fn write(document: &mut Document, text: &str) {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: text.to_owned() };
    visit::splice_note(document, &writer(2), Section::Talked, &splice).unwrap();
}

#[test]
fn a_visit_goes_from_planned_to_accepted_and_says_when_words_come_after() {
    let mut document = planned();
    assert_eq!(line_of(&document).state, VisitState::Planned);
    write(&mut document, "𠮷野家の話をした。");
    assert_eq!(line_of(&document).state, VisitState::Writing);
    let next = shared::domain::Next::ALL.first().unwrap().code().to_owned();
    visit::set_fact(&mut document, &writer(2), FactField::Next, Some(next)).unwrap();
    assert_eq!(line_of(&document).state, VisitState::ToAccept);
    visit::accept(&mut document, &writer(1), ANNA, VisitOutcome::Met).unwrap();
    assert_eq!(line_of(&document).state, VisitState::Accepted(VisitOutcome::Met));
    write(&mut document, "あとから。");
    assert_eq!(line_of(&document).state, VisitState::ChangedAfter(VisitOutcome::Met));
}

#[test]
fn a_visit_that_was_called_off_has_ended() {
    let mut document = planned();
    visit::accept(&mut document, &writer(1), ANNA, VisitOutcome::Cancelled).unwrap();
    assert_eq!(line_of(&document).state, VisitState::Ended(VisitOutcome::Cancelled));
}

#[test]
fn a_field_set_twice_apart_is_disputed_and_has_no_settled_value() {
    let one = planned();
    let (mut left, mut right) = (one.clone(), one);
    let heads = left.heads();
    for (document, actor, day) in [(&mut left, 3, "2024-12-19"), (&mut right, 4, "2024-12-20")] {
        let fields = vec![(PlanField::Day, Some(day.to_owned()))];
        visit::put_plan(document, &writer(actor), fields).unwrap();
    }
    left.apply(&right.changes_since(&heads)).unwrap();
    let line = line_of(&left);
    assert!(line.disputed);
    assert_eq!(line.day, None);
}

#[test]
fn a_row_shows_names_this_person_may_know_and_no_others() {
    let people = [Person {
        member: ANNA,
        name: "見本 はな".to_owned(),
        role: Role::Visitor,
        category: Some(Category::Peer),
        appointed: true,
    }];
    let names = Names { me: BENI, programme: None, people: &people };
    let document = planned();
    let row = row(document.id(), &line_of(&document), Beside::default(), names);
    let shown: Vec<_> = row.pair.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!(shown, [Some("見本 はな"), None]);
    assert!(row.mine);
    assert_eq!(row.hospital_name, "");
}

#[test]
fn rows_come_by_day_and_time_and_those_without_a_day_last() {
    let base = {
        let document = planned();
        let names = Names { me: ANNA, programme: None, people: &[] };
        row(document.id(), &line_of(&document), Beside::default(), names)
    };
    let with = |id: u8, day: Option<&str>, time: Option<&str>| VisitRow {
        id: DocumentId([id; 16]),
        day: day.map(|day| day.parse().unwrap()),
        time: time.map(|time| time.parse().unwrap()),
        ..base.clone()
    };
    let mut rows = vec![
        with(1, None, None),
        with(2, Some("2024-12-19"), None),
        with(3, Some("2024-12-19"), Some("09:00")),
        with(4, Some("2024-12-18"), Some("14:00")),
    ];
    sort(&mut rows);
    let order: Vec<u8> = rows.iter().map(|row| row.id.0[0]).collect();
    assert_eq!(order, [4, 3, 2, 1]);
}

#[test]
fn who_stays_away_and_who_asked_stand_in_the_row_while_they_are_of_the_pair() {
    let mut document = planned();
    visit::put_nth(&mut document, &writer(1), 2).unwrap();
    visit::stay_away(&mut document, &writer(2), [1; 16], BENI, true).unwrap();
    visit::ask(&mut document, &writer(2), [2; 16], BENI, "部屋はどこですか").unwrap();
    let line = line_of(&document);
    assert_eq!((line.nth, line.away, line.asked), (Some(2), vec![BENI], true));
    // A coordinator gives the seat to somebody else, and answers.
    let seat = Some(Seat { member: MemberId([3; 8]), category: Category::Peer }.to_text());
    visit::put_plan(&mut document, &writer(1), vec![(PlanField::Second, seat)]).unwrap();
    let line = line_of(&document);
    assert_eq!((line.away, line.asked), (Vec::new(), false));
}
