//! Bringing back what was taken out as a sealed file. It must never take a part of one.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::backup::{focus, taken};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, ButtonUse, FileField, Notice, SecretField, Tone};
use crate::messages::action::failed;
use crate::messages::backup as say;
use crate::store::BroughtBack;

/// The section.
#[component]
pub fn BringBack() -> impl IntoView {
    let actions = use_actions();
    let phrase = NodeRef::<Input>::new();
    let chosen = RwSignal::new_local(None::<File>);
    let [file_error, phrase_error] = [(); 2].map(|()| RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let done = RwSignal::new(None::<Result<BroughtBack, String>>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let file = chosen.get_untracked();
        file_error.set(file.is_none().then(|| say::NO_FILE.to_owned()));
        let Some(file) = file else { return };
        let typed = taken(phrase);
        phrase_error.set(typed.is_empty().then(|| say::NO_PHRASE.to_owned()));
        done.set(None);
        if typed.is_empty() {
            focus(phrase);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let result = actions.bring_back(&file, &typed).await;
            busy.try_set(false);
            done.try_set(Some(result.map_err(|error| failed(&error))));
        });
    };
    let pick = move |file| {
        file_error.set(None);
        done.set(None);
        chosen.set(file);
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="bring-back">
            <h2 id="bring-back">{say::BRING_BACK}</h2>
            <p>{say::BRING_BACK_LEAD}</p>
            <form class="stack stack--close" on:submit=submit>
                <FileField label=say::FILE hint=say::FILE_HINT error=file_error on_pick=pick />
                <SecretField label=say::PHRASE digits=false error=phrase_error node_ref=phrase />
                <div>
                    <Button kind=ButtonKind::Secondary role=ButtonUse::Submit busy busy_words=say::BRINGING>{say::BRING}</Button>
                </div>
            </form>
            {move || done.get().map(|done| match done {
                Ok(back) => view! {
                    <Notice tone=Tone::Success title=say::BROUGHT><p>{say::brought(back)}</p></Notice>
                }.into_any(),
                Err(words) => view! { <Notice tone=Tone::Error title=words /> }.into_any(),
            })}
        </section>
    }
}
