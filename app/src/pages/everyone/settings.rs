//! Storage, the line to the relay, this device, what was set aside, the home screen.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::frame::Page;
use super::super::moment::{since, today};
use super::super::stopped::Stopped;
use super::aside::Aside;
use super::backup::TakeOut;
use super::bring_back::BringBack;
use super::change_secret::ChangeSecret;
use super::idle::Idle;
use super::install::Install;
use super::link::WhoAmI;
use super::looking_after::LookingAfter;
use super::passkey::Passkey;
use super::reminders::Reminders;
use super::sessions::Sessions;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::{keep_advice, not_kept};
use crate::messages::{relay, settings as say, titles};
use crate::store::{OfflineReady, SaveState, use_store};

/// A clock may differ this much before it is said, in ms.
const CLOCK_OFF_MS: i64 = 120_000;
const MS_PER_MINUTE: i64 = 60_000;

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Page title=titles::SETTINGS>
            <Clock />
            <Storage />
            <Relay />
            <Idle />
            <ChangeSecret />
            <Passkey />
            <Reminders />
            <Sessions />
            <LookingAfter />
            <SetAside />
            <TakeOut />
            <BringBack />
            <Device />
            <Install />
        </Page>
    }
}

#[component]
fn Clock() -> impl IntoView {
    let store = use_store();
    let off = move || store.clock_ahead_ms.get().filter(|ms| ms.abs() >= CLOCK_OFF_MS);
    move || {
        off().map(|ms| {
            view! {
                <Notice tone=Tone::Warning title=say::CLOCK>
                    <p>{say::clock_off(ms / MS_PER_MINUTE)}</p>
                </Notice>
            }
        })
    }
}

#[component]
fn Storage() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(false));
    let persisted = Memo::new(move |_| store.storage.get().persisted);
    let ask = move |()| {
        busy.set(true);
        spawn_local(async move {
            let granted = actions.ask_persistence().await;
            busy.try_set(false);
            refused.try_set(!granted);
        });
    };
    let used = move || {
        let report = store.storage.get();
        Some(say::used(&say::bytes(report.usage_bytes?), &say::bytes(report.quota_bytes?)))
    };
    let failing = move || match store.save.get() {
        SaveState::CannotSave { reason, .. } => Some(reason),
        _ => None,
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="storage">
            <h2 id="storage">{say::STORAGE}</h2>
            {move || failing().map(|reason| view! {
                <Notice tone=Tone::Error title=not_kept(reason)>
                    <p>{keep_advice(reason)}</p>
                    <div>
                        <Button kind=ButtonKind::Secondary on_press=move |()| actions.retry_storage()>{say::SAVE_AGAIN}</Button>
                    </div>
                </Notice>
            })}
            {move || match persisted.get() {
                Some(true) => view! {
                    <Notice tone=Tone::Success title=say::PERSISTED><p>{say::PERSISTED_MORE}</p></Notice>
                }.into_any(),
                Some(false) => view! {
                    <Notice tone=Tone::Warning title=say::NOT_PERSISTED>
                        <p>{say::NOT_PERSISTED_MORE}</p>
                        <div><Button kind=ButtonKind::Secondary busy busy_words=say::ASKING on_press=ask>{say::ASK}</Button></div>
                        <Show when=move || refused.get()><p role="status">{say::REFUSED}</p></Show>
                    </Notice>
                }.into_any(),
                None => view! { <p class="support">{say::PERSIST_UNKNOWN}</p> }.into_any(),
            }}
            {move || used().map(|words| view! { <p class="note">{words}</p> })}
        </section>
    }
}

#[component]
fn Relay() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let owed = move || match store.save.get() {
        SaveState::OnDevice { owed, .. } => Some(owed),
        SaveState::AtRelay { .. } => None,
        SaveState::Saving { .. } | SaveState::CannotSave { .. } => Some(0),
    };
    let from = move || since(store.online_since.get(), today());
    let words = move || match owed() {
        Some(0) => String::new(),
        Some(count) => relay::waiting(count),
        None => say::ALL_SENT.to_owned(),
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="relay">
            <h2 id="relay">{say::RELAY}</h2>
            {move || match (store.stopped.get(), store.online.get()) {
                (Some(code), _) => view! { <Stopped code /> }.into_any(),
                (None, true) => view! { <p>{say::online(&from())}</p> }.into_any(),
                (None, false) => view! { <p>{say::offline(&from())}</p> }.into_any(),
            }}
            <p>{words}</p>
            <div><Button kind=ButtonKind::Secondary on_press=move |()| actions.sync_now()>{say::TRY_NOW}</Button></div>
        </section>
    }
}

#[component]
fn SetAside() -> impl IntoView {
    let store = use_store();
    view! {
        <section class="card stack stack--close" aria-labelledby="set-aside">
            <h2 id="set-aside">{say::SET_ASIDE}</h2>
            <Show when=move || store.aside.with(Vec::is_empty)>
                <p class="support">{say::NOTHING_SET_ASIDE}</p>
            </Show>
            <For each=move || store.aside.get() key=|row| row.id.clone() let:row>
                <Aside row />
            </For>
        </section>
    }
}

#[component]
fn Device() -> impl IntoView {
    let store = use_store();
    let offline = move || match store.offline.get() {
        OfflineReady::Ready => say::OFFLINE_YES,
        OfflineReady::NotYet | OfflineReady::Holes => say::OFFLINE_NOT_YET,
    };
    let device = move || store.me.with(|me| me.as_ref().map(|me| me.device.to_string()));
    view! {
        <section class="stack stack--close" aria-labelledby="device">
            <h2 id="device">{say::DEVICE}</h2>
            <Show when=move || store.update_waiting.get()>
                <Notice tone=Tone::Info title=say::UPDATE><p>{say::UPDATE_MORE}</p></Notice>
            </Show>
            {move || store.me.get().map(|me| view! { <WhoAmI me /> })}
            <dl class="facts card">
                <div><dt>{say::VERSION}</dt><dd>{store.version}</dd></div>
                <div><dt>{say::OFFLINE_READY}</dt><dd>{offline}</dd></div>
                {move || device().map(|id| view! {
                    <div><dt>{say::DEVICE_LABEL}</dt><dd class="code">{id}</dd></div>
                })}
            </dl>
        </section>
    }
}
