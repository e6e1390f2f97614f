//! What is owed to whom today: days to ask again, briefings, notes that are missing, notes to accept,
//! answers of the prefecture. Each leads to where it is done.

use leptos::prelude::*;
use shared::domain::RequestState;
use shared::ids::DocumentId;
use shared::time::Day;

use crate::components::EmptyState;
use crate::messages::{board as say, care};
use crate::pages::care::DueTasks;
use crate::store::{
    ConsultRow, ConsultsStoreFields, RequestRow, RequestsStoreFields, SourceLines, VisitRow, VisitState,
    VisitsStoreFields, use_store,
};

/// How many days before a visit its briefing is asked for.
const BRIEFING_DAYS: i32 = 7;

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedTask {
    /// What.
    pub what: &'static str,
    /// For whom, or where.
    pub whom: String,
    /// Since when, or until when.
    pub day: Option<Day>,
    /// Where it is done.
    pub href: String,
}

/// The list of today.
#[component]
pub fn Owed() -> impl IntoView {
    let store = use_store();
    let tasks = Memo::new(move |_| {
        let today = store.today.get();
        let mut tasks = store.requests.rows().with(|rows: &Vec<RequestRow>| {
            store.consults.rows().with(|consults: &Vec<ConsultRow>| {
                store.visits.rows().with(|visits: &Vec<VisitRow>| of_requests(rows, consults, visits, today))
            })
        });
        tasks.extend(store.visits.rows().with(|rows: &Vec<VisitRow>| of_visits(rows, today)));
        tasks.extend(store.figures.with(|sources| of_calls(sources, today)));
        tasks.sort_by_key(|task| (task.day.is_none(), task.day));
        tasks
    });
    let line = |task: OwedTask| {
        view! {
            <li class="rows__row">
                <a class="rows__link" href=task.href>{task.what}</a>
                <span>{task.whom}</span>
                <span class="note">{task.day.map(|day| day.japanese())}</span>
            </li>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="owed">
            <h2 id="owed">{say::OWED}</h2>
            {move || {
                let tasks = tasks.get();
                match tasks.is_empty() {
                    true => view! { <EmptyState title=say::OWED_NONE meaning=say::OWED_NONE_MORE /> }.into_any(),
                    false => view! { <ul class="rows">{tasks.into_iter().map(line).collect_view()}</ul> }.into_any(),
                }
            }}
        </section>
    }
}

/// Calls to visitors after their visits, as one task: who they are stands on the page it leads to.
fn of_calls(sources: &[SourceLines], today: Day) -> Option<OwedTask> {
    let calls = DueTasks::of(sources, today);
    let whom = care::persons(calls.count);
    (calls.count > 0).then(|| OwedTask { what: care::CALL, whom, day: calls.until, href: "/care".to_owned() })
}

fn of_requests(rows: &[RequestRow], consults: &[ConsultRow], visits: &[VisitRow], today: Day) -> Vec<OwedTask> {
    let mut tasks = Vec::new();
    for row in rows {
        let whom = match row.name.as_str() {
            "" => row.hospital_name.clone(),
            name => format!("{name}（{}）", row.hospital_name),
        };
        let task = |what, day| OwedTask { what, whom: whom.clone(), day, href: format!("/requests/{}", row.id) };
        match row.ask_again {
            Some(day) if day <= today => tasks.push(task(say::ASK_AGAIN, Some(day))),
            _ => {}
        }
        let answer = row.consult.and_then(|id| consults.iter().find(|consult| consult.id == id));
        if row.state == RequestState::Consulting
            && answer.is_some_and(|consult| consult.answer.is_some() && !consult.waits)
        {
            tasks.push(task(say::ANSWERED, row.received));
        }
        if row.state == RequestState::Visiting && row.visits.iter().all(|id| is_over(*id, visits)) {
            tasks.push(task(say::DECIDE, None));
        }
    }
    tasks
}

/// Whether a visit is received or called off. One that is not on this device is not.
fn is_over(id: DocumentId, visits: &[VisitRow]) -> bool {
    let found = visits.iter().find(|visit| visit.id == id);
    found.is_some_and(|visit| matches!(visit.state, VisitState::Accepted(_) | VisitState::Ended(_)))
}

fn of_visits(rows: &[VisitRow], today: Day) -> Vec<OwedTask> {
    let mut tasks = Vec::new();
    for row in rows {
        let task = |what| OwedTask {
            what,
            whom: format!("{}　{}", row.hospital_name, row.ward),
            day: row.day,
            href: format!("/visits/{}", row.id),
        };
        let is_past = row.day.is_some_and(|day| day < today);
        let is_near = row.day.is_some_and(|day| day >= today && day.days_after(today) <= BRIEFING_DAYS);
        let is_to_come = matches!(row.state, VisitState::Planned | VisitState::Writing) && !is_past;
        if is_to_come && !row.away.is_empty() {
            tasks.push(task(say::SUBSTITUTE));
        }
        if row.asked {
            tasks.push(task(say::VISITOR_ASKED));
        }
        match row.state {
            VisitState::Planned if is_near && !row.briefed => tasks.push(task(say::BRIEFING)),
            VisitState::Planned | VisitState::Writing if is_past => tasks.push(task(say::NOTE_MISSING)),
            VisitState::ToAccept => tasks.push(task(say::TO_ACCEPT)),
            VisitState::ChangedAfter(_) => tasks.push(task(say::ACCEPT_AGAIN)),
            _ => {}
        }
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(state: VisitState, day: &str, briefed: bool) -> VisitRow {
        VisitRow {
            id: DocumentId([1; 16]),
            day: Some(day.parse().unwrap()),
            time: None,
            hospital: None,
            hospital_name: "みほん病院".to_owned(),
            ward: String::new(),
            place: String::new(),
            meet: String::new(),
            office: None,
            office_name: String::new(),
            pair: Vec::new(),
            state,
            mine: false,
            writable: true,
            owed: false,
            disputed: false,
            damaged: false,
            unread: false,
            briefed,
            nth: None,
            away: Vec::new(),
            asked: false,
        }
    }

    #[test]
    fn each_visit_owes_what_its_state_and_day_ask_for() {
        let today: Day = "2026-11-23".parse().unwrap();
        let owed = |state, day: &str, briefed| {
            of_visits(&[visit(state, day, briefed)], today).into_iter().map(|task| task.what).collect::<Vec<_>>()
        };
        assert_eq!(owed(VisitState::Planned, "2026-11-25", false), [say::BRIEFING]);
        assert!(owed(VisitState::Planned, "2026-11-25", true).is_empty());
        assert!(owed(VisitState::Planned, "2026-12-25", false).is_empty(), "far away");
        assert_eq!(owed(VisitState::Planned, "2026-11-22", true), [say::NOTE_MISSING]);
        assert!(owed(VisitState::Writing, "2026-11-23", true).is_empty(), "its day is not over");
        assert_eq!(owed(VisitState::ToAccept, "2026-11-22", true), [say::TO_ACCEPT]);
    }

    #[test]
    fn a_visitor_who_does_not_go_and_one_who_asked_are_not_left_waiting() {
        let today: Day = "2026-11-23".parse().unwrap();
        let owed = |row: VisitRow| of_visits(&[row], today).into_iter().map(|task| task.what).collect::<Vec<_>>();
        let planned = visit(VisitState::Planned, "2026-11-23", true);
        let away = VisitRow { away: vec![shared::ids::MemberId([1; 8])], ..planned.clone() };
        assert_eq!(owed(away.clone()), [say::SUBSTITUTE]);
        assert_eq!(owed(VisitRow { asked: true, ..planned }), [say::VISITOR_ASKED]);
        let past = VisitRow { day: Some("2026-11-22".parse().unwrap()), ..away };
        assert_eq!(owed(past), [say::NOTE_MISSING], "its day is over: nobody is looked for any more");
    }
}
