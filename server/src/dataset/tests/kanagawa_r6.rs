//! As of 31 January 2025 the tables are those of the report, number by number; for earlier days,
//! what was true then.

use super::*;
use shared::domain::RepeatWish;

const AS_OF: &str = "2025-01-31";

#[test]
fn requests_by_office_and_month() {
    let table = of(ReportKind::Requests, AS_OF);
    assert_eq!(months(&table), ["2024-10", "2024-11", "2024-12", "2025-01"]);
    assert_eq!(
        rows(&table),
        [
            ("tolime", vec![0, 0, 0, 4], 4),
            ("motomachi", vec![0, 0, 0, 0], 0),
            ("hotstation", vec![0, 0, 0, 0], 0),
            ("kokoro", vec![0, 0, 5, 2], 7),
            ("yuimaru", vec![0, 1, 2, 0], 3),
            ("smile", vec![0, 0, 0, 0], 0),
        ]
    );
    assert_eq!((table.total.values, table.total.total), (vec![0, 1, 7, 6], Some(14)));
    assert_eq!(table.notes, Vec::<String>::new());
}

#[test]
fn outcomes_by_month() {
    let table = of(ReportKind::Outcomes, AS_OF);
    assert_eq!(
        rows(&table),
        [
            ("dispatch", vec![0, 0, 6, 5], 11),
            ("cancelled", vec![0, 1, 1, 1], 3),
            ("information", vec![0, 0, 0, 0], 0),
            ("other", vec![0, 0, 0, 0], 0),
        ]
    );
    let labels: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["訪問支援員派遣調整", "訪問調整するもキャンセル", "情報提供等実施 派遣せず完了", "その他"]);
    assert_eq!((table.total.values, table.total.total), (vec![0, 1, 7, 6], Some(14)));
    assert_eq!(table.notes, Vec::<String>::new());
}

#[test]
fn contents_by_month() {
    let table = of(ReportKind::Contents, AS_OF);
    assert_eq!(
        rows(&table),
        [
            ("visits", vec![0, 0, 3, 5], 8),
            ("listen", vec![0, 0, 3, 3], 6),
            ("rights", vec![0, 0, 0, 0], 0),
            ("professions", vec![0, 0, 0, 0], 0),
            ("tell_staff", vec![0, 0, 1, 1], 2),
            ("resources", vec![0, 0, 0, 1], 1),
            ("lawyers", vec![0, 0, 0, 0], 0),
            ("other", vec![0, 0, 0, 0], 0),
        ]
    );
    assert_eq!((table.total.values, table.total.total), (vec![0, 0, 4, 5], Some(9)));
}

#[test]
fn visits_one_by_one() {
    let table = visits(AS_OF);
    let rows: Vec<(String, &str, usize, RepeatWish)> = table
        .rows
        .iter()
        .map(|row| (row.day.to_string(), row.hospital_name.as_str(), row.pair.len(), row.repeat))
        .collect();
    let (no, discharged) = (RepeatWish::NotWanted, RepeatWish::WantedButDischarged);
    let expected = [
        ("2024-12-16", "相州病院", no),
        ("2024-12-23", "大和病院", no),
        ("2024-12-23", "秦野厚生病院", no),
        ("2025-01-09", "湘南病院", discharged),
        ("2025-01-22", "みくるべ病院", no),
        ("2025-01-27", "みくるべ病院", no),
        ("2025-01-29", "みくるべ病院", no),
        ("2025-01-31", "秦野病院", no),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(day, name, repeat)| (day.to_owned(), name, 2, repeat)).collect();
    assert_eq!(rows, expected);
    // The source lost every category: nothing is counted under a guess.
    assert!(table.rows.iter().all(|row| row.pair == [None, None]));
    assert_eq!(table.total.values, [0, 0, 0, 0, 16]);
}

#[test]
fn training_by_course() {
    let table = of(ReportKind::Training, AS_OF);
    assert_eq!(
        months(&table),
        [
            "applied",
            "attended",
            "completed",
            "registered",
            "office_staff",
            "peer_supporter",
            "volunteer",
            "psw_association",
            "government",
            "completed_as_facilitator",
        ]
    );
    let values: Vec<&[u32]> = table.rows.iter().map(|row| row.values.as_slice()).collect();
    assert_eq!(values, [[36, 34, 47, 46, 11, 17, 0, 4, 14, 13], [22, 19, 19, 19, 8, 6, 2, 3, 0, 0]]);
    assert_eq!(table.total.values, [58, 53, 66, 65, 19, 23, 2, 7, 14, 13]);
    assert_eq!(table.total.total, None);
}

#[test]
fn the_programme_is_the_reports() {
    let dataset = kanagawa();
    let programme = &dataset.programme;
    assert_eq!(programme.prefecture.as_str(), "140007");
    assert_eq!(programme.sample.as_deref(), Some("見本データ"));
    assert_eq!(programme.areas.len(), 6);
    let explained: u32 = programme.offices.iter().map(|office| office.explained.as_ref().unwrap().hospitals).sum();
    assert_eq!(explained, 27);
    assert!(programme.hospitals.iter().all(|hospital| hospital.area.is_none()));
    let policies: Vec<(String, Option<u32>)> =
        programme.policies.all().iter().map(|policy| (policy.from.to_string(), policy.visits_per_person)).collect();
    assert_eq!(
        policies,
        [("2024-10-25".to_owned(), Some(1)), ("2024-12-18".to_owned(), None), ("2025-04-01".to_owned(), None),]
    );
    assert_eq!(programme.quota(day("2025-01-31").fiscal_year()), Some(81));
    assert_eq!(programme.quota(day("2025-04-01").fiscal_year()), Some(218));
}

#[test]
fn every_fact_stands_alone_under_a_stable_name() {
    let dataset = kanagawa();
    assert_eq!(dataset.lines.len(), 14 + 14 + 8 + 9 + 242);
    let ids: std::collections::BTreeSet<&str> = dataset.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids.len(), dataset.lines.len());
    assert!(ids.contains("kanagawa-r6/requests/14"));
    let tied = dataset.lines.iter().filter_map(|sourced| match &sourced.line {
        Line::Outcome { request, when, .. } => request.clone().map(|name| (name, *when)),
        _ => None,
    });
    // November's only request and its only outcome belong together; nothing else is tied.
    let november = ("R6-01".to_owned(), "2024-11".parse().unwrap());
    assert_eq!(tied.collect::<Vec<_>>(), [november]);
    let loose = dataset.lines.iter().all(|sourced| match &sourced.line {
        Line::Content { visit, .. } => visit.is_none(),
        Line::Visit { office, .. } => office.is_none(),
        _ => true,
    });
    assert!(loose);
}

#[test]
fn every_ambiguity_is_told() {
    let dataset = kanagawa();
    let summary = dataset.summary();
    for number in 1..=18 {
        assert_eq!(dataset.ambiguities[number - 1].id, format!("A{number}"));
        assert!(summary.contains(&dataset.ambiguities[number - 1].text));
    }
    assert_eq!(dataset.ambiguities.len(), 18);
    assert!(summary.contains("依頼 14件"), "{summary}");
    assert!(summary.contains("訪問 8件"), "{summary}");
}
