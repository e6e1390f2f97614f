//! The persons of this browser: who uses it now, switching, adding one, ending one's use.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::super::frame::Page;
use super::add_person::AddPerson;
use super::sign_out::SignOut;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, StateLabel, Tone};
use crate::messages::{people as say, titles};
use crate::store::{PersonRow, use_store};

/// The page.
#[component]
pub fn People() -> impl IntoView {
    let store = use_store();
    view! {
        <Page title=titles::PEOPLE lead=say::INTRO>
            <ul class="people">
                <For each=move || store.persons.get() key=|row| row.member let:row>
                    <li><Person row /></li>
                </For>
            </ul>
            <section class="card stack stack--close" aria-labelledby="add">
                <h2 id="add">{say::ADD}</h2>
                <p>{say::ADD_MORE}</p>
                <AddPerson />
            </section>
            <SignOut />
        </Page>
    }
}

#[component]
fn Person(row: PersonRow) -> impl IntoView {
    let (store, actions, navigate) = (use_store(), use_actions(), use_navigate());
    let member = row.member;
    let is_me = Memo::new(move |_| store.me.with(|me| me.as_ref().is_some_and(|me| me.member == member)));
    let switch = Callback::new(move |()| {
        navigate("/", NavigateOptions::default());
        actions.hide(Some(member));
    });
    let words = say::switch_to(&row.name);
    view! {
        <div class="card cluster cluster--apart">
            <p class="people__who">
                <strong>{row.name}</strong>
                <span class="note">{row.role.label()}</span>
            </p>
            {move || {
                let words = words.clone();
                if is_me.get() {
                    view! { <StateLabel tone=Tone::Success words=say::NOW /> }.into_any()
                } else {
                    view! { <Button kind=ButtonKind::Secondary on_press=switch>{words}</Button> }.into_any()
                }
            }}
        </div>
    }
}
