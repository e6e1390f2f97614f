//! Facts for the tests of the tables: an import that tells little and documents that tell more.
//! Everything in it is invented.

use shared::documents::Kind;
use shared::domain::{
    Area, Category, Content, Hospital, Office, Outcome, Policies, Policy, ProgrammeData, Quota, RepeatWish, Target,
    TrainingRoute, TrainingStage,
};
use shared::ids::DocumentId;
use shared::report::{Line, Report};
use shared::time::{Day, FiscalYear};

use super::address::{CellName, TOTAL};
use super::counted::VISIT_COLUMN;
use crate::store::SourceLines;

/// A day of its ISO form.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Three offices and a hospital, in service from October 2024.
pub fn programme() -> ProgrammeData {
    let office = |id: &str| Office {
        id: id.parse().unwrap(),
        name: format!("{id}支援センター"),
        short: id.to_owned(),
        area: "all".parse().unwrap(),
        explained: None,
        municipalities: Vec::new(),
        telephone: None,
    };
    let policy = Policy {
        number: 1,
        from: day("2024-10-25"),
        targets: vec![Target::MayorConsent],
        visits_per_person: Some(1),
        note: None,
    };
    ProgrammeData {
        prefecture: "140007".parse().unwrap(),
        name: "見本県".to_owned(),
        sample: Some("見本データ".to_owned()),
        telephone: None,
        concerns: None,
        areas: vec![Area { id: "all".parse().unwrap(), name: "全域".to_owned(), spellings: Vec::new() }],
        offices: ["keno", "kensei", "miura"].map(office).to_vec(),
        hospitals: vec![Hospital {
            id: "mihon".parse().unwrap(),
            name: "みほん病院".to_owned(),
            yomi: None,
            area: None,
            dementia_only: None,
        }],
        policies: Policies::new(vec![policy]).unwrap(),
        quotas: vec![Quota { fiscal_year: FiscalYear(2024), visits: 81 }],
    }
}

fn request(office: &str, when: &str) -> Line {
    Line::Request {
        office: office.parse().unwrap(),
        when: when.parse().unwrap(),
        admission: None,
        channel: None,
        hospital: None,
    }
}

fn outcome(when: &str, outcome: Outcome) -> Line {
    Line::Outcome { when: when.parse().unwrap(), outcome, request: None }
}

fn visit(when: &str, office: Option<&str>, pair: Vec<Option<Category>>) -> Line {
    Line::Visit {
        day: day(when),
        office: office.map(|office| office.parse().unwrap()),
        hospital: "mihon".parse().unwrap(),
        pair,
        repeat: RepeatWish::Wanted,
        next: None,
        wish: office.is_none().then(|| "=話を\t聴いてほしい".to_owned()),
        request: None,
    }
}

fn content(when: &str, content: Content) -> Line {
    Line::Content { when: when.parse().unwrap(), content, visit: None }
}

fn training(course: u32, stage: TrainingStage, route: Option<TrainingRoute>, category: Option<Category>) -> Line {
    Line::Training { course, when: "2024-10-28".parse().unwrap(), stage, route, category }
}

/// An import, and documents of two offices.
pub fn sources() -> Vec<SourceLines> {
    let (peer, staff) = (Some(Category::Peer), Some(Category::OfficeStaff));
    let import = vec![
        request("keno", "2024-11"),
        request("keno", "2024-12"),
        request("kensei", "2024-12"),
        request("closed", "2025-01"),
        request("miura", "2025-04"),
        outcome("2024-11", Outcome::Cancelled),
        outcome("2024-12", Outcome::Unknown),
        visit("2025-01-20", None, vec![None, None]),
        visit("2024-12-16", None, vec![peer, Some(Category::Psw)]),
        visit("2024-12-16", None, vec![staff]),
        content("2024-12", Content::Listen),
        content("2024-12", Content::Listen),
        training(1, TrainingStage::Applied, None, None),
        training(1, TrainingStage::Completed, Some(TrainingRoute::Facilitator), None),
        training(2, TrainingStage::Registered, None, peer),
        training(2, TrainingStage::Registered, None, None),
    ];
    let source = |n: u8, kind: Kind, office: &str, lines: Vec<Line>| SourceLines {
        source: format!("document {n}"),
        document: Some(DocumentId([n; 16])),
        kind: Some(kind),
        office: Some(office.parse().unwrap()),
        lines,
    };
    let met = |office: &str, when: &str| {
        vec![
            visit(when, Some(office), vec![peer, staff]),
            content(when, Content::Listen),
            content(when, Content::Rights),
        ]
    };
    vec![
        SourceLines { source: "r6".to_owned(), document: None, kind: None, office: None, lines: import },
        source(1, Kind::Visit, "keno", met("keno", "2024-12-20")),
        source(2, Kind::Visit, "miura", met("miura", "2024-12-10")),
        source(3, Kind::Visit, "keno", met("keno", "2025-02-03")),
    ]
}

/// Every cell of a table.
pub fn cells(report: &Report) -> Vec<CellName> {
    match report {
        Report::Counts(table) => {
            let columns: Vec<&str> = table.columns.iter().map(|column| column.id.as_str()).chain([TOTAL]).collect();
            let rows = table.rows.iter().map(|row| row.id.as_str()).chain([TOTAL]);
            rows.flat_map(|row| columns.iter().map(move |column| CellName::new(row, column))).collect()
        }
        Report::Visits(table) => {
            let rows = table.rows.iter().map(|row| CellName::new(&row.number.to_string(), VISIT_COLUMN));
            rows.chain(table.columns.iter().map(|column| CellName::new(TOTAL, &column.id))).collect()
        }
    }
}
