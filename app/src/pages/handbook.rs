//! The handbook (手引き): sections, questions, cards and rights, for every role and without a network. It must never show
//! a draft without saying that it is one.

mod approving;
mod editing;
mod entry;
mod how;

use leptos::prelude::*;
use shared::domain::{HandbookEntry, HandbookKind};
use shared::text::{fold, with_readings};

use super::frame::Page;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, EmptyState, HeldUp, Notice, TextField, TextKind, Tone};
use crate::messages::handbook as say;
use crate::store::drafts::HANDBOOK;
use crate::store::{HandbookShown, Reading, use_store};
use approving::Approving;
use editing::Adding;
use entry::{Entry, Sheet};
use how::How;

/// What the entries of the page share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Every entry as it is read, with whether it is a draft.
    pub all: Memo<Vec<(HandbookEntry, bool)>>,
    /// How it is read.
    pub reading: Memo<Reading>,
    /// What is held up: a title and its lines.
    pub held_up: RwSignal<Option<(String, String)>>,
    /// What goes on paper.
    pub on_paper: RwSignal<Option<(String, String)>>,
}

/// The page.
#[component]
pub fn HandbookPage() -> impl IntoView {
    let store = use_store();
    let shown = Memo::new(move |_| store.handbook.get());
    let lead = Signal::derive(move || shown.with(|shown| shown.as_ref().map(version).unwrap_or_default()));
    let here = Memo::new(move |_| shown.with(Option::is_some));
    let may_write = Memo::new(move |_| {
        store.me.with(|me| me.as_ref().is_some_and(|me| me.role == shared::domain::Role::Prefecture))
    });
    view! {
        <Page title=say::TITLE lead>
            {move || match here.get() {
                true => view! { <Whole shown /> }.into_any(),
                false => view! { <EmptyState title=say::NOT_HERE meaning=say::NOT_HERE_MORE /> }.into_any(),
            }}
            <Show when=move || may_write.get()>
                <Adding />
                <Approving />
            </Show>
        </Page>
    }
}

/// 「第2版　令和8年11月23日(月)に県が承認」.
fn version(shown: &HandbookShown) -> String {
    let last = shown.now.versions.last();
    last.map(|last| say::version(shown.now.versions.len(), &last.at.tokyo_day().japanese())).unwrap_or_default()
}

#[component]
fn Whole(shown: Memo<Option<HandbookShown>>) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let reading = Memo::new(move |_| store.drafts.with(|drafts| Reading::of(drafts.get(HANDBOOK))));
    let all = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(HandbookShown::entries).unwrap_or_default()));
    let own = Shared { all, reading, held_up: RwSignal::new(None), on_paper: RwSignal::new(None) };
    provide_context(own);
    let search = RwSignal::new(String::new());
    let last = Memo::new(move |_| shown.with(|shown| shown.as_ref()?.last().map(str::to_owned)));
    // Who opens it for the first time has read nothing before that could have become new.
    Effect::new(move || {
        let now = reading.get();
        if now.read.is_none() {
            actions.keep_reading(&Reading { read: Some(last.get().unwrap_or_default()), ..now });
        }
    });
    let fresh = Memo::new(move |_| {
        let is_read = reading.with(|reading| reading.read.is_none() || reading.read == last.get());
        let changed = |shown: &HandbookShown| shown.changed.clone();
        if is_read { Default::default() } else { shown.with(|shown| shown.as_ref().map(changed).unwrap_or_default()) }
    });
    let read_all = move |()| {
        actions
            .keep_reading(&Reading { read: Some(last.get_untracked().unwrap_or_default()), ..reading.get_untracked() });
    };
    let all_drafts = Memo::new(move |_| last.with(Option::is_none));
    let found = Memo::new(move |_| {
        let wanted = fold(&search.get());
        let found = |(entry, _): &&(HandbookEntry, bool)| holds(entry, &wanted);
        all.with(|all| all.iter().filter(found).map(|(entry, _)| (entry.kind, entry.id.clone())).collect::<Vec<_>>())
    });
    let readings = Signal::derive(move || reading.with(|reading| reading.furigana));
    view! {
        <Show when=move || all_drafts.get()>
            <Notice tone=Tone::Warning title=say::ALL_DRAFTS><p>{say::ALL_DRAFTS_MORE}</p></Notice>
        </Show>
        {move || {
            let count = fresh.with(|fresh| fresh.len());
            (count > 0).then(|| view! {
                <Notice tone=Tone::Info title=say::fresh(count)>
                    <div><Button kind=ButtonKind::Secondary on_press=read_all>{say::READ}</Button></div>
                </Notice>
            })
        }}
        <div class="stack screen-only">
            <TextField label=say::SEARCH hint=say::SEARCH_HINT kind=TextKind::Search value=search
                on_input=move |text| search.set(text) />
            <How />
        </div>
        <div class="stack handbook">
            {HandbookKind::ALL.iter().map(|kind| view! { <OfKind kind=*kind found fresh shown /> }).collect_view()}
            <Show when=move || found.with(Vec::is_empty)>
                <EmptyState title=say::NONE meaning=say::NONE_MORE />
            </Show>
        </div>
        <HeldUp shown=own.held_up readings on_close=move |()| own.held_up.set(None) />
        <Sheet />
    }
}

/// Whether an entry has what is searched for, in its characters or its readings, at any level.
fn holds(entry: &HandbookEntry, folded: &str) -> bool {
    let texts = entry.texts.values().chain([&entry.title]);
    folded.is_empty() || texts.into_iter().any(|text| fold(&with_readings(text)).contains(folded))
}

/// The entries of a kind; nothing while there are none.
#[component]
fn OfKind(
    kind: HandbookKind,
    found: Memo<Vec<(HandbookKind, String)>>,
    fresh: Memo<std::collections::BTreeSet<String>>,
    shown: Memo<Option<HandbookShown>>,
) -> impl IntoView {
    let own = Memo::new(move |_| {
        found.with(|found| found.iter().filter(|(of, _)| *of == kind).map(|(_, id)| id.clone()).collect::<Vec<_>>())
    });
    let any = Memo::new(move |_| own.with(|own| !own.is_empty()));
    let id = format!("kind-{}", kind.code());
    view! {
        <Show when=move || any.get()>
            <section class="card stack stack--close" aria-labelledby=id.clone()>
                <h2 id=id.clone()>{kind.label()}</h2>
                <For each=move || own.get() key=Clone::clone let:id><Entry id fresh shown /></For>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::domain::Level;

    #[test]
    fn an_entry_is_found_by_its_characters_and_by_its_readings() {
        let entry = HandbookEntry {
            id: "rights-leave".to_owned(),
            kind: HandbookKind::Rights,
            title: "退院《たいいん》を お願《ねが》いする 権利《けんり》".to_owned(),
            texts: [(Level::Easy, "県《けん》に 言《い》えます".to_owned())].into(),
        };
        for words in ["退院", "たいいん", "タイイン", "けんり", "県に言え", ""] {
            assert!(holds(&entry, &fold(words)), "{words}");
        }
        assert!(!holds(&entry, &fold("年金")));
    }
}
