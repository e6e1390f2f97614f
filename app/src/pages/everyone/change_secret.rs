//! Changing one's own secret: the one that holds, then a new one twice. It must never be kept beyond the press that
//! takes it.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::new_secret::{NewSecret, NewSecretFields, focus, taken};
use crate::actions::{ActionError, use_actions};
use crate::components::{Button, ButtonUse, Notice, SecretField, Tone};
use crate::messages::action::failed;
use crate::messages::secret as say;
use crate::store::use_store;

/// The section.
#[component]
pub fn ChangeSecret() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let old = NodeRef::<Input>::new();
    let (busy, managed) = (RwSignal::new(false), RwSignal::new(false));
    let (old_error, problem) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let new = NewSecret::new(managed.into());
    spawn_local(async move {
        // What is not known asks for the longer one.
        let own = store.me.with_untracked(|me| me.as_ref().map(|me| me.device));
        if let Ok(ledger) = actions.devices().await {
            let row = ledger.devices.iter().find(|row| Some(row.device) == own);
            managed.try_set(row.is_some_and(|row| row.managed == Some(true)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        let before = taken(old);
        old_error.set(before.is_empty().then(|| say::OLD_WANTED.to_owned()));
        let Some(chosen) = new.taken() else { return };
        if before.is_empty() {
            return focus(old);
        }
        busy.set(true);
        spawn_local(async move {
            // Done, everything is hidden and this page is gone.
            let changed = actions.change_secret(before, chosen).await;
            busy.try_set(false);
            match changed {
                Ok(()) => {}
                Err(ActionError::Offline) => drop(problem.try_set(Some(say::OFFLINE.to_owned()))),
                Err(ActionError::Door(shut)) => {
                    old_error.try_set(Some(say::shut(shut)));
                    focus(old);
                }
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    };
    view! {
        <section class="card" aria-labelledby="change-secret">
            <h2 id="change-secret">{say::CHANGE}</h2>
            <details class="fold">
                <summary>{say::OPEN}</summary>
                <form class="stack stack--close" on:submit=submit>
                    <p>{say::LEAD}</p>
                    <SecretField label=say::OLD digits=false error=old_error node_ref=old />
                    <NewSecretFields new />
                    {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
                    <div><Button role=ButtonUse::Submit busy busy_words=say::CHANGING>{say::DO}</Button></div>
                </form>
            </details>
        </section>
    }
}
