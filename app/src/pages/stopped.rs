//! No attempt to reach the relay is made any more: why, and the way back. The words are on this
//! device, and every page says so.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, LinkButton, Notice, Tone};
use crate::messages::{passkey, relay as say};
use crate::store::{CloseCode, use_store};

/// Why the line is down for good.
#[component]
pub fn Stopped(
    /// Why.
    code: CloseCode,
) -> impl IntoView {
    // Without the secret nobody comes in anew by themselves: the passkey is asked once more.
    let by_passkey = use_store().by_passkey.get_untracked();
    view! {
        <Notice tone=Tone::Warning title=say::STOPPED>
            {match code {
                CloseCode::SignedOut if by_passkey => view! { <AgainByPasskey /> }.into_any(),
                CloseCode::SignedOut => view! {
                    <p>{say::closed(code)}</p>
                    <div><LinkButton href="/people" kind=ButtonKind::Secondary>{say::LINK_AGAIN}</LinkButton></div>
                }.into_any(),
                code => view! { <p>{say::closed(code)}</p> }.into_any(),
            }}
        </Notice>
    }
}

/// The session has ended while a passkey had opened everything.
#[component]
fn AgainByPasskey() -> impl IntoView {
    let actions = use_actions();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let connect = move |()| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let connected = actions.connect_by_passkey().await;
            busy.try_set(false);
            error.try_set(connected.err().map(passkey::problem));
        });
    };
    view! {
        <p>{passkey::AGAIN}</p>
        <div>
            <Button kind=ButtonKind::Secondary busy busy_words=passkey::WAITING on_press=connect>{passkey::CONNECT}</Button>
        </div>
        <div role="alert">{move || error.get().map(|words| view! { <p>{words}</p> })}</div>
    }
}

/// The same for any page; nothing while attempts are made.
#[component]
pub fn IfStopped() -> impl IntoView {
    let store = use_store();
    move || store.stopped.get().map(|code| view! { <Stopped code /> })
}
