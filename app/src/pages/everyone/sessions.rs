//! One's own sessions, on whatever device: which there are, and ending one of them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::moment::{since, today};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Dialog, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::sessions as say;
use crate::oversight::SessionRow;
use crate::store::use_store;

/// What is known of them.
type Known = Option<Result<Vec<SessionRow>, String>>;

/// The section.
#[component]
pub fn Sessions() -> impl IntoView {
    let actions = use_actions();
    let known = RwSignal::new(None as Known);
    let asked = RwSignal::new(None::<SessionRow>);
    let read = move || {
        spawn_local(async move {
            let rows = actions.sessions().await.map_err(|error| failed(&error));
            known.try_set(Some(rows));
        });
    };
    read();
    let shown = move || match known.get() {
        None => view! { <p class="support">{say::READING}</p> }.into_any(),
        Some(Ok(rows)) => view! { <Rows rows asked /> }.into_any(),
        Some(Err(words)) => view! {
            <Notice tone=Tone::Info title=words>
                <div><Button kind=ButtonKind::Secondary on_press=move |()| read()>{say::AGAIN}</Button></div>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="sessions">
            <h2 id="sessions">{say::SESSIONS}</h2>
            <p class="support">{say::LEAD}</p>
            <div role="status">{shown}</div>
        </section>
        <Ending asked on_ended=Callback::new(move |()| read()) />
    }
}

#[component]
fn Rows(rows: Vec<SessionRow>, asked: RwSignal<Option<SessionRow>>) -> impl IntoView {
    let own = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.device));
    let row = move |row: SessionRow| {
        let (which, used) = (say::which(row.this, Some(row.device) == own), since(row.last_used, today()));
        let spoken = say::end_of(which, &used);
        let begun = row.since.japanese();
        let device = row.device.to_string();
        view! {
            <li class="stack stack--close">
                <h3>{which}</h3>
                <dl class="facts">
                    <div><dt>{say::LAST_USED}</dt><dd>{row.last_used.japanese()}</dd></div>
                    <div><dt>{say::SINCE}</dt><dd>{begun}</dd></div>
                    <div><dt>{say::NUMBER}</dt><dd class="code">{device}</dd></div>
                </dl>
                <div>
                    <Button kind=ButtonKind::Secondary on_press=move |()| asked.set(Some(row.clone()))>
                        {say::END}<span class="visually-hidden">{spoken}</span>
                    </Button>
                </div>
            </li>
        }
    };
    view! { <ul class="stack stack--close plain-list">{rows.into_iter().map(row).collect_view()}</ul> }
}

/// The question before it ends, and ending it.
#[component]
fn Ending(asked: RwSignal<Option<SessionRow>>, on_ended: Callback<()>) -> impl IntoView {
    let actions = use_actions();
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let close = move || {
        asked.set(None);
        problem.set(None);
    };
    let end = move |()| {
        let Some(row) = asked.get_untracked() else { return };
        if row.this {
            close();
            return actions.hide(None);
        }
        busy.set(true);
        spawn_local(async move {
            let ended = actions.end_session(row.id).await;
            busy.try_set(false);
            match ended {
                Ok(()) => {
                    asked.try_set(None);
                    on_ended.try_run(());
                }
                Err(error) => drop(problem.try_set(Some(failed(&error)))),
            }
        });
    };
    let more = move || {
        asked.with(|row| if row.as_ref().is_some_and(|row| row.this) { say::END_THIS_MORE } else { say::END_MORE })
    };
    let buttons = move || {
        view! {
            <Button kind=ButtonKind::Danger busy busy_words=say::ENDING on_press=end>{say::END_YES}</Button>
            <Button kind=ButtonKind::Secondary on_press=move |()| close()>{say::END_NO}</Button>
        }
    };
    let open = Signal::derive(move || asked.with(Option::is_some));
    view! {
        <Dialog title=say::END_ASK open on_close=move |()| close() actions=buttons>
            <p>{more}</p>
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
        </Dialog>
    }
}
