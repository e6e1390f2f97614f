//! Writing an entry, for the prefecture's officers: each level with how it will look. What is typed is kept on the
//! device until it is saved. It must never save what readers could not be shown as it was meant.

use std::collections::BTreeMap;

use leptos::html::Span;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::handbook::fault;
use shared::domain::{HandbookEntry, HandbookKind, Level};

use super::super::focus::to_words_if_lost;
use crate::actions::use_actions;
use crate::components::{
    Button, ButtonKind, Choice, ChoiceOption, Dialog, NoteField, Notice, ReadingText, Splice, TextField, Tone, splice,
};
use crate::messages::action::failed;
use crate::messages::handbook as say;
use crate::platform::random;
use crate::store::drafts::{DraftFields, handbook_entry};
use crate::store::{HandbookShown, use_store};

/// What is being written.
#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<HandbookKind>,
    title: RwSignal<String>,
    texts: [(Level, RwSignal<String>); 3],
}

const TITLE: &str = "title";
const KIND: &str = "kind";

impl Draft {
    /// Begins with what was typed before, or with the entry.
    fn begin(kept: Option<&DraftFields>, entry: Option<&HandbookEntry>) -> Self {
        let field = |name: &str| kept.and_then(|kept| kept.get(name)).cloned();
        let text = |level: Level| field(level.code()).or_else(|| entry?.texts.get(&level).cloned()).unwrap_or_default();
        let kind = field(KIND).and_then(|code| HandbookKind::from_code(&code)).or(entry.map(|entry| entry.kind));
        let title = field(TITLE).or_else(|| entry.map(|entry| entry.title.clone())).unwrap_or_default();
        let texts = [Level::Standard, Level::Easy, Level::Picture].map(|level| (level, RwSignal::new(text(level))));
        Self { kind: RwSignal::new(kind.unwrap_or(HandbookKind::Question)), title: RwSignal::new(title), texts }
    }

    fn fields(self) -> DraftFields {
        let texts = self.texts.into_iter().map(|(level, text)| (level.code().to_owned(), text.get_untracked()));
        let own = [
            (TITLE.to_owned(), self.title.get_untracked()),
            (KIND.to_owned(), self.kind.get_untracked().code().to_owned()),
        ];
        texts.chain(own).collect()
    }

    /// The entry, or what keeps it from being saved.
    fn entry(self, id: String) -> Result<HandbookEntry, &'static str> {
        let title = self.title.get_untracked().trim().to_owned();
        let texts: BTreeMap<Level, String> =
            self.texts.into_iter().map(|(level, text)| (level, text.get_untracked().trim().to_owned())).collect();
        let texts: BTreeMap<Level, String> = texts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        if title.is_empty() {
            return Err(say::HEADING_MISSING);
        }
        if texts.is_empty() {
            return Err(say::TEXT_MISSING);
        }
        if let Some(found) = texts.values().chain([&title]).find_map(|text| fault(text)) {
            return Err(say::fault(found));
        }
        Ok(HandbookEntry { id, kind: self.kind.get_untracked(), title, texts })
    }
}

/// An entry's form, behind a button.
#[component]
pub fn Editing(
    /// Which.
    id: String,
    /// The whole handbook.
    shown: Memo<Option<HandbookShown>>,
) -> impl IntoView {
    let own = id.clone();
    let disputed = Memo::new(move |_| {
        let begins = format!("{own}/");
        shown.with(|shown| {
            shown.as_ref().is_some_and(|shown| shown.now.disputed.iter().any(|key| key.starts_with(&begins)))
        })
    });
    let own = id.clone();
    let taken_out = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().and_then(|shown| shown.taken_out(&own).map(|(at, _)| at)))
    });
    view! {
        <Show when=move || disputed.get()><Notice tone=Tone::Warning title=say::DISPUTED /></Show>
        {move || match taken_out.get() {
            Some(_) => view! { <TakenOut id=id.clone() /> }.into_any(),
            None => view! { <Behind words=say::EDIT id=Some(id.clone()) /> }.into_any(),
        }}
    }
}

/// A new entry, behind a button.
#[component]
pub fn Adding() -> impl IntoView {
    view! { <section class="card stack stack--close screen-only"><Behind words=say::ADD id=None /></section> }
}

/// A form that a press brings, and what became of it when it has gone.
#[component]
fn Behind(
    /// The button's words.
    words: &'static str,
    /// The entry; none for a new one.
    id: Option<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let became = RwSignal::new(None::<&'static str>);
    let line = NodeRef::<Span>::new();
    let gone = Callback::new(move |words: &'static str| {
        open.try_set(false);
        became.try_set(Some(words));
        to_words_if_lost(line);
    });
    let begin = move |()| {
        became.set(None);
        open.set(true);
    };
    view! {
        {move || match open.get() {
            false => view! {
                <div class="screen-only">
                    <Button kind=ButtonKind::Secondary on_press=begin>{words}</Button>
                </div>
            }.into_any(),
            true => view! { <Form id=id.clone() gone /> }.into_any(),
        }}
        <p class="note screen-only" aria-live="polite">
            {move || became.get().map(|words| view! { <span node_ref=line tabindex="-1">{words}</span> })}
        </p>
    }
}

