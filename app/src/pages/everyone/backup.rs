//! Taking one's records out as a sealed file. The phrase must never be kept beyond the press that takes it.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::{Backup, secret, use_actions};
use crate::components::{Button, ButtonKind, ButtonUse, Notice, SecretField, Tone};
use crate::messages::action::failed;
use crate::messages::{backup as say, enrol};

/// Takes what stands in a field, and empties it.
pub(super) fn taken(field: NodeRef<Input>) -> String {
    let Some(element) = field.get_untracked() else { return String::new() };
    let typed = secret::meant(&element.value());
    element.set_value("");
    typed
}

pub(super) fn focus(field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        // It fails only for an element that has left the page.
        let _ = field.focus();
    }
}

/// The section.
#[component]
pub fn TakeOut() -> impl IntoView {
    let actions = use_actions();
    let (first, second) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let [first_error, second_error, problem] = [(); 3].map(|()| RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let made = RwSignal::new_local(None::<Backup>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (one, other) = (taken(first), taken(second));
        let wrong = secret::problem_of_phrase(&one).map(enrol::wrong);
        let different = wrong.is_none() && one != other;
        let refused = wrong.is_some() || different;
        first_error.set(wrong);
        second_error.set(different.then(|| say::DIFFERENT.to_owned()));
        problem.set(None);
        if refused {
            focus(first);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = actions.take_out(&one).await;
            busy.try_set(false);
            match done {
                Ok(backup) => {
                    made.try_set(Some(backup));
                }
                Err(error) => {
                    problem.try_set(Some(failed(&error)));
                }
            }
        });
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="take-out">
            <h2 id="take-out">{say::TAKE_OUT}</h2>
            <p>{say::TAKE_OUT_LEAD}</p>
            <form class="stack stack--close" on:submit=submit>
                <SecretField label=say::PHRASE digits=false hint=say::PHRASE_HINT error=first_error node_ref=first />
                <SecretField label=say::AGAIN digits=false error=second_error node_ref=second />
                <div>
                    <Button kind=ButtonKind::Secondary role=ButtonUse::Submit busy busy_words=say::MAKING>{say::MAKE}</Button>
                </div>
            </form>
            {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
            {move || made.with(Option::is_some).then(|| view! { <Made made /> })}
        </section>
    }
}

/// The file is made: a press of its own gives it out.
#[component]
fn Made(made: RwSignal<Option<Backup>, LocalStorage>) -> impl IntoView {
    let actions = use_actions();
    let busy = RwSignal::new(false);
    let given = RwSignal::new(None::<Result<(), String>>);
    let give = move |()| {
        busy.set(true);
        spawn_local(async move {
            let backup = made.try_with_untracked(|made| made.clone()).flatten();
            let Some(backup) = backup else { return };
            let done = actions.give_out(&backup).await;
            busy.try_set(false);
            given.try_set(Some(done.map_err(|error| failed(&error))));
        });
    };
    let holds = move || made.with(|made| made.as_ref().map(|made| say::holds(made.holds)));
    view! {
        <Notice tone=Tone::Success title=say::MADE>
            <p>{holds}</p>
            <div><Button kind=ButtonKind::Primary busy busy_words=say::GIVING on_press=give>{say::GIVE}</Button></div>
        </Notice>
        {move || given.get().map(|given| match given {
            Ok(()) => view! { <Notice tone=Tone::Success title=say::GIVEN><p>{say::GIVEN_MORE}</p></Notice> }.into_any(),
            Err(words) => view! { <Notice tone=Tone::Warning title=words /> }.into_any(),
        })}
    }
}
