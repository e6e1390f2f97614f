//! What the relay refused of this visit and keeps, for the coordinators of its office: who wrote it,
//! when, why it was refused, the words; and one press that quotes it beside the note.

use leptos::html::Span;
use leptos::prelude::*;
use shared::documents::visit::{Quote, Quoted};

use super::super::super::focus::to_words_if_lost;
use super::super::head::person;
use super::super::problem::use_problem;
use crate::actions::{ActionError, Actions, use_actions};
use crate::components::{Button, ButtonKind, Notice, StateLabel, Tone};
use crate::messages::{refusal, talk as say};
use crate::store::{OpenVisit, RefusedWords, Store, use_store};

/// The words that wait to be handed over; nothing where nothing was refused.
#[component]
pub fn Refused(
    /// What is quoted already.
    quotes: Memo<Vec<Quote>>,
) -> impl IntoView {
    let store = use_store();
    let words = Memo::new(move |_| {
        store.refused.with(|refused| refused.as_ref().map(|refused| refused.words.clone()).unwrap_or_default())
    });
    let more = Memo::new(move |_| store.refused.with(|refused| refused.as_ref().map(|of| (of.unread, of.all))));
    view! {
        <Show when=move || more.with(Option::is_some)>
            <div class="stack stack--close">
                <h3>{say::REFUSED}</h3>
                <p class="support">{say::REFUSED_MORE}</p>
                <For each=move || words.get() key=|one| one.id.clone() let:one><One id=one.id words quotes /></For>
                {move || more.get().filter(|(unread, _)| *unread > 0).map(|(unread, _)| view! {
                    <Notice tone=Tone::Warning title=say::refused_unread(unread) />
                })}
                {move || more.get().filter(|(_, all)| !all).map(|_| view! { <p class="note">{say::REFUSED_NOT_ALL}</p> })}
            </div>
        </Show>
    }
}

/// What somebody wrote in one go.
#[component]
fn One(id: String, words: Memo<Vec<RefusedWords>>, quotes: Memo<Vec<Quote>>) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let one = Memo::new(move |_| words.with(|words| words.iter().find(|one| one.id == id).cloned()));
    let is_quoted =
        Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| quotes.with(|quotes| one.is_quoted(quotes)))));
    let done = NodeRef::<Span>::new();
    let quote = move |()| {
        if let Some(one) = one.get_untracked() {
            problem.note(quote(&store, actions, &one));
            to_words_if_lost(done);
        }
    };
    let quote = Callback::new(quote);
    move || {
        one.get().map(|one| {
            let empty = one.parts.is_empty();
            let part = |part: &crate::store::RefusedPart| {
                view! { <p class="note">{part.label.clone()}</p><blockquote class="quote">{part.text.clone()}</blockquote> }
            };
            view! {
                <figure class="talk">
                    <figcaption>{say::refused(&person(&store, one.author), &one.written_at.label())}</figcaption>
                    {one.parts.iter().map(part).collect_view()}
                    {empty.then(|| view! { <p class="support">{refusal::NO_WORDS}</p> })}
                    <p class="note">{refusal::to_office(one.refusal)}</p>
                    // The press and what it did stand in one place: nothing moves under it.
                    {(!empty).then(|| view! {
                        <div aria-live="polite">
                            {move || match is_quoted.get() {
                                true => view! {
                                    <span node_ref=done tabindex="-1">
                                        <StateLabel tone=Tone::Success words=say::REFUSED_QUOTED />
                                    </span>
                                }.into_any(),
                                false => view! {
                                    <Button kind=ButtonKind::Secondary on_press=quote>{say::REFUSED_QUOTE}</Button>
                                }.into_any(),
                            }}
                        </div>
                    })}
                </figure>
            }
        })
    }
}

/// Quotes what is not quoted yet, so that a second press does nothing.
fn quote(store: &Store, actions: Actions, one: &RefusedWords) -> Result<(), ActionError> {
    let known = |open: &Option<OpenVisit>| open.as_ref().map(|open| open.visit.quotes.clone()).unwrap_or_default();
    let quotes = store.open.with_untracked(known);
    for part in &one.parts {
        for piece in part.pieces() {
            if !one.has_quoted(part, piece, &quotes) {
                let (author, written_at, section) = (one.author, one.written_at, part.section);
                actions.quote(&Quoted { author, written_at, section, text: piece })?;
            }
        }
    }
    Ok(())
}
