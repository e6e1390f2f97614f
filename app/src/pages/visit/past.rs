//! How a section of the note stood before: folded away, read from the document when it is opened. Going back is an edit:
//! it must never seem to take away what was written since.

use leptos::ev::Targeted;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlDetailsElement};
use shared::documents::visit::Section;
use shared::ids::ChangeHash;

use super::super::moment::since;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, StateLabel, Tone};
use crate::messages::past as say;
use crate::store::{OpenVisit, PastText, use_store};

/// The texts of a section, the newest first; nothing for a section in which nothing was ever written.
#[component]
pub fn PastTexts(
    /// Which section.
    section: Section,
) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let texts: RwSignal<Vec<PastText>> = RwSignal::default();
    let done = RwSignal::new(false);
    let read = move || match actions.past_of(section) {
        Ok(past) => texts.set(past),
        Err(error) => problem.note(Err(error)),
    };
    let fold = NodeRef::<Details>::new();
    let toggled = move |_: Targeted<Event, HtmlDetailsElement>| {
        done.set(false);
        match fold.get_untracked().is_some_and(|fold| fold.open()) {
            true => read(),
            false => texts.set(Vec::new()),
        }
    };
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let back = move |heads: Vec<ChangeHash>| {
        let went = actions.write_back(section, &heads);
        done.set(went.is_ok());
        problem.note(went);
        read();
    };
    view! {
        <details class="fold fold--small" node_ref=fold on:toggle:target=toggled>
            <summary>{say::HEADING}<span class="visually-hidden">{format!("（{}）", section.label())}</span></summary>
            <div class="stack stack--tight">
                <p class="note">{say::MEANING}</p>
                <p role="status">{move || done.get().then_some(say::DONE)}</p>
                <Show when=move || texts.with(Vec::is_empty)><p class="note">{say::NOTHING}</p></Show>
                <ol class="past">
                    {move || texts.get().into_iter().enumerate().map(|(n, past)| {
                        let heads = past.heads.clone();
                        let older = n > 0;
                        view! {
                            <li class="past__one">
                                <p class="note">
                                    {since(past.at, store.today.get())}"　"{say::by(&past.by)}
                                    {(!older).then(|| view! { <StateLabel tone=Tone::Info words=say::NOW /> })}
                                </p>
                                <p class="past__text">{if past.text.is_empty() { say::EMPTY.to_owned() } else { past.text }}</p>
                                {older.then(|| view! {
                                    <Show when=move || writable.get()>
                                        <Button kind=ButtonKind::Secondary on_press={
                                            let heads = heads.clone();
                                            move |()| back(heads.clone())
                                        }>{say::BACK}</Button>
                                    </Show>
                                })}
                            </li>
                        }
                    }).collect_view()}
                </ol>
            </div>
        </details>
    }
}
