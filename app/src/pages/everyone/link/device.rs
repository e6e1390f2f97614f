//! What is asked of the device: whose it is, whether it has a lock of its own and is encrypted. It must never go on
//! without a lock: the vault's copy on it would be worth only what the person's secret is worth.

use leptos::prelude::*;

use super::{Step, Way};
use crate::components::{Button, ButtonKind, ButtonUse, Choice, ChoiceLayout, ChoiceOption, Notice, Tone};
use crate::messages::enrol as say;

/// The second step.
#[component]
pub fn Device(way: Way) -> impl IntoView {
    let [managed, passcode, encrypted] = [(); 3].map(|()| RwSignal::new(None::<bool>));
    let [whose_error, passcode_error, encrypted_error] = [(); 3].map(|()| RwSignal::new(None::<String>));
    let wanted = |answer: RwSignal<Option<bool>>, error: RwSignal<Option<String>>| {
        error.set(answer.get_untracked().is_none().then(|| say::CHOOSE.to_owned()));
    };
    let next = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        for (answer, error) in [(managed, whose_error), (passcode, passcode_error), (encrypted, encrypted_error)] {
            wanted(answer, error);
        }
        if passcode.get_untracked() == Some(false) {
            passcode_error.set(Some(say::PASSCODE_WANTED.to_owned()));
        }
        if let (Some(managed), Some(true), Some(encrypted)) =
            (managed.get_untracked(), passcode.get_untracked(), encrypted.get_untracked())
        {
            way.conditions.update(|conditions| {
                conditions.managed = managed;
                conditions.passcode = true;
                conditions.encrypted = encrypted;
            });
            way.step.set(Step::Own);
        }
    };
    let whose = vec![
        ChoiceOption::new(true, say::MANAGED).with_detail(say::MANAGED_MORE),
        ChoiceOption::new(false, say::OWN).with_detail(say::OWN_MORE),
    ];
    let yes_or = |no: &str| vec![ChoiceOption::new(true, say::YES), ChoiceOption::new(false, no)];
    view! {
        <form class="card stack" on:submit=next>
            <p class="note">{say::step(2)}</p>
            <h2>{say::DEVICE}</h2>
            <Choice
                label=say::WHOSE
                options=whose
                chosen=managed
                on_choose=move |is| managed.set(Some(is))
                layout=ChoiceLayout::Tiles
                error=whose_error
            />
            <Choice
                label=say::PASSCODE
                options=yes_or(say::NO)
                chosen=passcode
                on_choose=move |is| {
                    passcode_error.set(None);
                    passcode.set(Some(is));
                }
                layout=ChoiceLayout::Tiles
                error=passcode_error
            />
            <Choice
                label=say::ENCRYPTED
                hint=say::ENCRYPTED_HINT
                options=yes_or(say::NO_OR_UNKNOWN)
                chosen=encrypted
                on_choose=move |is| encrypted.set(Some(is))
                layout=ChoiceLayout::Tiles
                error=encrypted_error
            />
            <Show when=move || encrypted.get() == Some(false)>
                <Notice tone=Tone::Info title=say::NOT_ENCRYPTED />
            </Show>
            <div class="cluster">
                <Button role=ButtonUse::Submit>{say::NEXT}</Button>
                <Button kind=ButtonKind::Secondary on_press=move |()| way.step.set(Step::Pledge)>{say::BACK}</Button>
            </div>
        </form>
    }
}
