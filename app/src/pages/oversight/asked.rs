//! What a page has asked of the relay: still on its way, there, or why not, with a button that asks again.

use leptos::prelude::*;

use crate::actions::ActionError;
use crate::components::{Button, ButtonKind, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::devices as say;

/// An answer, once it is there.
pub type Answer<T> = RwSignal<Option<Result<T, ActionError>>>;

/// Shows an answer.
pub fn shown<T, V>(
    answer: Answer<T>,
    again: Callback<()>,
    view: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match answer.get() {
        None => view! { <p role="status" class="support">{say::ASKING}</p> }.into_any(),
        Some(Ok(known)) => view(known).into_any(),
        Some(Err(error)) => view! {
            <Notice tone=Tone::Warning title=say::not_known(&error)>
                <p>{(!matches!(error, ActionError::Offline)).then(|| failed(&error))}</p>
                <div><Button kind=ButtonKind::Secondary on_press=move |()| again.run(())>{say::ASK_AGAIN}</Button></div>
            </Notice>
        }
        .into_any(),
    }
}
