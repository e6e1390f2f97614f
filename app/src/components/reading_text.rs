//! A text to be read by anybody: a line a paragraph, readings above its words where they are wanted, a drawing before a
//! line that names one. It must never leave out a word of it.

use leptos::prelude::*;
use shared::domain::pictured;
use shared::text::{furigana, without_furigana};

use super::pictogram::Pictogram;

/// Words with their readings above them, or without.
#[component]
pub fn RubyText(
    /// The words, with furigana as it is written.
    #[prop(into)]
    text: String,
    /// Whether readings are shown.
    #[prop(into)]
    readings: Signal<bool>,
) -> impl IntoView {
    move || match readings.get() {
        true => ruby(&text).into_any(),
        false => without_furigana(&text).into_any(),
    }
}

fn ruby(text: &str) -> impl IntoView + use<> {
    let stretches = furigana(text).into_iter().map(|stretch| {
        let base = stretch.base.to_owned();
        match stretch.reading {
            None => base.into_any(),
            Some(reading) => {
                let reading = reading.to_owned();
                view! { <ruby lang="ja">{base}<rp>"（"</rp><rt>{reading}</rt><rp>"）"</rp></ruby> }.into_any()
            }
        }
    });
    stretches.collect_view()
}

/// A text of several lines.
#[component]
pub fn ReadingText(
    /// The lines.
    #[prop(into)]
    text: String,
    /// Whether readings are shown.
    #[prop(into)]
    readings: Signal<bool>,
) -> impl IntoView {
    let line = |line: &str| {
        let (picture, words) = pictured(line);
        let words = words.to_owned();
        match picture {
            Some(picture) => view! {
                <p class="reading__pictured"><Pictogram picture /><span><RubyText text=words readings /></span></p>
            }
            .into_any(),
            None => view! { <p><RubyText text=words readings /></p> }.into_any(),
        }
    };
    view! {
        <div class="reading" lang="ja">{text.lines().filter(|line| !line.trim().is_empty()).map(line).collect_view()}</div>
    }
}
