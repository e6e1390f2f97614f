//! What a question promises: who writes what, its clock, and that it names nobody.

use super::*;
use crate::access::{OFFICE_FIELD, Tie, Who, may_touch};
use crate::documents::tests::{meet, session};
use crate::documents::{Document, Splice, Touch, Writer, request, ties, touches};
use crate::domain::{ConsultAnswer, Role};
use crate::ids::{DocumentId, MemberId, OfficeId};
use crate::time::Instant;

const OFFICER: MemberId = MemberId([8; 8]);

fn a_consult() -> Document {
    create("140007".parse().unwrap(), DocumentId([4; 16]), [5; 16]).unwrap()
}

fn office(code: &str) -> OfficeId {
    code.parse().unwrap()
}

fn at(number: u8, day: &str) -> Writer {
    let noon = crate::time::Instant::from_ms(12 * 3_600_000).ms();
    let days = i64::from(day.parse::<crate::time::Day>().unwrap().days_since_epoch());
    // Twelve in Tokyo, nine hours before in UTC.
    Writer { at: Instant::from_ms(days * 86_400_000 + noon - 9 * 3_600_000), ..session(number) }
}

fn propose(document: &mut Document, words: &str) {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
    splice_proposal(document, &session(1), &splice).unwrap();
}

fn answer_on(document: &mut Document, number: u8, day: &str, given: ConsultAnswer) {
    answer(document, &at(number, day), OFFICER, day.parse().unwrap(), given, "面会が途絶えているため").unwrap();
}

fn waiting(document: &Document, day: &str) -> Option<i32> {
    read(document).unwrap().waiting_days(day.parse().unwrap())
}

#[test]
fn a_question_reads_as_it_was_written() {
    let mut document = a_consult();
    put_office(&mut document, &session(1), &office("keno")).unwrap();
    let fields = vec![
        (ConsultField::AgeBand, Some("from_65".to_owned())),
        (ConsultField::Admission, Some("voluntary".to_owned())),
        (ConsultField::AdmittedFor, Some("from_5_years".to_owned())),
        (ConsultField::LastOutside, Some("over_5_years".to_owned())),
        (ConsultField::WhoCouldVisit, Some("遠方のきょうだい".to_owned())),
        (ConsultField::Hospital, None),
    ];
    put(&mut document, &session(1), fields).unwrap();
    propose(&mut document, "対象としたい");
    answer_on(&mut document, 2, "2024-12-20", ConsultAnswer::Yes);
    let consult = read(&document).unwrap();
    assert_eq!(consult.request, DocumentId([4; 16]));
    assert_eq!(consult.age_band.settled().unwrap().code(), "from_65");
    assert_eq!(consult.admission.settled().unwrap().code(), "voluntary");
    assert_eq!(consult.admitted_for.settled().unwrap().code(), "from_5_years");
    assert_eq!(consult.last_outside.settled().unwrap().code(), "over_5_years");
    assert_eq!(consult.who_could_visit.settled().unwrap(), "遠方のきょうだい");
    assert!(consult.hospital.is_unset() && consult.asked_at.is_unset());
    assert_eq!(consult.proposal, "対象としたい");
    let answer = consult.answer.settled().unwrap();
    assert_eq!((answer.answer, answer.by, answer.day.to_string()), (ConsultAnswer::Yes, OFFICER, "2024-12-20".into()));
    assert_eq!(answer.reason, "面会が途絶えているため");
    assert_eq!(ties(&document), [Tie::Office(office("keno"))]);
    assert_eq!(read(&request::create("140007".parse().unwrap(), [1; 16]).unwrap()), None);
}

#[test]
fn the_office_may_not_write_an_answer_nor_the_prefecture_name_an_office() {
    let mut document = a_consult();
    let named = put_office(&mut document, &session(1), &office("keno")).unwrap().unwrap();
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "対象としたい".to_owned() };
    let proposed = splice_proposal(&mut document, &session(1), &splice).unwrap().unwrap();
    let asked = ask(&mut document, &session(1)).unwrap().unwrap();
    let answered = answer(&mut document, &session(2), OFFICER, "2024-12-20".parse().unwrap(), ConsultAnswer::Yes, "");
    let (coordinator, officer, stranger) = (
        Who { member: OFFICER, role: Role::Coordinator, offices: vec![office("keno")], safeguarding: false },
        Who { member: OFFICER, role: Role::Prefecture, offices: Vec::new(), safeguarding: false },
        Who { member: OFFICER, role: Role::Coordinator, offices: vec![office("kensei")], safeguarding: false },
    );
    let ties = ties(&document);
    for (chunk, touch, by_coordinator, by_officer) in [
        (named, Touch::Guarded(OFFICE_FIELD), true, false),
        (proposed, Touch::Open, true, true),
        (asked, Touch::Open, true, true),
        (answered.unwrap().unwrap(), Touch::Guarded(ANSWER), false, true),
    ] {
        assert_eq!(touches(&document, &chunk), Ok(vec![touch.clone()]));
        let may = |who| may_touch(document.kind(), who, (&ties, crate::access::Stage::Open), &touch);
        assert_eq!((may(&coordinator), may(&officer), may(&stranger)), (by_coordinator, by_officer, false));
    }
}

