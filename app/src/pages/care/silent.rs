//! Visitors who came from a visit and have written nothing: nobody may be asking. From the office's own visits, in the
//! days of the call alone. It must never say that somebody ought to have written.

use leptos::prelude::*;
use shared::ids::{DocumentId, MemberId};
use shared::report::Line;
use shared::report::care::call_days;
use shared::time::Day;

use super::own::{name, visit_words};
use crate::messages::{care as say, visit};
use crate::store::{SourceLines, VisitRow, VisitState, VisitsStoreFields, use_store};

/// A visitor and a visit without a line.
type Silent = (MemberId, DocumentId);

/// Those whose call would be due today, and of whom no aftercare tells anything.
fn silent(visits: &[VisitRow], sources: &[SourceLines], today: Day) -> Vec<Silent> {
    let told = |visitor: MemberId, visit: DocumentId| {
        sources.iter().flat_map(|source| &source.lines).any(
            |line| matches!(line, Line::Aftercare { visitor: one, visit: of, .. } if (*one, *of) == (visitor, visit)),
        )
    };
    let is_due = |row: &&VisitRow| {
        let days = row.day.map(call_days);
        !matches!(row.state, VisitState::Ended(_)) && days.is_some_and(|(from, until)| from <= today && today <= until)
    };
    let of_row = |row: &VisitRow| row.pair.iter().map(|seat| (seat.member, row.id)).collect::<Vec<_>>();
    let all = visits.iter().filter(is_due).flat_map(of_row);
    all.filter(|(visitor, visit)| !told(*visitor, *visit)).collect()
}

/// The list; nothing while there is nobody.
#[component]
pub fn SilentList() -> impl IntoView {
    let store = use_store();
    let list = Memo::new(move |_| {
        let today = store.today.get();
        store.visits.rows().with(|visits: &Vec<VisitRow>| store.figures.with(|sources| silent(visits, sources, today)))
    });
    let line = move |(visitor, of): Silent| {
        let who = move || visit::person(name(store, visitor).as_deref());
        view! {
            <li class="rows__row">
                <span><strong>{who}</strong></span>
                <span class="note"><a href=format!("/visits/{of}")>{move || visit_words(store, of, None)}</a></span>
            </li>
        }
    };
    view! {
        <Show when=move || list.with(|list| !list.is_empty())>
            <section class="card stack stack--close" aria-labelledby="silent">
                <h2 id="silent">{say::SILENT}</h2>
                <p class="support">{say::SILENT_MORE}</p>
                <ul class="rows">{move || list.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::projection::{Beside, Names, VisitLine, row, unread};
    use shared::domain::VisitOutcome;

    const ONE: MemberId = MemberId([1; 8]);
    const OTHER: MemberId = MemberId([2; 8]);

    fn visit_on(id: u8, day: &str, state: VisitState) -> VisitRow {
        let names = Names { me: MemberId([9; 8]), programme: None, people: &[] };
        let line = VisitLine { day: day.parse().ok(), pair: vec![ONE, OTHER], state, ..unread::visit() };
        row(DocumentId([id; 16]), &line, Beside::default(), names)
    }

    #[test]
    fn who_wrote_nothing_is_named_in_the_days_of_the_call_and_not_after_them() {
        let visit = DocumentId([1; 16]);
        let (from, until) = call_days("2026-11-21".parse().unwrap());
        let line = Line::Aftercare { visitor: ONE, visit, from, until, done: false };
        let sources =
            [SourceLines { source: "a".to_owned(), document: None, kind: None, office: None, lines: vec![line] }];
        let visits = [
            visit_on(1, "2026-11-21", VisitState::Writing),
            visit_on(2, "2026-11-21", VisitState::Ended(VisitOutcome::Cancelled)),
            visit_on(3, "", VisitState::Planned),
        ];
        let on = |day: &str| silent(&visits, &sources, day.parse().unwrap());
        assert_eq!(on("2026-11-22"), [(OTHER, visit)]);
        assert_eq!(on("2026-11-24"), [(OTHER, visit)]);
        assert!(on("2026-11-21").is_empty() && on("2026-11-25").is_empty());
    }
}
