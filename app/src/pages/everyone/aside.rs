//! What was set aside on this device: words the relay did not take, parts that cannot be read.
//! It must never hide a word: each stands in full, ready to be copied.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::moment::{since, today};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::{elsewhere, refusal as say};
use crate::platform::tab::copy_text;
use crate::store::{AsideRow, AsideWhy};

/// One thing that was set aside.
#[component]
pub fn Aside(
    /// What it is.
    row: AsideRow,
) -> impl IntoView {
    let title = match row.why {
        AsideWhy::Refused(_) => say::HEADING,
        AsideWhy::Unread => say::UNREAD,
        AsideWhy::Damaged => say::DAMAGED,
        AsideWhy::Stopped => elsewhere::SET_ASIDE,
    };
    let why = match row.why {
        AsideWhy::Refused(refusal) => say::why(refusal),
        AsideWhy::Unread => say::UNREAD_MORE,
        AsideWhy::Damaged => say::DAMAGED_KEPT,
        AsideWhy::Stopped => elsewhere::SET_ASIDE_MORE,
    };
    let refused = matches!(row.why, AsideWhy::Refused(_));
    let body = if row.text.is_empty() {
        refused.then(|| view! { <p class="support">{say::NO_WORDS}</p> }.into_any())
    } else {
        Some(view! { <Quote text=row.text.clone() /> }.into_any())
    };
    let at = since(row.at, today());
    view! {
        <Notice tone=Tone::Warning title=title>
            {refused.then(|| view! { <p><strong>{say::KEPT}</strong></p> })}
            <p>{why}</p>
            {body}
            <p class="note">{at}</p>
            <Rescue row />
        </Notice>
    }
}

/// The words, and a button that copies them.
#[component]
fn Quote(text: String) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let words = text.clone();
    let copy = move |()| {
        let words = words.clone();
        spawn_local(async move {
            let done = copy_text(&words).await;
            copied.try_set(Some(done));
        });
    };
    view! {
        <blockquote class="quote">{text}</blockquote>
        <div class="cluster">
            <Button kind=ButtonKind::Secondary on_press=copy>{say::COPY}</Button>
            <span role="status">
                {move || copied.get().map(|done| if done { say::COPIED } else { say::COPY_BY_HAND })}
            </span>
        </div>
    }
}

/// What can be done with a document that is not loaded any more.
#[component]
fn Rescue(row: AsideRow) -> impl IntoView {
    let actions = use_actions();
    let stopped = row.why == AsideWhy::Stopped;
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let id = StoredValue::new(row.id);
    let export = move |()| {
        let Some(id) = id.try_get_value() else { return };
        spawn_local(async move {
            let done = actions.export_aside(id).await;
            problem.try_set(done.err().map(|error| failed(&error)));
        });
    };
    let again = move |()| {
        let Some(id) = id.try_get_value() else { return };
        busy.set(true);
        spawn_local(async move {
            let done = actions.retry_aside(id).await;
            busy.try_set(false);
            problem.try_set(done.err().map(|error| failed(&error)));
        });
    };
    let readable = matches!(row.why, AsideWhy::Refused(_) | AsideWhy::Unread);
    view! {
        {(!readable).then(|| view! {
            <p class="note">{say::EXPORT_WARNING}</p>
            <div class="cluster">
                {stopped.then(|| view! {
                    <Button kind=ButtonKind::Secondary busy on_press=again>{say::OPEN_AGAIN}</Button>
                })}
                <Button kind=ButtonKind::Plain on_press=export>{say::EXPORT}</Button>
            </div>
        })}
        {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
    }
}
