//! What helps before the door: how the day goes, words to begin with, what visitors do and do not do. From the handbook,
//! folded, without a network. It must never stand in the way of the next visit.

use leptos::prelude::*;
use shared::domain::HandbookEntry;

use crate::components::{ButtonKind, LinkButton, ReadingText, RubyText, StateLabel, Tone};
use crate::messages::{handbook, today as say};
use crate::store::drafts::HANDBOOK;
use crate::store::{Reading, use_store};

/// The sections that the page shows, by their ids in the handbook.
const SECTIONS: [&str; 3] = ["flow", "opening", "do-dont"];

/// The part; nothing while the handbook has none of them.
#[component]
pub fn Guide() -> impl IntoView {
    let store = use_store();
    let reading = Memo::new(move |_| store.drafts.with(|drafts| Reading::of(drafts.get(HANDBOOK))));
    let readings = Signal::derive(move || reading.with(|reading| reading.furigana));
    let sections = Memo::new(move |_| {
        let found = store.handbook.with(|shown| {
            let shown = shown.as_ref()?;
            Some(SECTIONS.iter().filter_map(|id| shown.entry(id)).collect::<Vec<_>>())
        });
        found.unwrap_or_default()
    });
    let section = move |(entry, draft): (HandbookEntry, bool)| {
        let text = entry.text_near(reading.get().level).map(|(_, text)| text.to_owned());
        view! {
            <details class="fold">
                <summary>
                    <span class="fold__title"><RubyText text=entry.title readings /></span>
                    {draft.then(|| view! { <StateLabel tone=Tone::Warning words=handbook::DRAFT /> })}
                </summary>
                <ReadingText text=text.unwrap_or_default() readings />
            </details>
        }
    };
    view! {
        <Show when=move || sections.with(|sections| !sections.is_empty())>
            <section class="card stack stack--close" aria-labelledby="guide">
                <h2 id="guide">{say::GUIDE}</h2>
                {move || sections.get().into_iter().map(section).collect_view()}
                <div><LinkButton kind=ButtonKind::Plain href="/handbook">{say::HANDBOOK}</LinkButton></div>
            </section>
        </Show>
    }
}
