//! Who wrote what, named beside the words and not by colour alone; folded away until wanted, and
//! open where words came after the acceptance.

use leptos::prelude::*;
use shared::documents::visit::Section;

use super::after::{Piece, pieces};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, StateLabel, Tone};
use crate::messages::{note as say, visit};
use crate::store::{OpenVisit, use_store};

/// The pieces of a section with their authors; nothing for an empty section.
#[component]
pub fn Authors(
    /// Which section.
    section: Section,
) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let pieces =
        Memo::new(move |_| store.open.with(|open| open.as_ref().map(|open| of(open, section)).unwrap_or_default()));
    let has_words = Memo::new(move |_| pieces.with(|pieces| !pieces.is_empty()));
    let after = Memo::new(move |_| pieces.with(|pieces| pieces.iter().any(|piece| piece.after)));
    let unseen = Memo::new(move |_| pieces.with(|pieces| pieces.iter().any(|piece| piece.unseen)));
    let names = move || pieces.with(|pieces| names(pieces)).join("、");
    view! {
        <Show when=move || has_words.get()>
            <details class="fold fold--small" open=move || after.get()>
                <summary>
                    {say::AUTHORS}"："{names}<span class="visually-hidden">{format!("（{}）", section.label())}</span>
                    {move || unseen.get().then(|| view! { <StateLabel tone=Tone::Info words=say::UNSEEN /> })}
                </summary>
                <ul class="authors">
                    {move || pieces.get().into_iter().map(|piece| view! {
                        <li class="authors__piece">
                            <span class="authors__who">
                                {piece.author}
                                {piece.after.then(|| view! { <StateLabel tone=Tone::Warning words=say::AFTER /> })}
                                {piece.unseen.then(|| view! { <StateLabel tone=Tone::Info words=say::UNSEEN /> })}
                            </span>
                            <span class="authors__words">{piece.text}</span>
                        </li>
                    }).collect_view()}
                </ul>
                <Show when=move || unseen.get()>
                    <div><Button kind=ButtonKind::Secondary on_press=move |()| actions.note_seen()>{say::SEEN}</Button></div>
                </Show>
            </details>
        </Show>
    }
}

fn of(open: &OpenVisit, section: Section) -> Vec<Piece> {
    let runs = open.visit.authors.get(&section).map(Vec::as_slice).unwrap_or_default();
    let since = open.visit.added_after.get(&section).map(Vec::as_slice).unwrap_or_default();
    let author = |actor| visit::person(open.name(actor));
    let unseen = open.unseen.get(&section).map(Vec::as_slice).unwrap_or_default();
    pieces(runs, since, unseen, author).into_iter().filter(|piece| !piece.text.trim().is_empty()).collect()
}

/// Each author once, in the order of their first words.
fn names(pieces: &[Piece]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in pieces {
        if !names.contains(&piece.author) {
            names.push(piece.author.clone());
        }
    }
    names
}
