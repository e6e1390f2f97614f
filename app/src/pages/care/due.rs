//! Calls that are due after visits, for the coordinators of the visitors' offices: who, after which visit, until when.
//! It is counted from lines alone and must never show a word of an aftercare, nor whom a visitor chose.

use leptos::prelude::*;
use shared::report::care::{CallDue, Due, due_list};
use shared::time::Day;

use super::own::{name, visit_words};
use crate::components::{EmptyState, StateLabel, Tone};
use crate::messages::{care as say, visit};
use crate::store::{SourceLines, use_store};

/// For how many days a call that is done stays in sight.
const DONE_DAYS: i32 = 14;

/// The words of how a call stands.
pub fn label(due: CallDue) -> (Tone, &'static str) {
    match due {
        CallDue::Overdue => (Tone::Error, say::OVERDUE),
        CallDue::Now => (Tone::Warning, say::DUE_NOW),
        CallDue::Later => (Tone::Info, say::DUE_LATER),
        CallDue::Done => (Tone::Success, say::DUE_DONE),
    }
}

/// The calls of all lines, whose last day is over first, what is done last.
fn calls(sources: &[SourceLines], today: Day) -> Vec<Due> {
    let mut list = due_list(sources.iter().flat_map(|source| &source.lines));
    list.retain(|due| !due.done || today.days_after(due.until) <= DONE_DAYS);
    list.sort_by_key(|due| due.on(today));
    list
}

/// Calls of now, for the board: how many are overdue or in their days, and until when the first.
pub struct DueTasks {
    /// How many.
    pub count: usize,
    /// The first last day.
    pub until: Option<Day>,
}

impl DueTasks {
    /// Of these lines, on a day.
    pub fn of(sources: &[SourceLines], today: Day) -> Self {
        let list = calls(sources, today);
        let now: Vec<&Due> =
            list.iter().filter(|due| matches!(due.on(today), CallDue::Overdue | CallDue::Now)).collect();
        Self { count: now.len(), until: now.iter().map(|due| due.until).min() }
    }
}

/// The list.
#[component]
pub fn DueList() -> impl IntoView {
    let store = use_store();
    let list = Memo::new(move |_| {
        let today = store.today.get();
        store.figures.with(|sources| calls(sources, today))
    });
    view! {
        <section class="card stack stack--close" aria-labelledby="due">
            <h2 id="due">{say::DUE}</h2>
            <p class="support">{say::DUE_MORE}</p>
            {move || {
                let list = list.get();
                match list.is_empty() {
                    true => view! { <EmptyState title=say::DUE_NONE meaning=say::DUE_NONE_MORE /> }.into_any(),
                    false => view! {
                        <p>{say::DUE_HOW}</p>
                        <ul class="rows">{list.into_iter().map(|due| view! { <Line due /> }).collect_view()}</ul>
                    }.into_any(),
                }
            }}
        </section>
    }
}

#[component]
fn Line(due: Due) -> impl IntoView {
    let store = use_store();
    let Due { visitor, visit, from, until, .. } = due.clone();
    let who = move || visit::person(name(store, visitor).as_deref());
    let state = move || {
        let (tone, words) = label(due.on(store.today.get()));
        view! { <StateLabel tone words /> }
    };
    let of_visit = move || visit_words(store, visit, Some(from.plus_days(-shared::report::care::CALL_FROM_DAYS)));
    view! {
        <li class="rows__row">
            <span><strong>{who}</strong></span>
            <span>{state}</span>
            <span class="note">
                <a href=format!("/visits/{visit}")>{of_visit}</a><br />
                {say::due_days(&from.japanese(), &until.japanese())}
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ids::{DocumentId, MemberId};
    use shared::report::Line;
    use shared::report::care::call_days;

    fn source(visitor: u8, day: &str, done: bool) -> SourceLines {
        let (from, until) = call_days(day.parse().unwrap());
        let line =
            Line::Aftercare { visitor: MemberId([visitor; 8]), visit: DocumentId([visitor; 16]), from, until, done };
        SourceLines { source: visitor.to_string(), document: None, kind: None, office: None, lines: vec![line] }
    }

    #[test]
    fn the_overdue_comes_first_and_what_was_done_long_ago_is_gone() {
        let today = "2026-11-23".parse().unwrap();
        let sources = [
            source(1, "2026-11-21", true),
            source(2, "2026-11-23", false),
            source(3, "2026-11-22", false),
            source(4, "2026-11-10", false),
            source(5, "2026-10-10", true),
        ];
        let order: Vec<_> = calls(&sources, today).iter().map(|due| due.visitor.0[0]).collect();
        assert_eq!(order, [4, 3, 2, 1]);
        let tasks = DueTasks::of(&sources, today);
        assert_eq!((tasks.count, tasks.until), (2, "2026-11-13".parse().ok()));
    }
}
