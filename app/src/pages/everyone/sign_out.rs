//! Ending one's use of this device. Words that only this device has bar it: they would be lost.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Dialog, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::people as say;
use crate::store::{SaveState, use_store};

/// The section with its question.
#[component]
pub fn SignOut() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let navigate = StoredValue::new_local(use_navigate());
    let (asked, busy) = (RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(None::<String>);
    let owed = move || match store.save.get() {
        SaveState::OnDevice { owed, .. } => owed,
        SaveState::CannotSave { waiting, .. } => waiting,
        SaveState::Saving { .. } | SaveState::AtRelay { .. } => 0,
    };
    let leave = move |()| {
        let Some(member) = store.me.with_untracked(|me| me.as_ref().map(|me| me.member)) else {
            return;
        };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let done = actions.sign_out(member).await;
            busy.try_set(false);
            match done {
                Ok(_) => {
                    asked.try_set(false);
                    navigate
                        .try_with_value(|go| go("/", NavigateOptions { replace: true, ..NavigateOptions::default() }));
                }
                Err(error) => {
                    problem.try_set(Some(failed(&error)));
                }
            }
        });
    };
    let buttons = move || {
        view! {
            <Button kind=ButtonKind::Danger busy busy_words=say::SIGNING_OUT on_press=leave>{say::SIGN_OUT_YES}</Button>
            <Button kind=ButtonKind::Secondary on_press=move |()| asked.set(false)>{say::SIGN_OUT_NO}</Button>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="sign-out">
            <h2 id="sign-out">{say::SIGN_OUT}</h2>
            <p>{say::SIGN_OUT_MORE}</p>
            <div>
                <Button kind=ButtonKind::Danger on_press=move |()| {
                    problem.set(None);
                    asked.set(true);
                }>{say::SIGN_OUT}</Button>
            </div>
        </section>
        <Dialog title=say::SIGN_OUT_ASK open=asked on_close=move |()| asked.set(false) actions=buttons>
            <p>{say::SIGN_OUT_MORE}</p>
            {move || Some(owed()).filter(|count| *count > 0 && problem.with(Option::is_none)).map(|count| view! {
                <Notice tone=Tone::Warning title=say::owed(count) />
            })}
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        </Dialog>
    }
}
