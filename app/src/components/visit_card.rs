//! One visit in a list: when, where, with whom, how far it is. It must never show the name of the
//! person visited: lists are seen over shoulders.

use leptos::prelude::*;
use shared::time::{ClockTime, Day};

use super::icon::{Drawing, Icon};
use super::notice::{StateLabel, Tone};

/// How far a visit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitStage {
    /// It is to come.
    Planned,
    /// Its note is being written.
    Writing,
    /// Its note is handed in.
    Written,
    /// Its note is accepted.
    Accepted,
    /// Words came after it was accepted.
    AddedAfter,
    /// A field stands with two values.
    TwoValues,
    /// It does not take place.
    Cancelled,
    /// It is there and cannot be read.
    Unreadable,
}

impl VisitStage {
    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            VisitStage::Planned => "予定",
            VisitStage::Writing => "記入中",
            VisitStage::Written => "受け取り待ち",
            VisitStage::Accepted => "受け取り済み",
            VisitStage::AddedAfter => "受け取り後に追記",
            VisitStage::TwoValues => "値が2つあります",
            VisitStage::Cancelled => "中止",
            VisitStage::Unreadable => "読めません",
        }
    }

    /// Its tone, for a label.
    pub fn tone(self) -> Tone {
        match self {
            VisitStage::Planned | VisitStage::Writing => Tone::Info,
            VisitStage::Written | VisitStage::Accepted => Tone::Success,
            VisitStage::AddedAfter | VisitStage::TwoValues => Tone::Warning,
            VisitStage::Cancelled => Tone::Quiet,
            VisitStage::Unreadable => Tone::Error,
        }
    }
}

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitSummary {
    /// The visit's page.
    pub href: String,
    /// Its day.
    pub day: Option<Day>,
    /// Its time.
    pub time: Option<ClockTime>,
    /// The hospital's name.
    pub hospital: String,
    /// Where in the hospital; empty if not set.
    pub place: String,
    /// The names of the pair.
    pub pair: Vec<String>,
    /// How far it is.
    pub stage: VisitStage,
}

/// A visit as a card; the whole card is one link.
#[component]
pub fn VisitCard(
    /// What it shows.
    #[prop(into)]
    visit: Signal<VisitSummary>,
    /// Today in Tokyo, to say きょう and あした.
    #[prop(optional, into)]
    today: Signal<Option<Day>>,
) -> impl IntoView {
    let near = move || near_word(visit.with(|visit| visit.day)?, today.get()?);
    let day = move || visit.with(|visit| visit.day.map_or_else(|| "日にち未定".to_owned(), Day::japanese));
    let time = move || visit.with(|visit| visit.time.map_or_else(|| "時刻未定".to_owned(), |time| time.to_string()));
    let pair = move || {
        visit.with(|visit| match visit.pair.as_slice() {
            [] => "訪問支援員は未定".to_owned(),
            pair => pair.join("・"),
        })
    };
    let stage = Signal::derive(move || visit.with(|visit| visit.stage));
    let read = Memo::new(move |_| stage.get() != VisitStage::Unreadable);
    view! {
        <a class="card-link visit-card" class:visit-card--near=move || near() == Some("きょう") href=move || visit.with(|visit| visit.href.clone())>
            // Of what cannot be read nothing is undecided: it is not known.
            <Show when=move || read.get()>
                <span class="visit-card__when">
                    {move || near().map(|word| view! { <span class="visit-card__near">{word}</span> })}
                    <span class="visit-card__day">{day}</span>
                    <span class="visit-card__time">{time}</span>
                </span>
            </Show>
            <span class="card-link__name visit-card__hospital">{move || visit.with(|visit| visit.hospital.clone())}</span>
            {move || visit.with(|visit| (!visit.place.is_empty()).then(|| view! {
                <span class="visit-card__line"><Drawing icon=Icon::Hospital />{visit.place.clone()}</span>
            }))}
            <Show when=move || read.get()>
                <span class="visit-card__line"><Drawing icon=Icon::People />{pair}</span>
            </Show>
            <span class="visit-card__foot">
                <StateLabel
                    tone=Signal::derive(move || stage.get().tone())
                    words=Signal::derive(move || stage.get().words().to_owned())
                />
                <Drawing icon=Icon::Forward />
            </span>
        </a>
    }
}

/// きょう, あした or きのう; nothing for other days.
fn near_word(day: Day, today: Day) -> Option<&'static str> {
    match day.days_after(today) {
        0 => Some("きょう"),
        1 => Some("あした"),
        -1 => Some("きのう"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_days_have_words_across_a_year_end() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(near_word(day("2027-01-01"), day("2026-12-31")), Some("あした"));
        assert_eq!(near_word(day("2026-12-31"), day("2026-12-31")), Some("きょう"));
        assert_eq!(near_word(day("2026-12-31"), day("2027-01-01")), Some("きのう"));
        assert_eq!(near_word(day("2027-01-02"), day("2026-12-31")), None);
    }
}
