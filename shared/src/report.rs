//! The figures of the programme: facts in, tables out; and the calls that are due after visits. A table is counted from lines and from
//! nothing else, in every place alike. It must never hold a person or a word about one.

pub mod care;
pub mod contents;
mod frame;
pub mod line;
pub mod outcomes;
pub mod render;
pub mod requests;
pub mod sources;
pub mod table;
pub mod training;
pub mod visits;
pub mod when;

pub use line::Line;
pub use sources::{Source, counted, lines_of, of_office};
pub use table::{Column, Row, Table, Totals};
pub use visits::{VisitRow, VisitsTable};
pub use when::When;

use crate::domain::ProgrammeData;
use crate::time::Day;

/// The five tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportKind {
    /// Requests by office and month (R43).
    Requests,
    /// Outcomes by month (R44).
    Outcomes,
    /// Visits one by one (R45).
    Visits,
    /// Visits and what was mainly done, by month (R46).
    Contents,
    /// Courses: the funnel and the registrants by category (R17, R18).
    Training,
}

impl ReportKind {
    /// All five, in the report's order.
    pub const ALL: [ReportKind; 5] =
        [ReportKind::Requests, ReportKind::Outcomes, ReportKind::Visits, ReportKind::Contents, ReportKind::Training];

    /// The word that names it on the command line and in file names.
    pub fn code(self) -> &'static str {
        match self {
            ReportKind::Requests => "requests",
            ReportKind::Outcomes => "outcomes",
            ReportKind::Visits => "visits",
            ReportKind::Contents => "contents",
            ReportKind::Training => "training",
        }
    }

    /// The table of a code.
    pub fn from_code(code: &str) -> Option<ReportKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its heading.
    pub fn label(self) -> &'static str {
        match self {
            ReportKind::Requests => "訪問支援依頼の件数（事業所別）",
            ReportKind::Outcomes => "依頼時点対応結果（事業所合計）",
            ReportKind::Visits => "精神科病院への訪問実績",
            ReportKind::Contents => "主に行った訪問支援の内容（複数選択あり）",
            ReportKind::Training => "入院者訪問支援員養成研修",
        }
    }
}

/// One of the five tables, made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// A table of counts.
    Counts(Table),
    /// The visits one by one.
    Visits(VisitsTable),
}

impl Report {
    /// Counts one table from lines, as it was true at the end of a day. The order of lines decides
    /// only the order of visits of one day.
    pub fn make(kind: ReportKind, lines: &[Line], programme: &ProgrammeData, as_of: Day) -> Report {
        match kind {
            ReportKind::Requests => Report::Counts(requests::table(lines, programme, as_of)),
            ReportKind::Outcomes => Report::Counts(outcomes::table(lines, programme, as_of)),
            ReportKind::Visits => Report::Visits(visits::table(lines, programme, as_of)),
            ReportKind::Contents => Report::Counts(contents::table(lines, programme, as_of)),
            ReportKind::Training => Report::Counts(training::table(lines, programme, as_of)),
        }
    }

    /// What must be read with the table.
    pub fn notes(&self) -> &[String] {
        match self {
            Report::Counts(table) => &table.notes,
            Report::Visits(table) => &table.notes,
        }
    }
}

#[cfg(test)]
mod tests;
