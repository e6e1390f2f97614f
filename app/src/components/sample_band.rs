//! The band 「見本データ」 of a sample dataset, on every page and every printed page. It must never
//! be closable: nobody may take samples for records.

use leptos::prelude::*;

/// The band. Put it first on the page, once.
#[component]
pub fn SampleBand(
    /// What the sample is.
    #[prop(default = "練習と説明のための見本です。実在の人の記録ではありません。".into(), into)]
    detail: Signal<String>,
) -> impl IntoView {
    view! {
        <aside class="sample-band" aria-label="見本データについて">
            <strong class="sample-band__word">"見本データ"</strong>
            <span class="sample-band__detail">{move || detail.get()}</span>
        </aside>
    }
}
