//! Rows are read as they were written, and nothing else is a row.

use super::*;
use crate::store::VisitState;
use crate::store::projection::{CareLine, ConcernLine, VisitLine, VisitorLine};
use shared::documents::visitor::Training;
use shared::domain::{Availability, HalfDay, TrainingKind, VisitOutcome};
use shared::ids::{DocumentId, MemberId};
use shared::time::Weekday;
use std::collections::BTreeMap;

fn row() -> DocumentRow {
    DocumentRow {
        kind: Kind::Visit,
        writable: true,
        heads: vec![ChangeHash([7; 32])],
        relay_at: Some(Instant::from_ms(1_734_500_000_000)),
        gone: false,
        stopped: false,
        damaged: 2,
        line: Some(RowLine::Visit(VisitLine {
            day: Some("2024-12-18".parse().unwrap()),
            time: Some("14:00".parse().unwrap()),
            hospital: Some("byoin".parse().unwrap()),
            ward: "3病棟".to_owned(),
            place: String::new(),
            meet: "正面玄関".to_owned(),
            office: None,
            pair: vec![MemberId([1; 8]), MemberId([2; 8])],
            state: VisitState::ChangedAfter(VisitOutcome::Met),
            disputed: true,
            briefed: true,
            nth: Some(2),
            away: vec![MemberId([2; 8])],
            asked: true,
        })),
        figures: vec![serde_json::from_str(r#"{"request":{"office":"kokoro","when":"2024-12-10"}}"#).unwrap()],
        old: false,
    }
}

#[test]
fn a_row_is_read_as_it_was_written() {
    let whole = row();
    assert_eq!(DocumentRow::from_bytes(&whole.to_bytes()), Some(whole));
    let bare = DocumentRow::new(Kind::Programme, false);
    assert_eq!(DocumentRow::from_bytes(&bare.to_bytes()), Some(bare));
}

#[test]
fn the_row_of_a_visitor_is_read_as_it_was_written() {
    let availability = Availability {
        week: BTreeMap::from([
            ((Weekday::Tuesday, HalfDay::Morning), Some(true)),
            ((Weekday::Sunday, HalfDay::Afternoon), None),
        ]),
        days: BTreeMap::from([(("2026-12-24".parse().unwrap(), HalfDay::Morning), Some(false))]),
        pause: "2027-01-05/".parse().ok(),
    };
    let training = Training {
        key: "0a".to_owned(),
        kind: TrainingKind::FollowUp,
        day: "2026-12-20".parse().unwrap(),
        time: None,
        place: "県庁".to_owned(),
    };
    let line = VisitorLine { member: MemberId([1; 8]), availability, trainings: vec![training], disputed: true };
    let whole = DocumentRow { kind: Kind::Visitor, line: Some(RowLine::Visitor(line)), ..row() };
    assert_eq!(DocumentRow::from_bytes(&whole.to_bytes()), Some(whole));
}

#[test]
fn the_rows_of_an_aftercare_and_of_a_concern_are_read_as_they_were_written_also_without_what_may_be_missing() {
    let care = |supporter, day: Option<&str>| {
        RowLine::Care(CareLine {
            visitor: MemberId([1; 8]),
            visit: DocumentId([2; 16]),
            supporter,
            day: day.map(|day| day.parse().unwrap()),
            planned: day.map(|day| day.parse().unwrap()),
            done: day.is_some(),
        })
    };
    let concern = |day: Option<&str>| {
        RowLine::Concern(ConcernLine {
            author: MemberId([1; 8]),
            day: day.map(|day| day.parse().unwrap()),
            hospital: day.map(|_| "byoin".parse().unwrap()),
            received: day.is_some(),
            closed: false,
        })
    };
    let day = Some("2024-12-18");
    let lines = [care(Some(MemberId([3; 8])), day), care(None, None), concern(day), concern(None)];
    for (line, kind) in lines.into_iter().zip([Kind::Aftercare, Kind::Aftercare, Kind::Safeguard, Kind::Safeguard]) {
        let row = DocumentRow { line: Some(line), ..DocumentRow::new(kind, true) };
        assert_eq!(DocumentRow::from_bytes(&row.to_bytes()), Some(row));
    }
}

#[test]
fn a_row_cut_short_or_with_bytes_after_it_is_no_row() {
    let bytes = row().to_bytes();
    for length in 0..bytes.len() {
        assert_eq!(DocumentRow::from_bytes(&bytes[..length]), None, "{length}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(DocumentRow::from_bytes(&longer), None);
}

#[test]
fn a_row_of_the_first_form_is_read_and_known_to_be_old() {
    let first = codec::written(|e| {
        e.array(9)?.u8(FIRST_FORM)?.str(Kind::Visit.code())?.bool(true)?;
        codec::put_hashes(e, &[ChangeHash([7; 32])])?;
        codec::put_instant(e, None)?;
        e.bool(false)?.bool(false)?.u32(0)?.null()?;
        Ok(())
    });
    let row = DocumentRow::from_bytes(&first).unwrap();
    assert!(row.old && row.figures.is_empty() && row.writable);
    assert!(!DocumentRow::from_bytes(&row.to_bytes()).unwrap().old, "it is written in the form of today");
}
