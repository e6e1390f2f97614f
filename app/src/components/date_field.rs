//! A date in three fields with 和暦, read back in full with its weekday. It must never move to the
//! next field by itself, and never correct what was written.

use leptos::prelude::*;
use shared::time::Day;

use super::button::{Button, ButtonKind};
use super::composing::Composing;
use super::date_parts::{DateInput, DateParts, YearCount};
use super::field::{FieldGroup, FieldIds};

/// A date. `on_input` gets what the fields say after every change; the page decides when an
/// unfinished or wrong date is an error, and gives it back in `error`.
#[component]
pub fn DateField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The day it holds.
    #[prop(into)]
    value: Signal<Option<Day>>,
    /// What the fields say now.
    #[prop(into)]
    on_input: Callback<DateInput>,
    /// Today in Tokyo: with it there are buttons for today and tomorrow.
    #[prop(optional, into)]
    today: Signal<Option<Day>>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to write.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What stands in its fields, for who keeps half a date as well.
    #[prop(optional)]
    parts: Option<RwSignal<DateParts>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let parts = parts.unwrap_or_else(|| RwSignal::new(DateParts::default()));
    Effect::new(move || {
        // The fields already say it, perhaps in full-width digits: leave them as written.
        let known = match parts.with_untracked(DateParts::read) {
            DateInput::Day(day) => Some(day),
            _ => None,
        };
        if let Some(day) = value.get().filter(|day| Some(*day) != known) {
            parts.update(|parts| *parts = DateParts::of(day, parts.count));
        }
    });
    let change = move |edit: &dyn Fn(&mut DateParts)| {
        parts.update(|parts| edit(parts));
        on_input.run(parts.with_untracked(DateParts::read));
    };
    let choose = move |day: Day| change(&|parts| *parts = DateParts::of(day, parts.count));
    // A wrong date is an error whether or not the page says so.
    let wrong = Signal::derive(move || {
        error.get().or_else(|| match parts.with(DateParts::read) {
            DateInput::Wrong(problem) => Some(problem.to_string()),
            _ => None,
        })
    });
    let invalid = Signal::derive(move || wrong.with(Option::is_some));
    view! {
        <FieldGroup ids label required hint error=wrong>
            <div class="date">
                <YearCountList
                    count=Signal::derive(move || parts.with(|parts| parts.count))
                    on_choose=move |count| change(&|parts| recount(parts, count))
                />
                <DatePart unit="年" invalid size=4
                    value=Signal::derive(move || parts.with(|parts| parts.year.clone()))
                    on_input=move |text: String| change(&|parts| parts.year = text.clone()) />
                <DatePart unit="月" invalid size=2
                    value=Signal::derive(move || parts.with(|parts| parts.month.clone()))
                    on_input=move |text: String| change(&|parts| parts.month = text.clone()) />
                <DatePart unit="日" invalid size=2
                    value=Signal::derive(move || parts.with(|parts| parts.day.clone()))
                    on_input=move |text: String| change(&|parts| parts.day = text.clone()) />
            </div>
            <p class="date__read-back" aria-live="polite">
                {move || match parts.with(DateParts::read) {
                    DateInput::Day(day) => day.japanese(),
                    _ => String::new(),
                }}
            </p>
            {move || today.get().map(|today| view! {
                <div class="cluster">
                    <Button kind=ButtonKind::Secondary on_press=move |()| choose(today)>"今日"</Button>
                    <Button kind=ButtonKind::Secondary on_press=move |()| choose(today.plus_days(1))>"明日"</Button>
                </div>
            })}
        </FieldGroup>
    }
}

/// Counts the year anew: a whole date keeps its day, an unfinished one its digits.
fn recount(parts: &mut DateParts, count: YearCount) {
    *parts = match parts.read() {
        DateInput::Day(day) => DateParts::of(day, count),
        _ => DateParts { count, ..parts.clone() },
    };
}

#[component]
fn YearCountList(count: Signal<YearCount>, #[prop(into)] on_choose: Callback<YearCount>) -> impl IntoView {
    view! {
        <select
            class="input date__era"
            aria-label="年の数え方"
            prop:value=move || count.get().label()
            on:change=move |event| {
                if let Some(count) = YearCount::from_label(&event_target_value(&event)) {
                    on_choose.run(count);
                }
            }
        >
            <option value="令和" selected=true>"令和"</option>
            <option value="西暦">"西暦"</option>
        </select>
    }
}

/// One of the three fields.
#[component]
fn DatePart(
    unit: &'static str,
    size: u8,
    invalid: Signal<bool>,
    value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let element = NodeRef::<leptos::html::Input>::new();
    let composing = Composing::new();
    let tell = move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            on_input.try_run(element.value());
        }
    };
    Effect::new(move || {
        composing.track_end();
        let wanted = value.get();
        if let Some(element) = element.get().filter(|element| !composing.is_on() && element.value() != wanted) {
            element.set_value(&wanted);
        }
    });
    view! {
        <label class="date__part">
            <input
                node_ref=element
                class=format!("input date__digits date__digits--{size}")
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=move || invalid.get().then_some("true")
                on:compositionstart=move |_| composing.start()
                on:compositionend=move |_| {
                    tell();
                    composing.end();
                }
                on:input=move |_| {
                    if !composing.is_on() {
                        tell();
                    }
                }
            />
            <span>{unit}</span>
        </label>
    }
}
