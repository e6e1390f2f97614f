//! A table of figures or of records: caption, header cells, numbers to the right. It must never
//! count: totals come in as they were counted elsewhere.

use leptos::prelude::*;

use super::ids::unique;
use super::notice::{StateLabel, Tone};

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Whether it holds figures, aligned to the right.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn words(label: impl Into<String>) -> Column {
        Column { label: label.into(), numeric: false }
    }

    /// A column of figures.
    pub fn figures(label: impl Into<String>) -> Column {
        Column { label: label.into(), numeric: true }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, or a figure as it is shown.
    Words(String),
    /// A link to a page.
    Link {
        /// The page's path.
        href: String,
        /// Its words.
        label: String,
    },
    /// A state.
    State(Tone, String),
    /// Something that opens what stands behind it, without leaving the page.
    Opens {
        /// The page's path with what is to open.
        href: String,
        /// Its words: a figure, a day.
        label: String,
        /// What is read aloud: the words and where they stand.
        spoken: String,
    },
}

/// How a table fits the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableFit {
    /// Its columns keep room for words; what is wider than the screen scrolls.
    #[default]
    Words,
    /// Its columns are as narrow as their figures; heads may wrap and the first column stays in sight.
    Figures,
    /// It fits the narrowest screen: words wrap anywhere.
    Screen,
}

impl TableFit {
    fn class(self) -> &'static str {
        match self {
            TableFit::Words => "table",
            TableFit::Figures => "table table--figures",
            TableFit::Screen => "table table--screen",
        }
    }
}

/// A row: its first cell is its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A key that stays with the row.
    pub key: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A table. Where it is wider than the screen it scrolls within its frame, not the page.
#[component]
pub fn Table(
    /// What it shows.
    #[prop(into)]
    caption: Signal<String>,
    /// Its columns; the first holds the rows' heads.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Its rows.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// The last line: totals.
    #[prop(optional, into)]
    total: Signal<Option<Row>>,
    /// Under the table: what the figures count, as of when.
    #[prop(optional, into)]
    note: Signal<String>,
    /// How it fits the screen.
    #[prop(optional)]
    fit: TableFit,
) -> impl IntoView {
    let id = unique("table");
    let line = move |row: Row| columns.with(|columns| cells(row, columns));
    view! {
        <figure class="table-frame">
            <div class="table-frame__scroll" role="region" tabindex="0" aria-labelledby=id.clone()>
                <table class=fit.class()>
                    <caption id=id.clone()><span class="table__caption">{move || caption.get()}</span></caption>
                    <thead>
                        <tr>
                            {move || columns.get().into_iter().map(|column| view! {
                                <th scope="col" class:numeric=column.numeric>{column.label}</th>
                            }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {move || rows.get().into_iter().map(|row| view! { <tr>{line(row)}</tr> }).collect_view()}
                    </tbody>
                    {move || total.get().map(|row| view! { <tfoot><tr>{line(row)}</tr></tfoot> })}
                </table>
            </div>
            {move || note.with(|note| !note.is_empty()).then(|| view! {
                <figcaption class="note">{move || note.get()}</figcaption>
            })}
        </figure>
    }
}

fn cells(row: Row, columns: &[Column]) -> impl IntoView + use<> {
    let numeric: Vec<bool> = columns.iter().map(|column| column.numeric).collect();
    let cell = move |(at, cell): (usize, Cell)| {
        let numeric = numeric.get(at).copied().unwrap_or(false);
        let inside = match cell {
            Cell::Words(words) => words.into_any(),
            Cell::Link { href, label } => view! { <a class="table__link" href=href>{label}</a> }.into_any(),
            Cell::State(tone, words) => view! { <StateLabel tone words /> }.into_any(),
            Cell::Opens { href, label, spoken } => view! {
                <a class="table__opens" href=href data-noscroll aria-label=spoken aria-haspopup="dialog">{label}</a>
            }
            .into_any(),
        };
        if at == 0 {
            view! { <th scope="row" class:numeric=numeric>{inside}</th> }.into_any()
        } else {
            view! { <td class:numeric=numeric>{inside}</td> }.into_any()
        }
    };
    row.cells.into_iter().enumerate().map(cell).collect_view()
}
