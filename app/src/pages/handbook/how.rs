//! How the handbook is read: how plainly, and with readings or without. Kept on this device alone, sealed.

use leptos::prelude::*;
use shared::domain::Level;

use super::Shared;
use crate::actions::use_actions;
use crate::components::{Choice, ChoiceOption};
use crate::messages::handbook as say;
use crate::store::Reading;

/// The two choices.
#[component]
pub fn How() -> impl IntoView {
    let actions = use_actions();
    let reading = expect_context::<Shared>().reading;
    let levels: Vec<_> = Level::ALL.iter().map(|level| ChoiceOption::new(*level, level.label())).collect();
    let level = Signal::derive(move || Some(reading.with(|reading| reading.level)));
    let choose = move |level| actions.keep_reading(&Reading { level, ..reading.get_untracked() });
    let onoff = vec![ChoiceOption::new(true, say::FURIGANA_ON), ChoiceOption::new(false, say::FURIGANA_OFF)];
    let furigana = Signal::derive(move || Some(reading.with(|reading| reading.furigana)));
    let switch = move |furigana| actions.keep_reading(&Reading { furigana, ..reading.get_untracked() });
    view! {
        <section class="card stack stack--close" aria-label=say::HOW>
            <Choice label=say::LEVEL options=levels chosen=level on_choose=choose />
            <Choice label=say::FURIGANA options=onoff chosen=furigana on_choose=switch />
        </section>
    }
}
