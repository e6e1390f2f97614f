//! No attempt to reach the relay is made any more: why, and the way back. The words are on this
//! device, and every page says so.

use leptos::prelude::*;

use crate::components::{ButtonKind, LinkButton, Notice, Tone};
use crate::messages::relay as say;
use crate::store::{CloseCode, use_store};

/// Why the line is down for good.
#[component]
pub fn Stopped(
    /// Why.
    code: CloseCode,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning title=say::STOPPED>
            <p>{say::closed(code)}</p>
            {(code == CloseCode::SignedOut).then(|| view! {
                <div><LinkButton href="/people" kind=ButtonKind::Secondary>{say::LINK_AGAIN}</LinkButton></div>
            })}
        </Notice>
    }
}

/// The same for any page; nothing while attempts are made.
#[component]
pub fn IfStopped() -> impl IntoView {
    let store = use_store();
    move || store.stopped.get().map(|code| view! { <Stopped code /> })
}
