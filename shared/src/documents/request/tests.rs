//! What a request promises: fields and words merge, steps are never changed, a state follows from
//! them, and what two did without knowing of each other is said.

mod course;
mod steps;

use super::*;
use crate::access::Tie;
use crate::documents::tests::{all_bytes, meet, session};
use crate::documents::{Document, Splice, Stated, ties};
use crate::domain::{AdmissionType, ArrangeProblem, Decision, IntentMethod, RequestChannel, RequestState, Standing};
use crate::ids::{MemberId, OfficeId};
use crate::time::Day;

const HANA: MemberId = MemberId([9; 8]);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn a_request() -> Document {
    create("140007".parse().unwrap(), [3; 16]).unwrap()
}

fn office(code: &str) -> OfficeId {
    code.parse().unwrap()
}

fn field(document: &mut Document, number: u8, field: RequestField, value: &str) {
    put(document, &session(number), vec![(field, Some(value.to_owned()))]).unwrap();
}

/// A request whose intake is complete.
fn taken() -> Document {
    let mut document = a_request();
    put_office(&mut document, &session(1), &office("yokosuka_miura")).unwrap();
    field(&mut document, 1, RequestField::Received, "2024-12-10");
    field(&mut document, 1, RequestField::Channel, "self_phone");
    field(&mut document, 1, RequestField::Hospital, "mihon");
    document
}

/// Adds a step under a key that tells its writer and number.
fn step(document: &mut Document, number: u8, key: u8, kind: &StepKind) {
    let mut bytes = [number; 16];
    bytes[15] = key;
    add_step(document, &session(number), bytes, HANA, kind).unwrap().unwrap();
}

fn confirmed() -> StepKind {
    StepKind::IntentConfirmed {
        day: day("2024-12-10"),
        method: IntentMethod::Phone,
        confirmed_by: "見本 はな".to_owned(),
    }
}

fn judged(decision: Decision) -> StepKind {
    StepKind::Judged {
        day: day("2024-12-18"),
        policy: 2,
        standing: Standing::Meant,
        decision,
        reason: "面会が途絶えている".to_owned(),
    }
}

fn called() -> StepKind {
    StepKind::Called { note: "病棟に電話した".to_owned() }
}

fn state(document: &Document) -> RequestState {
    let request = read(document).unwrap();
    assert!(!request.contested, "{:?}", request.states);
    assert_eq!(request.states, [request.state]);
    request.state
}

#[test]
fn a_request_reads_as_it_was_written() {
    let mut document = taken();
    let fields = vec![
        (RequestField::Name, Some("見本 さくら".to_owned())),
        (RequestField::Kana, Some("みほん さくら".to_owned())),
        (RequestField::Ward, Some("東3病棟".to_owned())),
        (RequestField::Admission, Some("medical_protection_mayor".to_owned())),
        (RequestField::AdmissionFrom, Some("2024-04-01".to_owned())),
        (RequestField::LastOutside, Some("over_5_years".to_owned())),
        (RequestField::WhoCouldVisit, Some("遠方の兄".to_owned())),
        (RequestField::AskedBy, None),
    ];
    put(&mut document, &session(1), fields).unwrap();
    let wish = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "月に移住する".to_owned() };
    splice_wish(&mut document, &session(1), &wish).unwrap();
    let memo = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "午後は不在".to_owned() };
    splice_memo(&mut document, &session(2), &memo).unwrap();
    let request = read(&document).unwrap();
    assert_eq!(request.received.settled(), Some(&day("2024-12-10")));
    assert_eq!(request.channel.settled(), Some(&RequestChannel::SelfPhone));
    assert_eq!(request.admission.settled(), Some(&AdmissionType::MedicalProtectionMayor));
    assert_eq!(request.admission_from.settled(), Some(&day("2024-04-01")));
    assert_eq!(request.name.settled().unwrap(), "見本 さくら");
    assert_eq!(request.kana.settled().unwrap(), "みほん さくら");
    assert_eq!(request.hospital.settled().unwrap().as_str(), "mihon");
    assert_eq!(request.office.settled(), Some(&office("yokosuka_miura")));
    assert!(request.asked_by.is_unset() && request.contact.is_unset());
    assert_eq!((request.wish.as_str(), request.memo.as_str()), ("月に移住する", "午後は不在"));
    assert_eq!(request.wish_authors[0].actor, session(1).actor);
    assert_eq!(request.memo_authors[0].actor, session(2).actor);
    assert_eq!((request.steps.len(), request.unread_steps), (0, 0));
}

