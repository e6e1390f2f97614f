//! What a programme promises: it is read as it was put, two officers' differences are shown, and
//! no contradiction makes it unreadable.

use super::*;
use crate::documents::tests::{all_bytes, meet, session};
use crate::documents::{Touch, ties, touches};
use crate::domain::{Target, Telephone};

fn policy(number: u32, from: &str) -> Policy {
    Policy {
        number,
        from: from.parse().unwrap(),
        targets: vec![Target::MayorConsent],
        visits_per_person: Some(1),
        note: None,
    }
}

fn kanagawa() -> ProgrammeData {
    ProgrammeData {
        prefecture: "140007".parse().unwrap(),
        name: "神奈川県".to_owned(),
        sample: Some("見本データ".to_owned()),
        telephone: telephone("045-000-0001", None),
        concerns: telephone("045-000-0002", Some("いつでも")),
        areas: vec![
            Area {
                id: "keno".parse().unwrap(),
                name: "県央".to_owned(),
                spellings: vec!["県央圏域".to_owned(), "県央県域".to_owned()],
            },
            Area { id: "a_west".parse().unwrap(), name: "県西".to_owned(), spellings: Vec::new() },
        ],
        offices: vec![Office {
            id: "office_1".parse().unwrap(),
            name: "見本の事業所".to_owned(),
            short: "見本".to_owned(),
            area: "keno".parse().unwrap(),
            explained: Some(Explained { hospitals: 4, source: "報告書".to_owned() }),
            municipalities: vec!["142018".parse().unwrap()],
            telephone: telephone("046-000-0003", Some("月曜から金曜 午前9時から午後5時")),
        }],
        hospitals: vec![Hospital {
            id: "h01".parse().unwrap(),
            name: "見本病院".to_owned(),
            yomi: Some("みほんびょういん".to_owned()),
            area: None,
            dementia_only: Some(false),
        }],
        policies: Policies::new(vec![policy(1, "2024-10-25"), policy(2, "2024-12-18")]).unwrap(),
        quotas: vec![Quota { fiscal_year: FiscalYear(2024), visits: 81 }],
    }
}

fn telephone(number: &str, hours: Option<&str>) -> Option<Telephone> {
    Some(Telephone { number: number.parse().unwrap(), hours: hours.map(str::to_owned) })
}

fn put_by(document: &mut Document, number: u8, data: &ProgrammeData) {
    put(document, &session(number), data).unwrap();
}

fn filled() -> Document {
    let mut document = create("140007".parse().unwrap()).unwrap();
    put_by(&mut document, 1, &kanagawa());
    document
}

#[test]
fn a_programme_is_read_as_it_was_put() {
    let document = filled();
    let read = read(&Document::open(&all_bytes(&document)).unwrap()).unwrap();
    assert_eq!(read.data, kanagawa());
    assert!(read.disputed.is_empty());
}

#[test]
fn an_empty_programme_is_read_as_empty() {
    let document = create("140007".parse().unwrap()).unwrap();
    let read = read(&document).unwrap();
    assert!(read.data.offices.is_empty() && read.data.policies.all().is_empty());
}

#[test]
fn only_differences_become_operations() {
    let mut document = filled();
    assert!(put(&mut document, &session(2), &kanagawa()).unwrap().is_none());
    let mut data = kanagawa();
    data.offices[0].short = "みほん".to_owned();
    let chunk = put(&mut document, &session(2), &data).unwrap().unwrap();
    assert_eq!(chunk.operations(), 1);
    assert_eq!(read(&document).unwrap().data, data);
}

#[test]
fn what_is_left_out_stays_and_what_is_cleared_goes() {
    let mut document = filled();
    let mut data = kanagawa();
    data.hospitals.clear();
    data.sample = None;
    put_by(&mut document, 2, &data);
    let read = read(&document).unwrap().data;
    assert_eq!(read.hospitals, kanagawa().hospitals);
    assert_eq!(read.sample, None);
}

