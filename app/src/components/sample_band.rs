//! The band 「見本データ」 of a sample dataset, on every page and every printed page. It must never
//! be closable: nobody may take samples for records.

use leptos::prelude::*;

/// What the band says first, whatever the sample.
const WORD: &str = "見本データ";
/// What it says of a sample that has no words of its own.
const DETAIL: &str = "本物の記録は書かないでください";

/// The band. Put it first on the page, once.
#[component]
pub fn SampleBand(
    /// What the sample is, in its own words; empty if it has none.
    #[prop(optional, into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <aside class="sample-band" aria-label="見本データについて">
            <strong class="sample-band__word">{WORD}</strong>
            <span class="sample-band__detail">{move || label.with(|label| detail(label).to_owned())}</span>
        </aside>
    }
}

/// What stands beside the word: never the word again.
fn detail(label: &str) -> &str {
    match label.trim() {
        "" | WORD => DETAIL,
        own => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_never_says_its_word_twice() {
        assert_eq!(detail(WORD), DETAIL);
        assert_eq!(detail(" "), DETAIL);
        assert_eq!(detail("令和6年度の見本"), "令和6年度の見本");
    }
}
