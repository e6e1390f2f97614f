//! At the door: a finger or a face in the place of the secret, which stays beside it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::MemberId;

use crate::actions::use_actions;
use crate::components::{Button, ButtonKind};
use crate::messages::passkey as say;
use crate::platform::session;

/// The button, and what came of it.
#[component]
pub fn ByPasskey(
    /// Whose door it is.
    member: MemberId,
) -> impl IntoView {
    let (actions, navigate) = (use_actions(), use_navigate());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let open = move |()| {
        let navigate = navigate.clone();
        let was_anothers = session::member_of_tab().is_some_and(|last| last != member.to_string());
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let opened = actions.unlock_by_passkey(member).await;
            busy.try_set(false);
            match opened {
                // What somebody else had on the screen is nothing to begin with.
                Ok(()) if was_anothers => {
                    navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Ok(()) => {}
                Err(problem) => drop(error.try_set(Some(say::problem(problem)))),
            }
        });
    };
    view! {
        <div class="stack stack--close">
            <div>
                <Button kind=ButtonKind::Secondary busy busy_words=say::WAITING on_press=open>{say::OPEN}</Button>
            </div>
            <div role="alert">{move || error.get().map(|words| view! { <p>{words}</p> })}</div>
        </div>
    }
}
