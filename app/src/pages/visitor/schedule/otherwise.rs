//! Single days that are otherwise than their week.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::documents::visitor::AvailabilityEdit;
use shared::domain::{Availability, HalfDay};
use shared::time::Day;

use super::super::super::moment::today;
use super::super::super::visit::problem::use_problem;
use super::use_own;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Choice, ChoiceOption, DateField, DateInput, DateParts};
use crate::messages::schedule as say;

/// What is said of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum That {
    Off,
    OffMorning,
    OffAfternoon,
    On,
}

impl That {
    const ALL: [Self; 4] = [Self::Off, Self::OffMorning, Self::OffAfternoon, Self::On];

    fn words(self) -> &'static str {
        match self {
            Self::Off => say::OFF,
            Self::OffMorning => say::OFF_MORNING,
            Self::OffAfternoon => say::OFF_AFTERNOON,
            Self::On => say::ON,
        }
    }

    /// What that is of the two halves; none leaves a half to the week.
    fn halves(self) -> [(HalfDay, Option<bool>); 2] {
        let (morning, afternoon) = match self {
            Self::Off => (Some(false), Some(false)),
            Self::OffMorning => (Some(false), None),
            Self::OffAfternoon => (None, Some(false)),
            Self::On => (Some(true), Some(true)),
        };
        [(HalfDay::Morning, morning), (HalfDay::Afternoon, afternoon)]
    }
}

/// What stands of each day from one on, in words.
fn said(availability: &Availability, from: Day) -> Vec<(Day, String)> {
    let mut days: BTreeMap<Day, [Option<Option<bool>>; 2]> = BTreeMap::new();
    for ((day, half), can) in availability.days.iter().filter(|((day, _), _)| *day >= from) {
        let halves = days.entry(*day).or_default();
        match half {
            HalfDay::Morning => halves[0] = Some(*can),
            HalfDay::Afternoon => halves[1] = Some(*can),
        }
    }
    let words = |halves: [Option<Option<bool>>; 2]| {
        let whole = That::ALL.into_iter().find(|that| that.halves().map(|(_, can)| can.map(Some)) == halves);
        let one = |half: HalfDay, can: Option<Option<bool>>| {
            let can = match can? {
                Some(true) => say::ON,
                Some(false) => say::OFF,
                None => say::TWICE,
            };
            Some(format!("{}：{can}", half.label()))
        };
        whole.map(|that| that.words().to_owned()).unwrap_or_else(|| {
            let parts = [one(HalfDay::Morning, halves[0]), one(HalfDay::Afternoon, halves[1])];
            parts.into_iter().flatten().collect::<Vec<_>>().join("、")
        })
    };
    days.into_iter().map(|(day, halves)| (day, words(halves))).collect()
}

/// The section.
#[component]
pub fn Otherwise() -> impl IntoView {
    let (actions, problem) = (use_actions(), use_problem());
    let parts = RwSignal::new(DateParts::default());
    let chosen = RwSignal::new(None::<That>);
    let [day_error, that_error] = [(); 2].map(|()| RwSignal::new(None::<String>));
    let options: Vec<_> = That::ALL.into_iter().map(|that| ChoiceOption::new(that, that.words())).collect();
    let add = move |()| {
        let day = match parts.with_untracked(DateParts::read) {
            DateInput::Day(day) if day < today() => Err(say::DAY_PAST),
            DateInput::Day(day) => Ok(day),
            _ => Err(say::DAY_MISSING),
        };
        let that = chosen.get_untracked();
        day_error.set(day.err().map(str::to_owned));
        that_error.set(that.is_none().then(|| say::WHAT_MISSING.to_owned()));
        if let (Ok(day), Some(that)) = (day, that) {
            let edits = that.halves().map(|(half, can)| AvailabilityEdit::Day(day, half, can));
            let done = actions.put_availability(&edits);
            if done.is_ok() {
                parts.set(DateParts::default());
                chosen.set(None);
            }
            problem.note(done);
        }
    };
    let rows = Memo::new(move |_| use_own(|row| said(&row.availability, today())).unwrap_or_default());
    let take_out = move |day: Day| {
        let edits = HalfDay::ALL.iter().map(|half| AvailabilityEdit::Day(day, *half, None)).collect::<Vec<_>>();
        problem.note(actions.put_availability(&edits));
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="otherwise">
            <h2 id="otherwise">{say::DAYS}</h2>
            <p>{say::DAYS_MORE}</p>
            <ul class="rows">
                {move || rows.get().into_iter().map(|(day, words)| {
                    let name = say::take_out_of(day, &words);
                    view! {
                        <li class="cluster cluster--apart">
                            <span>{day.japanese()}"　"{words}</span>
                            <Button kind=ButtonKind::Secondary on_press=move |()| take_out(day)>
                                <span aria-hidden="true">{say::TAKE_OUT}</span>
                                <span class="visually-hidden">{name}</span>
                            </Button>
                        </li>
                    }
                }).collect_view()}
            </ul>
            <DateField label=say::DAY value=None on_input=move |_| day_error.set(None) error=day_error parts />
            <Choice label=say::THAT_DAY options chosen on_choose=move |that| {
                chosen.set(Some(that));
                that_error.set(None);
            } error=that_error />
            <div><Button kind=ButtonKind::Primary on_press=add>{say::ADD}</Button></div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_from_today_on_are_said_as_they_were_entered() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let mut availability = Availability::default();
        for (on, that) in [
            ("2026-11-22", That::Off),
            ("2026-11-23", That::Off),
            ("2026-11-24", That::OffMorning),
            ("2026-11-25", That::On),
        ] {
            for (half, can) in that.halves() {
                can.map(|can| availability.days.insert((day(on), half), Some(can)));
            }
        }
        availability.days.insert((day("2026-11-26"), HalfDay::Morning), Some(true));
        availability.days.insert((day("2026-11-26"), HalfDay::Afternoon), None);
        let words: Vec<_> = said(&availability, day("2026-11-23")).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["来られません", "午前は来られません", "来られます", "午前：来られます、午後：2つの答え"]);
    }
}
