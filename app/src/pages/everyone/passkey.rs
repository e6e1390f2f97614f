//! The setting of a passkey: making one and taking it away, each by the person's secret. It must never be shown on a
//! device that others take in their hands too.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::{PasskeyProblem, PasskeyState, secret, use_actions};
use crate::components::{Button, ButtonKind, ButtonUse, Notice, SecretField, Tone};
use crate::messages::passkey as say;
use crate::store::use_store;

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    State(PasskeyState),
    Offline,
}

/// The setting; nothing where none is offered.
#[component]
pub fn Passkey() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let (known, done) = (RwSignal::new(None::<Known>), RwSignal::new(None::<&'static str>));
    let look = move || {
        spawn_local(async move {
            let state = match actions.passkey_state().await {
                Ok(state) => Some(Known::State(state)),
                Err(PasskeyProblem::Offline) => Some(Known::Offline),
                Err(_) => None,
            };
            known.try_set(state);
        });
    };
    // Whether one is offered, the relay says.
    Effect::new(move || {
        store.online.track();
        look();
    });
    let after = move |words: &'static str| {
        done.set(Some(words));
        look();
    };
    let shown = Memo::new(move |_| known.get().filter(|known| *known != Known::State(PasskeyState::NotOffered)));
    move || {
        shown.get().map(|known| {
            view! {
                <section class="card stack stack--close" aria-labelledby="passkey">
                    <h2 id="passkey">{say::HEADING}</h2>
                    <p>{say::MEANING}</p>
                    <div role="status">{move || done.get().map(|words| view! { <p><strong>{words}</strong></p> })}</div>
                    {match known {
                        Known::Offline => view! { <p class="support">{say::OFFLINE}</p> }.into_any(),
                        Known::State(PasskeyState::Here) => view! {
                            <Notice tone=Tone::Success title=say::HERE><p>{say::HERE_MORE}</p></Notice>
                            <details class="fold">
                                <summary>{say::REMOVE}</summary>
                                <BySecret removes=true after />
                            </details>
                        }.into_any(),
                        Known::State(_) => view! { <BySecret removes=false after /> }.into_any(),
                    }}
                </section>
            }
        })
    }
}

/// The secret, and what it is for.
#[component]
fn BySecret(
    removes: bool,
    /// Says what was done.
    #[prop(into)]
    after: Callback<(&'static str,)>,
) -> impl IntoView {
    let actions = use_actions();
    let field = NodeRef::<Input>::new();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (label, words) = if removes { (say::REMOVE, say::REMOVED) } else { (say::ADD, say::ADDED) };
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(element) = field.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let typed = secret::meant(&element.value());
        if typed.is_empty() {
            error.set(Some(say::NOTHING.to_owned()));
            return;
        }
        element.set_value("");
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let made = match removes {
                true => actions.remove_passkey(typed).await,
                false => actions.add_passkey(typed).await,
            };
            busy.try_set(false);
            match made {
                Ok(()) => after.run((words,)),
                Err(problem) => drop(error.try_set(Some(say::problem(problem)))),
            }
        });
    };
    view! {
        <form class="stack stack--close" on:submit=go>
            <SecretField label=say::SECRET hint=say::SECRET_HINT digits=false error=error node_ref=field />
            <div>
                <Button role=ButtonUse::Submit kind=ButtonKind::Secondary busy busy_words=say::WAITING>{label}</Button>
            </div>
        </form>
    }
}
