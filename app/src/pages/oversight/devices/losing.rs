//! Saying that a device is lost, in two steps: what will happen, then whose it is. It cannot be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::time::Instant;

use super::SHEET;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Dialog, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::devices as say;
use crate::oversight::DeviceRow;

/// The questions. `device`: which; none while nobody asks. `on_lost` runs once it is said.
#[component]
pub fn Losing(device: RwSignal<Option<DeviceRow>>, on_lost: Callback<()>) -> impl IntoView {
    let actions = use_actions();
    let navigate = StoredValue::new_local(use_navigate());
    let sure = RwSignal::new(false);
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let close = move || {
        device.set(None);
        sure.set(false);
        problem.set(None);
    };
    let lose = move |()| {
        let Some(id) = device.with_untracked(|row| row.as_ref().map(|row| row.device)) else { return };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let said = actions.lose_device(id).await;
            busy.try_set(false);
            match said {
                Ok(_) => {
                    device.try_set(None);
                    sure.try_set(false);
                    on_lost.try_run(());
                    let sheet = format!("/devices?{SHEET}={id}");
                    navigate.try_with_value(|go| go(&sheet, NavigateOptions::default()));
                }
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    };
    let buttons = move || {
        view! {
            <Show
                when=move || sure.get()
                fallback=move || view! { <Button on_press=move |()| sure.set(true)>{say::NEXT}</Button> }
            >
                <Button kind=ButtonKind::Danger busy busy_words=say::LOSING on_press=lose>{say::LOSE_YES}</Button>
            </Show>
            <Button kind=ButtonKind::Secondary on_press=move |()| close()>{say::NOT_NOW}</Button>
        }
    };
    let open = Signal::derive(move || device.with(Option::is_some));
    let title = Signal::derive(move || if sure.get() { say::LOSE_SURE } else { say::LOSE_ASK }.to_owned());
    view! {
        <Dialog title open on_close=move |()| close() actions=buttons>
            <Show when=move || sure.get() fallback=What>
                <p>{say::LOSE_WHOSE}</p>
                {move || device.get().map(|row| view! { <Which row /> })}
            </Show>
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        </Dialog>
    }
}

#[component]
fn What() -> impl IntoView {
    view! {
        <p>{say::LOSE_WHEN}</p>
        <ol class="steps">{say::LOSE_WHAT.map(|words| view! { <li>{words}</li> })}</ol>
        <p>{say::LOSE_BACK}</p>
    }
}

#[component]
fn Which(row: DeviceRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>{say::WHOSE}</dt><dd>{row.name}</dd></div>
            <div><dt>{say::LAST_CONTACT}</dt><dd>{Instant::japanese(row.last_contact)}</dd></div>
            <div><dt>{say::NUMBER}</dt><dd class="code">{row.device.to_string()}</dd></div>
        </dl>
    }
}
