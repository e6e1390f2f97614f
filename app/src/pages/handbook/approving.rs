//! Approving the handbook as a version, for the prefecture's officers; and the versions there were. It must never
//! approve by itself.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::use_actions;
use crate::components::{Button, Notice, TextField, Tone};
use crate::messages::action::failed;
use crate::messages::handbook as say;
use crate::store::{HandbookShown, use_store};

/// The panel.
#[component]
pub fn Approving() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let word = RwSignal::new(String::new());
    let done = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let drafts = Memo::new(move |_| {
        let count = |shown: &HandbookShown| shown.now.drafts.len() + taken_out(shown);
        store.handbook.with(|shown| shown.as_ref().map(count).unwrap_or_default())
    });
    let there = Memo::new(move |_| store.handbook.with(|shown| shown.as_ref().is_some_and(|shown| shown.writable)));
    let approve = move |()| {
        done.set(false);
        problem.set(None);
        let text = word.get_untracked().trim().to_owned();
        spawn_local(async move {
            match actions.approve_handbook(text).await {
                Ok(()) => {
                    word.try_set(String::new());
                    done.try_set(true);
                }
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    };
    view! {
        <Show when=move || there.get()>
            <section class="card stack stack--close screen-only" aria-labelledby="approve">
                <h2 id="approve">{say::APPROVE}</h2>
                <p>{say::APPROVE_MORE}</p>
                <p><strong>{move || say::drafts(drafts.get())}</strong></p>
                <TextField label=say::APPROVE_WORD value=word on_input=move |text| word.set(text) />
                <div><Button on_press=approve>{say::APPROVE_DO}</Button></div>
                <div aria-live="polite">
                    <Show when=move || done.get()><Notice tone=Tone::Success title=say::APPROVED /></Show>
                    {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=say::FAILED><p>{words}</p></Notice> })}
                </div>
                <h3>{say::VERSIONS}</h3>
                {move || versions(store.handbook.get().as_ref())}
            </section>
        </Show>
    }
}

/// How many entries the last version has and the handbook no longer.
fn taken_out(shown: &HandbookShown) -> usize {
    shown.approved.iter().filter(|entry| shown.taken_out(&entry.id).is_some()).count()
}

/// The versions, the newest first.
fn versions(shown: Option<&HandbookShown>) -> AnyView {
    let versions = shown.map(|shown| shown.now.versions.clone()).unwrap_or_default();
    if versions.is_empty() {
        return view! { <p class="note">{say::NO_VERSIONS}</p> }.into_any();
    }
    let line = |(at, version): (usize, shared::documents::handbook::Version)| {
        view! {
            <li class="rows__row">
                <span>{say::version(at + 1, &version.at.label())}</span>
                <span class="note">{version.text}</span>
            </li>
        }
    };
    view! { <ol class="rows" reversed>{versions.into_iter().enumerate().rev().map(line).collect_view()}</ol> }
        .into_any()
}
