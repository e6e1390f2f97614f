//! A visitor's own visits, each with what they wrote and for whom. It must never show what stands in it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::ids::{DocumentId, MemberId};
use shared::time::Day;

use crate::components::{EmptyState, StateLabel, Tone};
use crate::messages::{care as say, visit};
use crate::store::{CareRow, Store, VisitRow, VisitState, VisitsStoreFields, use_store};

/// For how many days before and after its day a visit is offered where nothing is written yet.
const NEAR_DAYS: i32 = 14;

/// A visit with what was written about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    visit: DocumentId,
    day: Option<Day>,
    rows: Vec<CareRow>,
}

/// The list.
#[component]
pub fn Own() -> impl IntoView {
    let store = use_store();
    let groups = Memo::new(move |_| {
        let today = store.today.get();
        store.visits.rows().with(|visits: &Vec<VisitRow>| store.cares.with(|cares| groups(visits, cares, today)))
    });
    let line = move |group: Group| {
        let words = visit_words(store, group.visit, group.day);
        if group.rows.is_empty() {
            return view! {
                <li class="rows__row">
                    <a class="rows__link" href=format!("/care/begin/{}", group.visit)>{words}</a>
                    <span><StateLabel tone=Tone::Quiet words=say::NOT_BEGUN /></span>
                </li>
            }
            .into_any();
        }
        group.rows.into_iter().map(|row| view! { <Line row words=words.clone() /> }).collect_view().into_any()
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="own">
            <h2 id="own">{say::OWN}</h2>
            {move || {
                let groups = groups.get();
                match groups.is_empty() {
                    true => view! { <EmptyState title=say::OWN_NONE meaning=say::OWN_NONE_MORE /> }.into_any(),
                    false => view! { <ul class="rows">{groups.into_iter().map(line).collect_view()}</ul> }.into_any(),
                }
            }}
        </section>
    }
}

#[component]
fn Line(row: CareRow, words: String) -> impl IntoView {
    let store = use_store();
    let supporter = row.supporter;
    let readers = move || {
        let name = supporter.map(|member| visit::person(name(store, member).as_deref()));
        say::readers(name.as_deref())
    };
    let (words, more) = if row.unread { (say::UNREAD.to_owned(), say::UNREAD_MORE) } else { (words, "") };
    view! {
        <li class="rows__row">
            <a class="rows__link" href=format!("/care/{}", row.id)>{words}</a>
            <span>{move || if more.is_empty() { readers() } else { more.to_owned() }}</span>
            <span class="note">{row.planned.map(|day| say::planned(&day.japanese()))}</span>
        </li>
    }
}

/// Visits that are near, and all about which something is written; the newest first, what is to come before.
fn groups(visits: &[VisitRow], cares: &[CareRow], today: Day) -> Vec<Group> {
    let mut found: BTreeMap<DocumentId, Group> = BTreeMap::new();
    for row in visits.iter().filter(|row| row.mine && !row.unread && !matches!(row.state, VisitState::Ended(_))) {
        if row.day.is_none_or(|day| today.days_after(day).abs() <= NEAR_DAYS) {
            found.insert(row.id, Group { visit: row.id, day: row.day, rows: Vec::new() });
        }
    }
    let mut unread = Vec::new();
    for row in cares {
        match row.visit.filter(|_| row.mine) {
            Some(visit) => {
                let group = found.entry(visit).or_insert_with(|| Group { visit, day: row.day, rows: Vec::new() });
                group.rows.push(row.clone());
            }
            // Of one that cannot be read nobody knows whose it is: it must not vanish.
            None if row.unread => unread.push(Group { visit: row.id, day: None, rows: vec![row.clone()] }),
            None => {}
        }
    }
    let mut groups: Vec<Group> = found.into_values().collect();
    groups.sort_by_key(|group| (group.day.is_some(), core::cmp::Reverse(group.day), group.visit));
    groups.extend(unread);
    groups
}

/// The name of a member, if this person may know it.
pub fn name(store: Store, member: MemberId) -> Option<String> {
    store.people.with(|people| people.iter().find(|person| person.member == member).map(|person| person.name.clone()))
}

/// A visit in words: its day, and its hospital where this device has it.
pub fn visit_words(store: Store, visit: DocumentId, day: Option<Day>) -> String {
    let found = store.visits.rows().with(|rows: &Vec<VisitRow>| {
        rows.iter().find(|row| row.id == visit).map(|row| (row.day, row.hospital_name.clone()))
    });
    let (own_day, hospital) = found.unwrap_or((None, String::new()));
    let day = own_day.or(day).map(|day| day.japanese());
    say::visit_of(day.as_deref(), Some(hospital.as_str()).filter(|name| !name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::projection::{Beside, Names, row, unread};

    const ME: MemberId = MemberId([1; 8]);

    fn visit_on(id: u8, day: &str) -> VisitRow {
        let names = Names { me: ME, programme: None, people: &[] };
        let line = crate::store::projection::VisitLine { day: day.parse().ok(), pair: vec![ME], ..unread::visit() };
        row(DocumentId([id; 16]), &line, Beside::default(), names)
    }

    fn care_of(id: u8, visit: u8, mine: bool) -> CareRow {
        CareRow {
            id: DocumentId([id; 16]),
            visitor: Some(ME),
            visit: Some(DocumentId([visit; 16])),
            supporter: None,
            day: "2026-01-05".parse().ok(),
            planned: None,
            done: false,
            mine,
            owed: false,
            damaged: false,
            unread: false,
        }
    }

    #[test]
    fn visits_that_are_near_are_offered_and_what_was_written_stays_in_the_list() {
        let today = "2026-11-23".parse().unwrap();
        let visits = [visit_on(1, "2026-11-24"), visit_on(2, "2026-10-01"), visit_on(3, ""), visit_on(4, "2026-11-09")];
        let cares = [care_of(9, 2, true), care_of(10, 2, true), care_of(11, 7, true), care_of(12, 8, false)];
        let short: Vec<_> = groups(&visits, &cares, today).iter().map(|one| (one.visit.0[0], one.rows.len())).collect();
        assert_eq!(short, [(3, 0), (1, 0), (4, 0), (2, 2), (7, 1)], "what others wrote for me stands elsewhere");
    }

    #[test]
    fn what_cannot_be_read_does_not_vanish() {
        let row = CareRow { visitor: None, visit: None, unread: true, ..care_of(9, 2, false) };
        assert_eq!(groups(&[], &[row], "2026-11-23".parse().unwrap()).len(), 1);
    }
}