/// An entry that the next version has no more, and the press that keeps it after all.
#[component]
fn TakenOut(id: String) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let problem = RwSignal::new(None::<String>);
    let keep = move |()| {
        let entry = store.handbook.with_untracked(|shown| shown.as_ref()?.taken_out(&id));
        let Some((at, entry)) = entry else { return };
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        spawn_local(async move {
            if let Err(error) = actions.put_handbook(vec![(place, entry)]).await {
                problem.try_set(Some(failed(&error)));
            }
        });
    };
    view! {
        <Notice tone=Tone::Warning title=say::TAKEN_OUT>
            <p>{say::REMOVE_MORE}</p>
            <div><Button kind=ButtonKind::Secondary on_press=keep>{say::KEEP}</Button></div>
            {move || problem.get().map(|words| view! { <p>{words}</p> })}
        </Notice>
    }
}

#[component]
fn Form(
    /// The entry; none for a new one.
    id: Option<String>,
    /// It has done its work: what became of it.
    gone: Callback<&'static str>,
) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let name = handbook_entry(id.as_deref().unwrap_or_default());
    let entries = store.handbook.with_untracked(|shown| shown.as_ref().map(|shown| shown.now.entries.clone()));
    let entries = entries.unwrap_or_default();
    let at = id.as_ref().and_then(|id| entries.iter().position(|entry| entry.id == *id));
    let draft =
        store.drafts.with_untracked(|drafts| Draft::begin(drafts.get(&name), at.and_then(|at| entries.get(at))));
    let place = u32::try_from(at.unwrap_or(entries.len())).unwrap_or(u32::MAX);
    let problem = RwSignal::new(None::<String>);
    let name = StoredValue::new(name);
    let keep = move || {
        problem.set(None);
        actions.keep_draft(name.get_value(), Some(draft.fields()));
    };
    let done = Callback::new(move |words: &'static str| {
        if let Some(name) = name.try_get_value() {
            actions.keep_draft(name, None);
        }
        gone.run(words);
    });
    let own = id.clone();
    let save = move |()| {
        let id =
            own.clone().unwrap_or_else(|| format!("e-{}", shared::ids::hex(&random::bytes::<6>().unwrap_or_default())));
        match draft.entry(id) {
            Err(words) => problem.set(Some(words.to_owned())),
            Ok(entry) => spawn_local(async move {
                match actions.put_handbook(vec![(place, entry)]).await {
                    Ok(()) => done.run(say::SAVED),
                    Err(error) => drop(problem.try_set(Some(failed(&error)))),
                }
            }),
        }
    };
    view! {
        <div class="stack stack--close">
            {id.is_none().then(|| view! { <h2>{say::ADD}</h2> })}
            <Fields draft keep=Callback::new(move |()| keep()) />
            <div class="cluster">
                <Button on_press=save>{say::SAVE}</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| done.run(say::STOPPED)>{say::STOP}</Button>
                {id.map(|id| view! { <Removing id problem done /> })}
            </div>
            <div aria-live="polite">
                {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=say::FAILED><p>{words}</p></Notice> })}
            </div>
        </div>
    }
}

/// Taking an entry out, after a second question.
#[component]
fn Removing(id: String, problem: RwSignal<Option<String>>, done: Callback<&'static str>) -> impl IntoView {
    let actions = use_actions();
    let asking = RwSignal::new(false);
    let remove = Callback::new(move |()| {
        let id = id.clone();
        asking.set(false);
        spawn_local(async move {
            match actions.remove_from_handbook(id).await {
                Ok(()) => done.run(say::REMOVED),
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    });
    view! {
        <Button kind=ButtonKind::Plain on_press=move |()| asking.set(true)>{say::REMOVE}</Button>
        <Dialog
            title=say::REMOVE_ASK
            open=asking
            on_close=move |()| asking.set(false)
            actions=move || view! {
                <Button kind=ButtonKind::Danger on_press=remove>{say::REMOVE}</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| asking.set(false)>{say::STOP}</Button>
            }
        >
            <p>{say::REMOVE_MORE}</p>
        </Dialog>
    }
}

/// The fields, each text with how it looks.
#[component]
fn Fields(draft: Draft, keep: Callback<()>) -> impl IntoView {
    let kinds: Vec<_> = HandbookKind::ALL.iter().map(|kind| ChoiceOption::new(*kind, kind.label())).collect();
    let level = move |(level, text): (Level, RwSignal<String>)| {
        let hint = if level == Level::Picture { say::PICTURE_HINT } else { say::TEXT_HINT };
        let put = move |edit: Splice| {
            text.update(|text| *text = splice::apply(text, &edit));
            keep.run(());
        };
        let error = Signal::derive(move || text.with(|text| fault(text)).map(|found| say::fault(found).to_owned()));
        let readings = Signal::derive(|| true);
        view! {
            <NoteField label=say::text_of(level) hint text on_splice=put error />
            {move || Some(text.get()).filter(|text| !text.trim().is_empty()).map(|text| view! {
                <div class="preview"><p class="note">{say::PREVIEW}</p><ReadingText text readings /></div>
            })}
        }
    };
    view! {
        <Choice label=say::KIND options=kinds chosen=Signal::derive(move || Some(draft.kind.get()))
            on_choose=move |kind| {
                draft.kind.set(kind);
                keep.run(());
            }
        />
        <TextField label=say::HEADING hint=say::HEADING_HINT value=draft.title
            on_input=move |text| {
                draft.title.set(text);
                keep.run(());
            }
        />
        {draft.texts.map(level)}
    }
}
