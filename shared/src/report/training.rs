//! The courses of a fiscal year: how many came to each stage, and the registrants by category (R17,
//! R18). Stages are not parts of a whole, so a row has no sum; a stage that looks too large (more
//! completed than took part) is right, because facilitators complete a course too.

use std::collections::BTreeSet;

use super::{Column, Line, Row, Table, Totals};
use crate::domain::{Category, ProgrammeData, TrainingRoute, TrainingStage};
use crate::time::Day;

/// The id of the column of those who completed as facilitators.
pub const FACILITATORS_COLUMN: &str = "completed_as_facilitator";

/// What a column counts.
#[derive(Clone, Copy)]
enum Counted {
    Stage(TrainingStage),
    Registered(Category),
    Facilitators,
}

/// One person at one stage.
struct Fact {
    course: u32,
    stage: TrainingStage,
    route: Option<TrainingRoute>,
    category: Option<Category>,
}

/// Counts the table: the courses held in the fiscal year of the as-of day, up to it.
pub fn table(lines: &[Line], _programme: &ProgrammeData, as_of: Day) -> Table {
    let facts: Vec<Fact> = lines.iter().filter_map(|line| fact(line, as_of)).collect();
    let counted = counted();
    let courses: BTreeSet<u32> = facts.iter().map(|fact| fact.course).collect();
    let row = |course: u32| Row {
        id: course.to_string(),
        label: format!("第{course}回"),
        values: counted.iter().map(|counted| counted.count(&facts, course)).collect(),
        total: None,
    };
    let rows: Vec<Row> = courses.into_iter().map(row).collect();
    let mut total = Totals::of("合計", counted.len(), &rows);
    total.total = None;
    let lost = facts.iter().filter(|fact| fact.stage == TrainingStage::Registered && fact.category.is_none());
    let lost = lost.count();
    let mut notes = Vec::new();
    if lost > 0 {
        notes.push(format!("登録者のうち{lost}人は、区分が分かりません。"));
    }
    Table {
        as_of,
        corner: "研修",
        columns: counted.iter().map(|counted| counted.column()).collect(),
        rows,
        total,
        notes,
    }
}

fn counted() -> Vec<Counted> {
    let stages = TrainingStage::ALL.iter().copied().map(Counted::Stage);
    let categories = Category::ALL.iter().copied().map(Counted::Registered);
    stages.chain(categories).chain([Counted::Facilitators]).collect()
}

impl Counted {
    fn column(self) -> Column {
        let (id, label) = match self {
            Counted::Stage(stage) => (stage.code(), stage.label()),
            Counted::Registered(category) => (category.code(), category.label()),
            Counted::Facilitators => (FACILITATORS_COLUMN, "修了者のうちファシリテーター"),
        };
        Column { id: id.to_owned(), label: label.to_owned() }
    }

    fn count(self, facts: &[Fact], course: u32) -> u32 {
        let of_course = facts.iter().filter(|fact| fact.course == course);
        of_course.filter(|fact| self.counts(fact)).map(|_| 1).sum()
    }

    fn counts(self, fact: &Fact) -> bool {
        match self {
            Counted::Stage(stage) => fact.stage == stage,
            Counted::Registered(category) => fact.stage == TrainingStage::Registered && fact.category == Some(category),
            Counted::Facilitators => {
                fact.stage == TrainingStage::Completed && fact.route == Some(TrainingRoute::Facilitator)
            }
        }
    }
}

fn fact(line: &Line, as_of: Day) -> Option<Fact> {
    let Line::Training { course, when, stage, route, category } = line else {
        return None;
    };
    let same_year = when.month().fiscal_year() == as_of.fiscal_year();
    (same_year && when.counts_from() <= as_of).then_some(Fact {
        course: *course,
        stage: *stage,
        route: *route,
        category: *category,
    })
}