#[test]
fn entries_stand_in_the_order_they_were_given() {
    let areas = read(&filled()).unwrap().data.areas;
    assert_eq!(areas[0].name, "県央");
    assert_eq!(areas[1].name, "県西");
}

#[test]
fn two_officers_who_change_different_fields_of_one_entry_both_stand() {
    let mut one = filled();
    let mut other = one.clone();
    let (mut left, mut right) = (kanagawa(), kanagawa());
    left.offices[0].name = "新しい名前".to_owned();
    right.offices[0].short = "新".to_owned();
    put_by(&mut one, 2, &left);
    put_by(&mut other, 3, &right);
    meet(&mut one, &mut other);
    let office = read(&one).unwrap().data.offices.remove(0);
    assert_eq!((office.name.as_str(), office.short.as_str()), ("新しい名前", "新"));
    assert!(read(&one).unwrap().disputed.is_empty());
}

#[test]
fn a_field_two_officers_set_differently_is_named_and_every_device_shows_the_same() {
    let mut one = filled();
    let mut other = one.clone();
    let (mut left, mut right) = (kanagawa(), kanagawa());
    left.quotas[0].visits = 90;
    right.quotas[0].visits = 95;
    put_by(&mut one, 2, &left);
    put_by(&mut other, 3, &right);
    meet(&mut one, &mut other);
    assert_eq!(read(&one).unwrap().disputed, ["quotas/2024/visits"]);
    assert_eq!(read(&one), read(&other));
    put_by(&mut one, 2, &left);
    assert!(read(&one).unwrap().disputed.is_empty());
    assert_eq!(read(&one).unwrap().data.quotas[0].visits, 90);
}

#[test]
fn policies_that_contradict_each_other_leave_the_programme_readable() {
    let mut one = filled();
    let mut other = one.clone();
    let with = |extra: Policy| ProgrammeData {
        policies: Policies::new(kanagawa().policies.all().iter().cloned().chain([extra]).collect()).unwrap(),
        ..kanagawa()
    };
    put_by(&mut one, 2, &with(policy(3, "2025-04-01")));
    // The same number with another day: the fields are in dispute.
    put_by(&mut other, 3, &with(policy(3, "2025-10-01")));
    meet(&mut one, &mut other);
    let read_one = read(&one).unwrap();
    assert_eq!(read_one.disputed, ["policies/3/from"]);
    assert_eq!(Some(read_one), read(&other));
    // Another number with the same day as one there is: the older stands, the newer waits.
    let fields = vec![
        ("4/from".to_owned(), Some(crate::documents::Scalar::Text("2024-12-18".to_owned()))),
        ("4/order".to_owned(), Some(crate::documents::Scalar::Text("9".to_owned()))),
    ];
    let mut third = filled();
    third.set_all(&session(4), POLICIES, fields).unwrap();
    let read_third = read(&third).unwrap();
    assert_eq!(read_third.data.policies, kanagawa().policies);
    assert_eq!(read_third.disputed, ["policies/4"]);
}

#[test]
fn a_programme_without_telephones_has_none_and_what_is_no_number_is_none() {
    let data = read(&create("140007".parse().unwrap()).unwrap()).unwrap().data;
    assert_eq!((data.telephone, data.concerns), (None, None));
    let mut document = filled();
    let wrong = Some(crate::documents::Scalar::Text("javascript:alert(1)".to_owned()));
    document.set_all(&session(2), OFFICES, vec![("office_1/telephone".to_owned(), wrong)]).unwrap();
    assert_eq!(read(&document).unwrap().data.offices[0].telephone, None);
}

#[test]
fn a_programme_ties_every_member_of_its_prefecture() {
    assert_eq!(ties(&filled()), [crate::access::Tie::Prefecture]);
}

#[test]
fn everything_an_officer_puts_is_open_to_who_may_write() {
    let mut document = create("140007".parse().unwrap()).unwrap();
    let chunk = put(&mut document, &session(1), &kanagawa()).unwrap().unwrap();
    assert_eq!(touches(&document, &chunk), Ok(vec![Touch::Open]));
}