#[test]
fn the_clock_runs_from_the_question_to_the_answer_and_again_from_the_next_question() {
    let mut document = a_consult();
    assert_eq!(waiting(&document, "2024-12-20"), None);
    ask(&mut document, &at(1, "2024-12-18")).unwrap();
    assert_eq!(waiting(&document, "2024-12-18"), Some(0));
    assert_eq!(waiting(&document, "2024-12-25"), Some(7));
    assert_eq!(waiting(&document, "2024-12-01"), Some(0));
    answer_on(&mut document, 2, "2024-12-26", ConsultAnswer::More);
    assert_eq!(waiting(&document, "2024-12-27"), None);
    ask(&mut document, &at(1, "2024-12-28")).unwrap();
    assert_eq!(waiting(&document, "2025-01-02"), Some(5));
    answer_on(&mut document, 2, "2025-01-03", ConsultAnswer::No);
    assert_eq!(waiting(&document, "2025-01-04"), None);
}

#[test]
fn two_answers_stand_each_with_its_own_reason_until_one_is_chosen() {
    let mut one = a_consult();
    ask(&mut one, &at(1, "2024-12-18")).unwrap();
    let mut other = one.clone();
    answer_on(&mut one, 2, "2024-12-20", ConsultAnswer::Yes);
    let day = "2024-12-20".parse().unwrap();
    answer(&mut other, &at(3, "2024-12-20"), OFFICER, day, ConsultAnswer::No, "ほかの制度がある").unwrap();
    meet(&mut one, &mut other);
    let consult = read(&one).unwrap();
    let mut answers: Vec<_> =
        consult.answer.all().iter().map(|said| (said.value.answer, said.value.reason.clone())).collect();
    answers.sort();
    let whole =
        [(ConsultAnswer::Yes, "面会が途絶えているため".to_owned()), (ConsultAnswer::No, "ほかの制度がある".to_owned())];
    assert_eq!(answers, whole);
    assert_eq!(waiting(&one, "2024-12-22"), Some(4));
    answer_on(&mut one, 2, "2024-12-23", ConsultAnswer::Yes);
    assert_eq!(waiting(&one, "2024-12-24"), None);
}

#[test]
fn words_that_tell_who_the_person_is_are_found_before_the_question_is_asked() {
    let mut asked = request::create("140007".parse().unwrap(), [4; 16]).unwrap();
    let fields = [
        (request::RequestField::Name, "見本 さくら"),
        (request::RequestField::Kana, "みほん さくら"),
        (request::RequestField::Ward, "東３病棟"),
        (request::RequestField::Contact, "内線 1234"),
    ];
    let fields = fields.map(|(field, text)| (field, Some(text.to_owned()))).to_vec();
    request::put(&mut asked, &session(1), fields).unwrap();
    let asked = request::read(&asked).unwrap();
    let found = |who_could_visit: &str, proposal: &str| {
        let mut document = a_consult();
        let fact = vec![(ConsultField::WhoCouldVisit, Some(who_could_visit.to_owned()))];
        put(&mut document, &session(1), fact).unwrap();
        propose(&mut document, proposal);
        let consult = read(&document).unwrap();
        identifying(&asked, &consult).into_iter().map(|(what, _)| what).collect::<Vec<_>>()
    };
    use Identifying::*;
    assert_eq!(found("遠方のきょうだい", "面会が5年以上ない方です"), []);
    assert_eq!(found("", "見本さんは話し相手がほしい"), [Name]);
    assert_eq!(found("", "見本　さくらさん"), [Name, Name, Name, Kana]);
    assert_eq!(found("ミホンさんの兄", ""), [Kana]);
    assert_eq!(found("", "東3病棟の方"), [Ward]);
    assert_eq!(found("", "内線1234へ"), [Contact]);
    assert_eq!(found("", "東西の病棟"), []);
}
