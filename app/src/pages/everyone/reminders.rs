//! The setting of the reminder of the day before. The browser must never be asked before the person presses.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::{ActionError, Reminding, use_actions};
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::reminders as say;
use crate::store::use_store;

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Is(Reminding, bool),
    Offline,
}

/// The setting; nothing where the relay reminds nobody.
#[component]
pub fn Reminders() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let known = RwSignal::new(None::<Known>);
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let look = move || {
        spawn_local(async move {
            let found = match actions.reminding().await {
                Ok((reminding, possible)) => Some(Known::Is(reminding, possible)),
                Err(ActionError::Offline) => Some(Known::Offline),
                Err(_) => None,
            };
            known.try_set(found);
        });
    };
    // Whether it is offered, the relay says.
    Effect::new(move || {
        store.online.track();
        look();
    });
    let wish = move |wanted: Option<Reminding>| {
        busy.set(true);
        spawn_local(async move {
            let done = match wanted {
                Some(reminding) => actions.ask_reminding(&reminding).await,
                None => actions.stop_reminding().await,
            };
            busy.try_set(false);
            problem.try_set(done.err().map(|error| match error {
                ActionError::NotAllowed => say::DENIED.to_owned(),
                ActionError::NotGiven => say::FAILED.to_owned(),
                other => failed(&other),
            }));
            look();
        });
    };
    let section = move |known: Known| {
        let inner = match known {
            Known::Offline => view! { <p class="support">{say::OFFLINE}</p> }.into_any(),
            Known::Is(reminding, _) if reminding.here => view! {
                <Notice tone=Tone::Success title=say::HERE />
                <div><Button kind=ButtonKind::Secondary busy on_press=move |()| wish(None)>{say::STOP}</Button></div>
            }
            .into_any(),
            Known::Is(_, false) => view! { <p class="support">{say::NOT_POSSIBLE}</p> }.into_any(),
            Known::Is(reminding, true) => view! {
                <div><Button kind=ButtonKind::Secondary busy busy_words=say::ASKING on_press=move |()| wish(Some(reminding))>{say::ASK}</Button></div>
            }
            .into_any(),
        };
        let meaning = match known {
            Known::Is(Reminding { at: Some(at), .. }, _) => Some(say::meaning(at)),
            _ => None,
        };
        view! {
            <section class="card stack stack--close" aria-labelledby="reminders">
                <h2 id="reminders">{say::HEADING}</h2>
                {meaning.map(|words| view! { <p>{words}</p> })}
                {inner}
                {move || problem.get().map(|words| view! { <Notice tone=Tone::Warning title=words /> })}
            </section>
        }
    };
    let is_visitor = move || store.me.with(|me| me.as_ref().is_some_and(|me| me.role == shared::domain::Role::Visitor));
    let offered = |known: &Known| !matches!(known, Known::Is(Reminding { at: None, .. }, _));
    let shown = Memo::new(move |_| known.get().filter(|known| is_visitor() && offered(known)));
    move || shown.get().map(section)
}
