//! A one-time link for somebody, shown once: as words to copy and as a drawing for a camera. It must never be kept, nor
//! shown again once the question is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Dialog, Notice, QrCode, Tone};
use crate::messages::action::failed;
use crate::messages::devices as say;
use crate::oversight::{Holder, NewLink};
use crate::platform::tab::copy_text;

/// The question and its answer. `whom`: for whom; none while nobody wants one.
#[component]
pub fn Linking(whom: RwSignal<Option<Holder>>) -> impl IntoView {
    let actions = use_actions();
    let made = RwSignal::new(None::<NewLink>);
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let close = move || {
        whom.set(None);
        made.set(None);
        problem.set(None);
    };
    let make = move |()| {
        let Some(member) = whom.with_untracked(|whom| whom.as_ref().map(|whom| whom.member)) else { return };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = actions.invite(member).await;
            busy.try_set(false);
            // Whoever has closed the question meanwhile does not see it any more.
            if whom.try_with_untracked(|whom| whom.as_ref().map(|whom| whom.member)).flatten() != Some(member) {
                return;
            }
            match answer {
                Ok(link) => drop(made.try_set(Some(link))),
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    };
    let open = Signal::derive(move || whom.with(Option::is_some));
    let title = Signal::derive(move || {
        whom.with(|whom| whom.as_ref().map(|whom| say::link_for(&whom.name)).unwrap_or_default())
    });
    let buttons = move || {
        view! {
            <Show when=move || made.with(Option::is_none)>
                <Button busy busy_words=say::MAKING on_press=make>{say::MAKE_LINK}</Button>
            </Show>
            <Button kind=ButtonKind::Secondary on_press=move |()| close()>
                {move || if made.with(Option::is_some) { say::CLOSE } else { say::NOT_NOW }}
            </Button>
        }
    };
    view! {
        <Dialog title open on_close=move |()| close() actions=buttons>
            {move || match made.get() {
                Some(link) => view! { <Shown link /> }.into_any(),
                None => view! { <p>{say::LINK_MORE}</p> }.into_any(),
            }}
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        </Dialog>
    }
}

#[component]
fn Shown(link: NewLink) -> impl IntoView {
    let said = RwSignal::new(None::<(Tone, &'static str)>);
    let NewLink { url, expires } = link;
    let (words, drawn) = (url.clone(), url.clone());
    let copy = move |()| {
        let url = url.clone();
        spawn_local(async move {
            let result =
                if copy_text(&url).await { (Tone::Success, say::COPIED) } else { (Tone::Warning, say::NOT_COPIED) };
            said.try_set(Some(result));
        });
    };
    view! {
        <p role="status">{say::link_until(&expires.japanese())}</p>
        <QrCode words=drawn label=say::QR />
        <p class="code code--link">{words}</p>
        <div><Button kind=ButtonKind::Secondary on_press=copy>{say::COPY}</Button></div>
        {move || said.get().map(|(tone, words)| view! { <Notice tone title=words /> })}
        <p class="support">{say::LINK_ONCE}</p>
    }
}
