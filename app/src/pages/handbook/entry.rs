//! One entry: folded until it is wanted, to be read, held up to somebody, or put on paper.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use shared::domain::HandbookEntry;

use super::Shared;
use super::editing::Editing;
use crate::components::{Button, ButtonKind, Notice, ReadingText, RubyText, StateLabel, Tone};
use crate::messages::handbook as say;
use crate::platform::tab;
use crate::store::HandbookShown;

/// An entry. It stays folded or unfolded while its words change.
#[component]
pub fn Entry(
    /// Which.
    id: String,
    /// What is new since this person read.
    fresh: Memo<BTreeSet<String>>,
    /// The whole handbook.
    shown: Memo<Option<HandbookShown>>,
) -> impl IntoView {
    let own = expect_context::<Shared>();
    let readings = Signal::derive(move || own.reading.with(|reading| reading.furigana));
    let (of, wanted) = (id.clone(), id.clone());
    let is_new = Memo::new(move |_| fresh.with(|fresh| fresh.contains(&of)));
    let read = Memo::new(move |_| own.all.with(|all| all.iter().find(|(entry, _)| entry.id == wanted).cloned()));
    let draft = Memo::new(move |_| read.with(|read| read.as_ref().is_some_and(|(_, draft)| *draft)));
    let title =
        Memo::new(move |_| read.with(|read| read.as_ref().map(|(entry, _)| entry.title.clone()).unwrap_or_default()));
    let writable = Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.writable)));
    let anchor = format!("entry-{id}");
    view! {
        <details class="fold" id=anchor>
            <summary>
                <span class="fold__title">{move || view! { <RubyText text=title.get() readings /> }}</span>
                <Show when=move || draft.get()><StateLabel tone=Tone::Warning words=say::DRAFT /></Show>
                <Show when=move || is_new.get()><StateLabel tone=Tone::Info words=say::NEW /></Show>
            </summary>
            <div class="stack stack--close">
                <Body read />
                <Show when=move || writable.get()><Editing id=id.clone() shown /></Show>
            </div>
        </details>
    }
}

/// The text at the chosen level, or the nearest that is written.
#[component]
fn Body(read: Memo<Option<(HandbookEntry, bool)>>) -> impl IntoView {
    let own = expect_context::<Shared>();
    let readings = Signal::derive(move || own.reading.with(|reading| reading.furigana));
    let failed = RwSignal::new(false);
    let near = Memo::new(move |_| {
        let wanted = own.reading.with(|reading| reading.level);
        let near = |entry: &HandbookEntry| entry.text_near(wanted).map(|(level, text)| (level, text.to_owned()));
        let found = read.with(|read| read.as_ref().and_then(|(entry, _)| near(entry)));
        found.map(|(level, text)| ((level != wanted).then_some(level), text))
    });
    let card = move || {
        let text = near.get_untracked().map(|(_, text)| text).unwrap_or_default();
        let title = read.with_untracked(|read| read.as_ref().map(|(entry, _)| entry.title.clone()));
        (title.unwrap_or_default(), text)
    };
    let print = move |()| {
        own.on_paper.set(Some(card()));
        spawn_local(async move {
            tick().await;
            failed.try_set(!tab::print());
        });
    };
    view! {
        {move || near.get().map(|(other, text)| view! {
            {other.map(|level| view! { <p class="note">{say::other_level(level)}</p> })}
            <ReadingText text readings />
        })}
        <div class="cluster screen-only">
            <Button kind=ButtonKind::Secondary on_press=move |()| own.held_up.set(Some(card()))>{say::HOLD_UP}</Button>
            <Button kind=ButtonKind::Plain on_press=print>{say::PRINT}</Button>
        </div>
        <Show when=move || failed.get()><Notice tone=Tone::Warning title=say::NOT_PRINTED /></Show>
    }
}

/// What goes on paper: one entry on its own sheet.
#[component]
pub fn Sheet() -> impl IntoView {
    let own = expect_context::<Shared>();
    let readings = Signal::derive(move || own.reading.with(|reading| reading.furigana));
    move || {
        own.on_paper.get().map(|(title, text)| {
            view! {
                <section class="handout print-only" aria-hidden="true">
                    <p class="handout__title"><RubyText text=title readings /></p>
                    <ReadingText text readings />
                </section>
            }
        })
    }
}
