//! The programme as it stands: offices, rules, plans, hospitals. It must never show a person.

use leptos::prelude::*;
use shared::domain::{ProgrammeData, Telephone};

use super::super::frame::{Page, Width};
use crate::components::{CallLink, Cell, Column, EmptyState, Row, Table, TableFit};
use crate::messages::{programme as say, telephone, titles};
use crate::store::use_store;

/// The page.
#[component]
pub fn Programme() -> impl IntoView {
    let store = use_store();
    view! {
        <Page title=titles::PROGRAMME width=Width::Wide>
            {move || match store.programme.get() {
                Some(programme) => view! { <Overview programme /> }.into_any(),
                None => view! { <EmptyState title=say::NOT_HERE meaning=say::NOT_HERE_MORE /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Overview(programme: ProgrammeData) -> impl IntoView {
    let (offices, total) = offices(&programme);
    view! {
        <h2>{programme.name.clone()}</h2>
        <p class="support">{say::overview(programme.offices.len(), programme.hospitals.len())}</p>
        <Telephones programme=programme.clone() />
        <Table fit=TableFit::Screen caption=say::OFFICES columns=columns(&say::OFFICE_COLUMNS) rows=offices total=Some(total) />
        <Table fit=TableFit::Screen caption=say::POLICIES columns=policy_columns() rows=policies(&programme) />
        <Table fit=TableFit::Screen caption=say::QUOTAS columns=columns(&say::QUOTA_COLUMNS) rows=quotas(&programme) />
        <section class="stack stack--close" aria-labelledby="hospitals">
            <h2 id="hospitals">{say::HOSPITALS}</h2>
            <ul class="columns">
                {hospitals(&programme).into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
            </ul>
        </section>
    }
}

/// Where the prefecture answers.
#[component]
fn Telephones(programme: ProgrammeData) -> impl IntoView {
    let ProgrammeData { telephone: prefecture, concerns, .. } = programme;
    let line = |whose: &'static str, telephone: Option<Telephone>| {
        let missing = telephone::NO_PREFECTURE;
        view! { <div><dt>{whose}</dt><dd><CallLink telephone whose missing /></dd></div> }
    };
    view! {
        <section class="stack stack--close" aria-labelledby="telephones">
            <h2 id="telephones">{telephone::TELEPHONES}</h2>
            <dl class="facts">
                {line(telephone::PREFECTURE, prefecture)}
                {line(telephone::CONCERNS, concerns)}
            </dl>
            <p class="note">{telephone::WHO_REGISTERS}</p>
        </section>
    }
}

/// A number and its hours in one cell.
fn number(telephone: Option<&Telephone>) -> String {
    let hours = |hours: &String| format!("（{hours}）");
    telephone.map_or(telephone::NO_OFFICE.to_owned(), |told| {
        format!("{}{}", told.number, told.hours.as_ref().map(hours).unwrap_or_default())
    })
}

/// The last column holds figures.
fn columns(heads: &[&str]) -> Vec<Column> {
    let last = heads.len().saturating_sub(1);
    let column = |(at, head): (usize, &&str)| {
        if at == last { Column::figures(*head) } else { Column::words(*head) }
    };
    heads.iter().enumerate().map(column).collect()
}

/// The number stands first and is as narrow as a number.
fn policy_columns() -> Vec<Column> {
    let [number, from, targets, limit] = say::POLICY_COLUMNS;
    vec![Column::figures(number), Column::words(from), Column::words(targets), Column::words(limit)]
}

fn offices(programme: &ProgrammeData) -> (Vec<Row>, Row) {
    let row = |office: &shared::domain::Office| {
        let area = programme.area(&office.area).map_or(say::NOT_TOLD.to_owned(), |area| area.name.clone());
        let explained = office.explained.as_ref().map_or(say::NOT_TOLD.to_owned(), |count| count.hospitals.to_string());
        Row {
            key: office.id.to_string(),
            cells: vec![
                Cell::Words(office.name.clone()),
                Cell::Words(area),
                Cell::Words(number(office.telephone.as_ref())),
                Cell::Words(explained),
            ],
        }
    };
    let sum: u32 =
        programme.offices.iter().filter_map(|office| office.explained.as_ref()).map(|count| count.hospitals).sum();
    let total = Row {
        key: "total".to_owned(),
        cells: [say::TOTAL.to_owned(), String::new(), String::new(), sum.to_string()].map(Cell::Words).to_vec(),
    };
    (programme.offices.iter().map(row).collect(), total)
}

fn policies(programme: &ProgrammeData) -> Vec<Row> {
    let row = |policy: &shared::domain::Policy| {
        let targets: Vec<&str> = policy.targets.iter().map(|target| target.label()).collect();
        Row {
            key: policy.number.to_string(),
            cells: vec![
                Cell::Words(policy.number.to_string()),
                Cell::Words(policy.from.japanese()),
                Cell::Words(targets.join("／")),
                Cell::Words(policy.visits_per_person.map_or(say::NO_LIMIT.to_owned(), say::limit)),
            ],
        }
    };
    programme.policies.all().iter().map(row).collect()
}

fn quotas(programme: &ProgrammeData) -> Vec<Row> {
    let row = |quota: &shared::domain::Quota| Row {
        key: quota.fiscal_year.0.to_string(),
        cells: vec![Cell::Words(quota.fiscal_year.label()), Cell::Words(quota.visits.to_string())],
    };
    programme.quotas.iter().map(row).collect()
}

/// Names in 五十音順.
fn hospitals(programme: &ProgrammeData) -> Vec<String> {
    let mut hospitals: Vec<_> = programme.hospitals.iter().collect();
    hospitals.sort_by_cached_key(|hospital| hospital.order());
    hospitals.into_iter().map(|hospital| hospital.name.clone()).collect()
}
