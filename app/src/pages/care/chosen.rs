//! The visitors who chose this person, whatever their role. It must never show one who did not.

use leptos::prelude::*;
use shared::report::care::CallDue;

use super::due::label;
use super::own::name;
use crate::components::{EmptyState, StateLabel};
use crate::messages::{care as say, visit};
use crate::store::{CareRow, use_store};

/// The list; nothing while nobody chose, unless it is asked for.
#[component]
pub fn ChosenBy(
    /// Whether it is there also while it is empty.
    always: bool,
) -> impl IntoView {
    let store = use_store();
    let rows = Memo::new(move |_| {
        let today = store.today.get();
        store.cares.with(|rows| {
            let mut rows: Vec<CareRow> = rows.iter().filter(|row| !row.mine && !row.unread).cloned().collect();
            // Whose call is late comes first.
            rows.sort_by_key(|row| row.call(today).unwrap_or(CallDue::Later));
            rows
        })
    });
    view! {
        <Show when=move || always || rows.with(|rows| !rows.is_empty())>
            <section class="card stack stack--close" aria-labelledby="chosen-by">
                <h2 id="chosen-by">{say::CHOSEN_BY}</h2>
                {move || {
                    let rows = rows.get();
                    match rows.is_empty() {
                        true => view! { <EmptyState title=say::CHOSEN_BY_NONE meaning=say::CHOSEN_BY_NONE_MORE /> }.into_any(),
                        false => view! {
                            <p class="support">{say::CHOSEN_BY_MORE}</p>
                            <ul class="rows">{rows.into_iter().map(|row| view! { <Line row /> }).collect_view()}</ul>
                        }.into_any(),
                    }
                }}
            </section>
        </Show>
    }
}

#[component]
fn Line(row: CareRow) -> impl IntoView {
    let store = use_store();
    let visitor = row.visitor;
    let who = move || visit::person(visitor.and_then(|member| name(store, member)).as_deref());
    let day = row.day.map(|day| day.japanese());
    let visit = say::visit_of(day.as_deref(), None);
    let planned = row.planned.map(|day| say::planned(&day.japanese()));
    let href = format!("/care/{}", row.id);
    let state = move || {
        row.call(store.today.get()).map(|due| {
            let (tone, words) = label(due);
            view! { <StateLabel tone words /> }
        })
    };
    view! {
        <li class="rows__row">
            <a class="rows__link" href=href>{who}</a>
            <span>{state}</span>
            <span class="note">{visit}{planned.map(|words| view! { <br />{words} })}</span>
        </li>
    }
}
