//! The door: who it is, and their secret. It must never show anything of what is behind it, and never say more of
//! a person than their name and role.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::MemberId;
use shared::time::Instant;

use super::super::elsewhere::NewLink;
use super::super::frame::{Page, Width};
use super::add_person::AddPerson;
use super::by_passkey::ByPasskey;
use super::heard_of::{HeardOf, WipedNotice};
use crate::actions::{secret, use_actions};
use crate::components::{Button, ButtonKind, ButtonUse, ButtonWidth, Notice, SecretField, Tone};
use crate::messages::action::failed;
use crate::messages::{lock as say, titles};
use crate::platform::{clock, session};
use crate::store::{Door, DoorState, PersonRow, use_store};

/// How often the wait is counted down.
const SECOND_MS: i64 = 1_000;

/// The page.
#[component]
pub fn Lock() -> impl IntoView {
    let store = use_store();
    // Of the door itself only whose it is and whether it opens makes the page anew; what is typed stays.
    let standing = Memo::new(move |_| {
        store.door.get().map(|door| match door.state {
            DoorState::Locked { digits, passkey, .. } => (door.member, Some((digits, passkey)), None),
            gone => (door.member, None, Some(gone)),
        })
    });
    view! {
        <Page title=titles::LOCKED width=Width::Narrow fleeting=true>
            {move || store.wiped.get().map(|wiped| view! { <WipedNotice wiped /> })}
            {move || match standing.get() {
                None => view! { <Choice /> }.into_any(),
                Some((member, Some((digits, passkey)), _)) => view! { <Secret member digits passkey /> }.into_any(),
                Some((member, None, gone)) => view! { <Gone member gone /> }.into_any(),
            }}
            {move || store.door.get().map(|door| view! { <HeardOf member=door.member /> })}
            <p class="support">{say::KEPT}</p>
            <details class="fold">
                <summary>{say::ADD}</summary>
                <AddPerson />
            </details>
        </Page>
    }
}

/// Everybody who is enrolled here.
#[component]
fn Choice() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let one = move |row: PersonRow| {
        let choose = move |()| {
            spawn_local(async move {
                // If it cannot be read, the choice stays where it is.
                let _ = actions.choose_person(Some(row.member)).await;
            });
        };
        view! {
            <li>
                <Button kind=ButtonKind::Secondary width=ButtonWidth::Full on_press=choose>
                    {format!("{}（{}）", say::whose(&row.name), row.role.label())}
                </Button>
            </li>
        }
    };
    view! {
        <section class="stack stack--close" aria-labelledby="who">
            <h2 id="who">{say::WHO}</h2>
            <ul class="people">{move || store.persons.get().into_iter().map(one).collect_view()}</ul>
        </section>
    }
}

fn name_of(member: MemberId) -> Signal<String> {
    let store = use_store();
    Signal::derive(move || {
        store.persons.with(|all| {
            let row = all.iter().find(|row| row.member == member);
            row.map(|row| say::whose(&row.name)).unwrap_or_default()
        })
    })
}

/// Back to the choice, where there is one.
#[component]
fn Others() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let several = Memo::new(move |_| store.persons.with(|all| all.len() > 1));
    let others = move |()| {
        spawn_local(async move {
            // Nothing is read for it.
            let _ = actions.choose_person(None).await;
        });
    };
    view! {
        <Show when=move || several.get()>
            <Button kind=ButtonKind::Secondary on_press=others>{say::OTHERS}</Button>
        </Show>
    }
}

/// What is known of the tries: how many are left, and when the next is taken.
fn tries() -> (Signal<Option<u32>>, Signal<Option<Instant>>) {
    let store = use_store();
    let state = move || match store.door.get() {
        Some(Door { state: DoorState::Locked { left, not_before, .. }, .. }) => (left, not_before),
        _ => (None, None),
    };
    (Signal::derive(move || state().0), Signal::derive(move || state().1))
}

#[component]
fn Secret(member: MemberId, digits: bool, passkey: bool) -> impl IntoView {
    let (actions, navigate) = (use_actions(), use_navigate());
    let field = NodeRef::<Input>::new();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (left, not_before) = tries();
    let now = RwSignal::new(clock::now());
    spawn_local(async move {
        // It ends with the page.
        while now.try_set(clock::now()).is_none() {
            clock::sleep_ms(SECOND_MS).await;
        }
    });
    let wait = Memo::new(move |_| {
        let left_ms = not_before.get().map_or(0, |at| at.ms() - now.get().ms());
        (left_ms > 0).then(|| (left_ms + SECOND_MS - 1) / SECOND_MS)
    });
    Effect::new(move || {
        if let Some(field) = field.get() {
            // It fails only for an element that has left the page.
            let _ = field.focus();
        }
    });
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(element) = field.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let typed = secret::meant(&element.value());
        if typed.is_empty() {
            error.set(Some(say::NOTHING.to_owned()));
            return;
        }
        element.set_value("");
        let navigate = navigate.clone();
        let was_anothers = session::member_of_tab().is_some_and(|last| last != member.to_string());
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let opened = actions.unlock(member, typed).await;
            busy.try_set(false);
            if opened.is_ok() && was_anothers {
                // What somebody else had on the screen is nothing to begin with.
                navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
            }
            if let Err(problem) = opened {
                error.try_set(Some(failed(&problem)));
                now.try_set(clock::now());
                if let Some(field) = field.try_get_untracked().flatten() {
                    let _ = field.focus();
                }
            }
        });
    };
    let name = name_of(member);
    let label = if digits { say::PIN } else { say::PHRASE };
    view! {
        <form class="card stack stack--close" on:submit=open>
            <h2>{move || name.get()}</h2>
            <SecretField label=label digits=digits show_words=say::SHOW error=error node_ref=field />
            <div role="status">
                {move || wait.get().map(|seconds| view! { <p><strong>{say::wait(seconds)}</strong></p> })}
                {move || left.get().map(|count| view! { <p>{say::left(count)}</p> })}
            </div>
            <div class="cluster">
                <Button role=ButtonUse::Submit busy busy_words=say::OPENING>{say::OPEN}</Button>
                <Others />
            </div>
        </form>
        {passkey.then(|| view! { <ByPasskey member /> })}
        <details class="fold">
            <summary>{say::FORGOTTEN}</summary>
            <p>{say::FORGOTTEN_MORE}</p>
            <NewLink />
        </details>
    }
}

/// Nothing opens it.
#[component]
fn Gone(member: MemberId, gone: Option<DoorState>) -> impl IntoView {
    let name = name_of(member);
    let (title, more) = match gone {
        Some(DoorState::Ended) => (say::ENDED, say::ENDED_MORE),
        Some(DoorState::Ordered) => (say::ORDERED, say::ORDERED_MORE),
        _ => (say::NOTHING_THERE, say::NOTHING_THERE_MORE),
    };
    view! {
        <h2>{move || name.get()}</h2>
        <Notice tone=Tone::Warning title=title><p>{more}</p></Notice>
        <NewLink />
        <div><Others /></div>
    }
}
