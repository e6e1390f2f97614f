//! What the relay said of this device, and that it has not said anything for long: at the door, behind it, and where
//! nobody is enrolled any more. It must never keep anybody from reading and writing, and never say whose words are behind a door.

use leptos::prelude::*;
use shared::ids::MemberId;

use super::super::elsewhere::NewLink;
use crate::components::{Notice, Tone};
use crate::messages::lock as say;
use crate::store::{Wiped, use_store};

/// What is to be done about a person's device; nothing while all is well.
#[component]
pub fn HeardOf(
    /// Whose.
    member: MemberId,
    /// Whether it stands behind the door, where the page itself says how one comes in anew.
    #[prop(optional)]
    inside: bool,
) -> impl IntoView {
    let store = use_store();
    let contact = Memo::new(move |_| store.contacts.with(|all| all.iter().find(|one| one.member == member).copied()));
    let overdue = Memo::new(move |_| contact.get().and_then(|contact| contact.overdue(store.today.get())));
    let locked = Memo::new(move |_| contact.get().is_some_and(|contact| contact.locked));
    view! {
        {move || locked.get().then(|| view! {
            <Notice tone=Tone::Warning title=say::LOCKED_OUT><p>{say::LOCKED_OUT_MORE}</p></Notice>
            {(!inside).then(|| view! { <NewLink /> })}
        })}
        {move || overdue.get().map(|days| view! {
            <Notice tone=Tone::Warning title=say::overdue(days)><p>{say::OVERDUE_MORE}</p></Notice>
        })}
    }
}

/// The same for whoever uses this tab.
#[component]
pub fn HeardOfMe() -> impl IntoView {
    let store = use_store();
    let me = Memo::new(move |_| store.me.with(|me| me.as_ref().map(|me| me.member)));
    move || me.get().map(|member| view! { <HeardOf member inside=true /> })
}

/// What was taken away, and why.
#[component]
pub fn WipedNotice(
    /// What.
    wiped: Wiped,
) -> impl IntoView {
    let (title, more) =
        if wiped.lost { (say::WIPED_LOST, say::WIPED_LOST_MORE) } else { (say::WIPED_ENDED, say::WIPED_ENDED_MORE) };
    let owed = wiped.left.map(|left| match (left, wiped.lost) {
        (true, _) => say::WIPED_LEFT,
        (false, true) => say::WIPED_ALL_SENT,
        (false, false) => say::WIPED_ALL_KEPT,
    });
    view! {
        <Notice tone=Tone::Warning title=title>
            {owed.map(|owed| view! { <p>{owed}</p> })}
            <p>{more}</p>
        </Notice>
    }
}
