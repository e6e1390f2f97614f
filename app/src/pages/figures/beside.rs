//! What is read beside the tables: whether their sums agree, how much of the plan is done, and
//! why a table may hold nothing. It must never hide a difference.

use std::sync::Arc;

use leptos::prelude::*;
use shared::report::{Report, ReportKind};

use super::address::Place;
use super::counting::Counting;
use super::scope::Scope;
use super::sums::{Difference, differences, grand_total, is_empty, newest_day};
use crate::components::{ButtonKind, EmptyState, LinkButton, Notice, Progress, Tone};
use crate::messages::figures as say;
use crate::store::use_store;

/// Whether requests and outcomes come to the same in every month (R44).
#[component]
pub fn Agreement(counting: Counting) -> impl IntoView {
    let (requests, outcomes) = (counting.report(ReportKind::Requests), counting.report(ReportKind::Outcomes));
    let differ = Memo::new(move |_| {
        let (requests, outcomes) = (requests.get()?, outcomes.get()?);
        // Of nothing there is nothing to agree; and outcomes whose office is not told are missing from an
        // office's table alone, which its notes say.
        if (is_empty(&requests) && is_empty(&outcomes)) || counting.left_out(ReportKind::Outcomes) > 0 {
            return None;
        }
        Some(differences(&requests, &outcomes))
    });
    move || differ.get().map(|differ| told(&differ))
}

fn told(differ: &[Difference]) -> AnyView {
    if differ.is_empty() {
        return view! { <p class="support">{say::AGREE}</p> }.into_any();
    }
    let month = |one: &Difference| view! { <li>{say::differs(&one.month, one.received, one.answered)}</li> };
    let months = differ.iter().map(month).collect_view();
    view! {
        <Notice tone=Tone::Warning title=say::DIFFER>
            <ul class="plain-list">{months}</ul>
            <p>{say::DIFFER_MORE}</p>
        </Notice>
    }
    .into_any()
}

/// Planned and done in the fiscal year of the day (R61). The plan is one for all offices.
#[component]
pub fn Plan(counting: Counting) -> impl IntoView {
    let visits = counting.report(ReportKind::Visits);
    move || {
        let year = counting.as_of.get().fiscal_year();
        let planned = counting.programme.with(|programme| programme.as_ref()?.quota(year))?;
        let done = visits.with(|report| report.as_ref().and_then(|report| grand_total(report)))?;
        let words = match counting.scope.get() {
            Scope::Everything => view! {
                <Progress words=say::quota(&year.label()) done=done all=planned />
                <p>{say::remaining(planned, done)}</p>
            }
            .into_any(),
            Scope::Offices(_) => view! { <p>{say::quota_of_all(&year.label(), planned, done)}</p> }.into_any(),
        };
        Some(view! {
            <section class="card stack stack--close" aria-labelledby="plan">
                <h2 id="plan">{say::QUOTA}</h2>
                {words}
            </section>
        })
    }
}

/// Says why a table counts nothing, and leads to the newest day that has something.
#[component]
pub fn WhyEmpty(counting: Counting, kind: ReportKind, report: Memo<Option<Arc<Report>>>) -> impl IntoView {
    let today = use_store().today;
    move || {
        let empty = report.with(|report| report.as_ref().is_some_and(|report| is_empty(report)));
        empty.then(|| {
            let as_of = counting.as_of.get();
            let newest = counting.facts.with(|facts| newest_day(kind, &facts.lines, today.get()));
            let meaning = if newest.is_some() { say::NOTHING_YET } else { say::NOTHING_AT_ALL };
            let link = newest.map(|day| {
                let href = counting.address.with(|address| address.as_of(day, today.get())).href(Place::Table(kind));
                view! { <LinkButton href=href kind=ButtonKind::Secondary>{say::newest(&day.japanese())}</LinkButton> }
            });
            view! { <EmptyState title=say::nothing(&as_of.fiscal_year().label()) meaning=meaning>{link}</EmptyState> }
        })
    }
}
