//! The visits of a month, day by day. The month stands in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::time::{Day, Month, Weekday};

use super::super::frame::{Page, Width};
use crate::components::{ButtonKind, EmptyState, LinkButton};
use crate::messages::{board as say, titles};
use crate::store::{VisitRow, VisitState, VisitsStoreFields, use_store};

/// The query's name in the address.
const MONTH: &str = "month";

/// The page.
#[component]
pub fn Calendar() -> impl IntoView {
    let store = use_store();
    let query = use_query_map();
    let asked = move || query.with(|query| query.get_str(MONTH)?.parse::<Month>().ok());
    let month = Memo::new(move |_| asked().unwrap_or_else(|| store.today.get().month()));
    let visits = Memo::new(move |_| {
        let month = month.get();
        store.visits.rows().with(|rows: &Vec<VisitRow>| {
            rows.iter().filter(|row| row.day.is_some_and(|day| day.month() == month)).cloned().collect::<Vec<_>>()
        })
    });
    let to = |month: Month| format!("/calendar?{MONTH}={month}");
    view! {
        <Page title=titles::CALENDAR width=Width::Wide>
            <h2>{move || month.get().japanese()}</h2>
            <nav class="cluster" aria-label=titles::CALENDAR>
                <LinkButton kind=ButtonKind::Secondary href=Signal::derive(move || to(month.get().first_day().plus_days(-1).month()))>{say::BEFORE}</LinkButton>
                <LinkButton kind=ButtonKind::Secondary href="/calendar">{say::THIS_MONTH}</LinkButton>
                <LinkButton kind=ButtonKind::Secondary href=Signal::derive(move || to(month.get().last_day().plus_days(1).month()))>{say::AFTER}</LinkButton>
            </nav>
            {move || visits.with(Vec::is_empty).then(|| view! { <EmptyState title=say::MONTH_NONE meaning=say::MONTH_NONE_MORE /> })}
            {move || grid(month.get(), &visits.get(), store.today.get())}
        </Page>
    }
}

fn grid(month: Month, visits: &[VisitRow], today: Day) -> impl IntoView + use<> {
    let weeks: Vec<AnyView> = weeks(month)
        .into_iter()
        .map(|week| {
            let days: Vec<AnyView> = week.into_iter().map(|day| cell(day, month, visits, today)).collect();
            view! { <tr>{days}</tr> }.into_any()
        })
        .collect();
    view! {
        <table class="calendar">
            <caption class="visually-hidden">{month.japanese()}</caption>
            <thead><tr>{Weekday::ALL.map(|day| view! { <th scope="col">{day.label()}</th> })}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}

/// The weeks of a month, from Monday; days of other months fill the first and the last.
fn weeks(month: Month) -> Vec<Vec<Day>> {
    let first = month.first_day();
    let start = first.plus_days(-i32::from(first.weekday().index()));
    let count = month.last_day().days_after(start) / 7 + 1;
    (0..count).map(|week| (0..7).map(|day| start.plus_days(week * 7 + day)).collect()).collect()
}

fn cell(day: Day, month: Month, visits: &[VisitRow], today: Day) -> AnyView {
    if day.month() != month {
        return view! { <td class="calendar__other"></td> }.into_any();
    }
    let line = |row: &VisitRow| {
        let time = row.time.map(|time| time.to_string()).unwrap_or_default();
        let ended = matches!(row.state, VisitState::Ended(_));
        view! {
            <li>
                <a href=format!("/visits/{}", row.id) class:calendar__ended=ended>
                    {format!("{time} {}", row.hospital_name)}
                </a>
            </li>
        }
    };
    let lines: Vec<_> = visits.iter().filter(|row| row.day == Some(day)).map(line).collect();
    let none = lines.is_empty();
    view! {
        <td class:calendar__today=day == today class:calendar__none=none>
            <p class="calendar__day"><span class="calendar__weekday">{day.japanese()}</span><span class="calendar__number">{day.civil().day}</span></p>
            <ul>{lines}</ul>
        </td>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_whole_weeks_from_monday() {
        for (month, weeks_count, first) in [("2026-11", 6, "2026-10-26"), ("2027-02", 4, "2027-02-01")] {
            let weeks = weeks(month.parse().unwrap());
            assert_eq!(weeks.len(), weeks_count, "{month}");
            assert_eq!(weeks[0][0].to_string(), first);
            assert!(weeks.iter().all(|week| week.len() == 7));
        }
    }
}