#[test]
fn the_root_of_a_request_holds_nothing_of_the_person() {
    let (one, other) = (a_request(), taken());
    assert_eq!(one.root().canonical(), other.root().canonical());
    let text = String::from_utf8_lossy(&one.root().canonical()).into_owned();
    assert!(!text.contains("mihon") && !text.contains("yokosuka"), "{text}");
}

#[test]
fn two_coordinators_who_take_the_same_call_both_keep_their_words() {
    let mut one = taken();
    let mut other = one.clone();
    for (document, number, words) in [(&mut one, 1, "話を聞いて"), (&mut other, 2, "ほしい")] {
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
        splice_wish(document, &session(number), &splice).unwrap();
    }
    field(&mut one, 1, RequestField::Ward, "東3");
    field(&mut other, 2, RequestField::Ward, "西1");
    let before = one.heads();
    meet(&mut one, &mut other);
    let request = read(&one).unwrap();
    assert_eq!(request, read(&other).unwrap());
    assert!(request.wish.contains("話を聞いて") && request.wish.contains("ほしい"), "{}", request.wish);
    assert!(request.ward.is_disputed());
    assert_eq!(request.ward.all().len(), 2);
    let came: String = wish_splices(&one, &before, &one.heads()).into_iter().map(|splice| splice.inserted).collect();
    assert_eq!(came, "ほしい");
    assert!(memo_splices(&one, &before, &one.heads()).is_empty());
}

#[test]
fn a_value_of_a_later_version_is_not_dropped() {
    let mut document = taken();
    field(&mut document, 1, RequestField::Channel, "by_a_dream");
    let request = read(&document).unwrap();
    assert_eq!((request.channel.settled(), request.channel.unread()), (None, 1));
    assert_eq!(request.state, RequestState::Received);
}

#[test]
fn a_request_ties_the_coordinators_of_its_office_and_of_both_where_two_stand() {
    assert_eq!(ties(&a_request()), []);
    let mut one = taken();
    assert_eq!(ties(&one), [Tie::Office(office("yokosuka_miura"))]);
    let mut other = one.clone();
    put_office(&mut one, &session(1), &office("keno")).unwrap();
    put_office(&mut other, &session(2), &office("kensei")).unwrap();
    meet(&mut one, &mut other);
    assert_eq!(ties(&one), [Tie::Office(office("keno")), Tie::Office(office("kensei"))]);
    put_office(&mut one, &session(1), &office("kensei")).unwrap();
    assert_eq!(ties(&one), [Tie::Office(office("kensei"))]);
}

#[test]
fn every_field_has_a_key_and_a_label_of_its_own() {
    let mut seen = std::collections::BTreeSet::new();
    assert!(RequestField::ALL.iter().all(|field| seen.insert(field.key()) && seen.insert(field.label())));
}

#[test]
fn a_request_opens_again_from_its_changes_in_any_order() {
    let mut document = taken();
    step(&mut document, 1, 1, &confirmed());
    step(&mut document, 1, 2, &called());
    let mut bytes = all_bytes(&document);
    bytes.reverse();
    assert_eq!(read(&Document::open(&bytes).unwrap()), read(&document));
}

#[test]
fn another_kind_of_document_is_no_request() {
    assert_eq!(read(&crate::documents::tests::a_visit()), None);
    let consult = crate::documents::consult::create("140007".parse().unwrap(), a_request().id(), [1; 16]).unwrap();
    assert_eq!(read(&consult), None);
    assert_eq!(super::office(&a_request()), Stated::default());
    assert!(arrange_problems(&read(&a_request()).unwrap()).contains(&ArrangeProblem::NoHospital));
}
