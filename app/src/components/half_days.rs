//! The half-days of a week to press: a row a weekday, two large places in each. It must never show what is chosen by
//! colour alone.

use leptos::prelude::*;

/// One place to press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfDayCell<T> {
    /// What it stands for.
    pub value: T,
    /// Its words in the table: 「午前」.
    pub label: String,
    /// Its words read aloud: 「月曜日の午前」.
    pub name: String,
    /// Whether it is marked; none where two answers stand.
    pub marked: Option<bool>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfDayRow<T> {
    /// Its words: 「月曜日」.
    pub label: String,
    /// Its places.
    pub cells: Vec<HalfDayCell<T>>,
}

/// The table.
#[component]
pub fn HalfDays<T>(
    /// What it is, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// The rows; it is the same places for as long as it is shown, only their marks change.
    #[prop(into)]
    rows: Signal<Vec<HalfDayRow<T>>>,
    /// The words at a place where two answers stand.
    twice: &'static str,
    /// What was marked (`true`) or cleared (`false`).
    #[prop(into)]
    on_mark: Callback<(T, bool)>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let cell = move |row: usize, at: usize, cell: HalfDayCell<T>| {
        let marked = Memo::new(move |_| rows.with(|rows| rows.get(row)?.cells.get(at)?.marked));
        let value = cell.value;
        view! {
            <td>
                <label class="choice">
                    <input
                        type="checkbox"
                        aria-label=cell.name
                        prop:checked=move || marked.get() == Some(true)
                        prop:indeterminate=move || marked.get().is_none()
                        on:change=move |event| on_mark.run((value.clone(), event_target_checked(&event)))
                    />
                    <span class="choice__words">
                        <span>{cell.label}</span>
                        {move || marked.get().is_none().then(|| view! { <span class="choice__detail">{twice}</span> })}
                    </span>
                </label>
            </td>
        }
    };
    let line = move |(number, row): (usize, HalfDayRow<T>)| {
        let cells = row.cells.into_iter().enumerate().map(|(at, one)| cell(number, at, one)).collect_view();
        view! { <tr><th scope="row">{row.label}</th>{cells}</tr> }
    };
    view! {
        <table class="half-days">
            <caption class="visually-hidden">{move || label.get()}</caption>
            <tbody>{rows.get_untracked().into_iter().enumerate().map(line).collect_view()}</tbody>
        </table>
    }
}
