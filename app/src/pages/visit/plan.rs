//! Changing what was agreed about a visit: day, time, places, pair; and that the visit was called
//! off or the person was discharged before it. For coordinators; each change keeps its author.

use leptos::prelude::*;
use shared::documents::visit::{PlanField, Seat};
use shared::domain::{PairException, PairProblem, VisitOutcome, gate_b};
use shared::ids::MemberId;
use shared::time::{ClockTime, Day};

use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Combobox, DateField, DateInput, Notice, TextField, TimeField, Tone};
use crate::messages::plan as say;
use crate::pages::visitors::{self, members, seats};
use crate::store::{OpenVisit, Store, use_store};

/// The part; nothing for who may not plan.
#[component]
pub fn PlanPart() -> impl IntoView {
    let store = use_store();
    let may = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan)));
    view! {
        <Show when=move || may.get()>
            <details class="fold">
                <summary>{say::CHANGE}</summary>
                <Form />
            </details>
        </Show>
    }
}

/// What is written in the form; it goes into the plan when it is sent, in one change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Draft {
    day: Option<Day>,
    time: Option<ClockTime>,
    ward: String,
    place: String,
    meet: String,
    pair: [Option<MemberId>; 2],
}

fn drafted(open: &OpenVisit) -> Draft {
    let plan = &open.visit.plan;
    let text = |stated: &shared::documents::Stated<String>| stated.settled().cloned().unwrap_or_default();
    let [first, second] = &plan.pair;
    Draft {
        day: plan.day.settled().copied(),
        time: plan.time.settled().and_then(|time| time.parse().ok()),
        ward: text(&plan.ward),
        place: text(&plan.place),
        meet: text(&plan.meet),
        pair: [first, second].map(|seat| seat.settled().map(|seat| seat.member)),
    }
}

/// The fields that differ, as the plan holds them.
fn changes(before: &Draft, now: &Draft, seat: impl Fn(MemberId) -> Option<Seat>) -> Vec<(PlanField, Option<String>)> {
    let text = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let [first, second] = now.pair;
    let [first_before, second_before] = before.pair;
    let seated = |member: Option<MemberId>| member.and_then(&seat).map(|seat| seat.to_text());
    let all = [
        (PlanField::Day, before.day != now.day, now.day.map(|day| day.to_string())),
        (PlanField::Time, before.time != now.time, now.time.map(|time| time.to_string())),
        (PlanField::Ward, before.ward != now.ward, text(&now.ward)),
        (PlanField::Place, before.place != now.place, text(&now.place)),
        (PlanField::Meet, before.meet != now.meet, text(&now.meet)),
        (PlanField::First, first_before != first, seated(first)),
        (PlanField::Second, second_before != second, seated(second)),
    ];
    all.into_iter().filter(|(_, differs, _)| *differs).map(|(field, _, value)| (field, value)).collect()
}

fn seat_of(store: &Store, member: MemberId) -> Option<Seat> {
    seats(&members(store, &[member]))?.pop()
}

/// Gate B for the pair of a draft; an exception that was recorded with the plan still counts.
fn gate_of(store: &Store, draft: &Draft) -> Vec<PairProblem> {
    let chosen: Vec<MemberId> = draft.pair.into_iter().flatten().collect();
    let pair = members(store, &chosen);
    let exception = store.open.with_untracked(|open| {
        let open = open.as_ref()?;
        let reason = open.visit.plan.exception.settled()?.clone();
        let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member))?;
        Some(PairException { reason, decided_by: me, day: store.today.get_untracked() })
    });
    gate_b(&pair, exception.as_ref()).err().unwrap_or_default()
}

