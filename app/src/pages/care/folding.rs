//! Which of the two moments of a visit stands open. What is not of now is folded away: the page is read tired, on a
//! phone. It must never close under a hand.

use leptos::prelude::*;
use shared::documents::aftercare::Moment;
use shared::time::Day;

use super::{of, say};
use crate::store::{VisitRow, VisitsStoreFields, use_store};

/// A moment to be filled in, folded away while it is not of now.
#[component]
pub fn Folding(
    /// Which.
    moment: Moment,
    /// What is filled in.
    children: Children,
) -> impl IntoView {
    let store = use_store();
    let chosen = of(move |open| open.care.checks.get(&moment).is_some_and(|stated| !stated.all().is_empty()));
    let known = of(|open| (open.care.visit, open.care.day.settled().copied()));
    let day = known.get_untracked().and_then(|(visit, day)| {
        let find = |rows: &Vec<VisitRow>| rows.iter().find(|row| row.id == visit).and_then(|row| row.day);
        store.visits.rows().with_untracked(find).or(day)
    });
    let first = is_of_now(moment, day, store.today.get_untracked(), chosen.get_untracked() == Some(true));
    view! {
        <details class="fold" open=first>
            <summary>
                {say::CHECK}<span class="visually-hidden">{format!("：{}", moment.label())}</span>
                <Show when=move || chosen.get() == Some(true)><span class="note">{say::CHECKED}</span></Show>
            </summary>
            <div class="stack">{children()}</div>
        </details>
    }
}

/// Whether a moment is of now: before until the day is over or it is filled in on the day, after from the day on; both
/// where the day is not known.
fn is_of_now(moment: Moment, day: Option<Day>, today: Day, chosen: bool) -> bool {
    day.is_none_or(|day| match moment {
        Moment::Before => today < day || (today == day && !chosen),
        Moment::After => today >= day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_is_of_now_until_it_is_chosen_on_the_day_and_after_from_the_day_on() {
        let day: Day = "2026-11-24".parse().unwrap();
        let now = |days, chosen| Moment::ALL.map(|moment| is_of_now(moment, Some(day), day.plus_days(days), chosen));
        assert_eq!([now(-1, false), now(-1, true)], [[true, false]; 2]);
        assert_eq!([now(0, false), now(0, true)], [[true, true], [false, true]]);
        assert_eq!([now(1, false), now(1, true)], [[false, true]; 2]);
        assert_eq!(Moment::ALL.map(|moment| is_of_now(moment, None, day, true)), [true, true]);
    }
}
