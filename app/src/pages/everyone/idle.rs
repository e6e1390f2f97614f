//! After how long without a touch everything is hidden.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::use_actions;
use crate::components::{Choice, ChoiceLayout, ChoiceOption};
use crate::messages::action::failed;
use crate::messages::enrol as say;
use crate::store::{IDLE_MINUTES_CHOICES, use_store};

/// The setting.
#[component]
pub fn Idle() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let error = RwSignal::new(None::<String>);
    let options: Vec<_> =
        IDLE_MINUTES_CHOICES.iter().map(|minutes| ChoiceOption::new(*minutes, say::minutes(*minutes))).collect();
    let choose = move |minutes: u8| {
        spawn_local(async move {
            let kept = actions.set_idle_minutes(minutes).await;
            error.try_set(kept.err().map(|problem| failed(&problem)));
        });
    };
    let chosen = Signal::derive(move || Some(store.idle_minutes.get()));
    view! {
        <section class="card">
            <Choice
                label=say::IDLE
                hint=say::IDLE_HINT
                options=options
                chosen=chosen
                on_choose=choose
                layout=ChoiceLayout::Tiles
                error=error
            />
        </section>
    }
}