#[component]
fn Form() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let begin = move || store.open.with_untracked(|open| open.as_ref().map(drafted).unwrap_or_default());
    let before = StoredValue::new(begin());
    let draft = RwSignal::new(begin());
    let done = RwSignal::new(false);
    let shut = RwSignal::new(Vec::<PairProblem>::new());
    let day_unfinished = RwSignal::new(false);
    let day_error = RwSignal::new(None::<String>);
    let put = move |edit: &dyn Fn(&mut Draft)| {
        done.set(false);
        draft.update(|draft| edit(draft));
    };
    let text = move |read: fn(&Draft) -> String| Memo::new(move |_| draft.with(read));
    let send = move |()| {
        if day_unfinished.get_untracked() {
            return day_error.set(Some(say::DAY_UNFINISHED.to_owned()));
        }
        let now = draft.get_untracked();
        let found = before.with_value(|before| changes(before, &now, |member| seat_of(&store, member)));
        if found.is_empty() {
            return;
        }
        let pair_differs = before.with_value(|before| before.pair != now.pair);
        shut.set(if pair_differs { gate_of(&store, &now) } else { Vec::new() });
        if shut.with_untracked(|shut| !shut.is_empty()) {
            return;
        }
        let put = actions.put_plan(found);
        if put.is_ok() {
            before.set_value(now);
            done.set(true);
        }
        problem.note(put);
    };
    let end = move |outcome: VisitOutcome| {
        let put = actions.put_plan(vec![(PlanField::Outcome, Some(outcome.code().to_owned()))]);
        done.set(put.is_ok());
        problem.note(put);
    };
    let day = Memo::new(move |_| draft.with(|draft| draft.day));
    let put_day = move |input: DateInput| {
        day_error.set(None);
        // Half a day is no day: what stood in the fields before must not be sent in its place.
        day_unfinished.set(!matches!(input, DateInput::Day(_)));
        if let DateInput::Day(day) = input {
            put(&move |draft: &mut Draft| draft.day = Some(day));
        }
    };
    let time = Memo::new(move |_| draft.with(|draft| draft.time));
    view! {
        <div class="stack stack--close">
            <DateField label=say::DAY value=day on_input=put_day error=day_error />
            <TimeField label=say::TIME value=time on_input=move |time| put(&move |draft: &mut Draft| draft.time = time) />
            <TextField label=say::WARD value=text(|draft| draft.ward.clone())
                on_input=move |words: String| put(&move |draft: &mut Draft| draft.ward.clone_from(&words)) />
            <TextField label=say::PLACE value=text(|draft| draft.place.clone())
                on_input=move |words: String| put(&move |draft: &mut Draft| draft.place.clone_from(&words)) />
            <TextField label=say::MEET value=text(|draft| draft.meet.clone())
                on_input=move |words: String| put(&move |draft: &mut Draft| draft.meet.clone_from(&words)) />
            <PairSeat label=say::FIRST at=0 draft done />
            <PairSeat label=say::SECOND at=1 draft done />
            <p class="support">{say::PAIR_MORE}</p>
            <div class="cluster">
                <Button on_press=send>{say::SAVE}</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| end(VisitOutcome::Cancelled)>{say::CANCELLED}</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| end(VisitOutcome::Discharged)>{say::DISCHARGED}</Button>
            </div>
            <div aria-live="polite">
                {move || shut.get().into_iter().map(|problem| view! {
                    <Notice tone=Tone::Warning title=problem.label() />
                }).collect_view()}
                {move || (done.get() && store.is_kept()).then(|| view! { <Notice tone=Tone::Success title=say::SAVED /> })}
            </div>
        </div>
    }
}

#[component]
fn PairSeat(label: &'static str, at: usize, draft: RwSignal<Draft>, done: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    let entries = visitors::entries(store);
    let chosen =
        Memo::new(move |_| draft.with(|draft| draft.pair.get(at).copied().flatten().map(|member| member.to_string())));
    let choose = move |id: Option<String>| {
        done.set(false);
        draft.update(|draft| {
            if let Some(seat) = draft.pair.get_mut(at) {
                *seat = id.as_ref().and_then(|id| id.parse().ok());
            }
        });
    };
    view! { <Combobox label entries chosen on_choose=choose /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::domain::Category;

    #[test]
    fn only_what_differs_is_put_and_an_emptied_text_is_cleared() {
        let before = Draft { ward: "3階".to_owned(), place: "面会室".to_owned(), ..Draft::default() };
        let anna = MemberId([1; 8]);
        let now = Draft {
            day: Some("2026-11-24".parse().unwrap()),
            place: " ".to_owned(),
            pair: [None, Some(anna)],
            ..before.clone()
        };
        let seat = |member| Some(Seat { member, category: Category::Peer });
        assert_eq!(
            changes(&before, &now, seat),
            [
                (PlanField::Day, Some("2026-11-24".to_owned())),
                (PlanField::Place, None),
                (PlanField::Second, Some(Seat { member: anna, category: Category::Peer }.to_text())),
            ]
        );
        assert!(changes(&now, &now, seat).is_empty());
    }
}
