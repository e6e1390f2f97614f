//! What the visitor wishes for from here on, and whether they want to be called. Nobody asks why.

use leptos::prelude::*;
use shared::domain::CareWish;

use super::telling::use_told;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Checks, Choice, ChoiceLayout, ChoiceOption, StandingValue, TwoValues};
use crate::messages::visit;
use crate::store::OpenCare;

/// The wish and the call.
#[component]
pub fn Wish() -> impl IntoView {
    let writable = of(|open| open.mine && open.writable());
    let several = of(standing);
    let disputed = Memo::new(move |_| several.with(|values| values.as_ref().is_some_and(|values| values.len() > 1)));
    view! {
        <section class="card stack" aria-labelledby="wish">
            <h2 id="wish">{say::WISH}</h2>
            {move || match (writable.get(), disputed.get()) {
                (_, true) => view! { <Both /> }.into_any(),
                (Some(true), false) => view! { <Fields /> }.into_any(),
                _ => view! { <Shown /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let wish = of(|open| open.care.wish.settled().copied());
    let chosen = Memo::new(move |_| wish.get().flatten());
    let alone = of(|open| open.care.supporter.is_none());
    let hint =
        Signal::derive(
            move || {
                if alone.get() == Some(true) { say::WISH_ALONE.to_owned() } else { say::WISH_HINT.to_owned() }
            },
        );
    let put = move |wish: Option<CareWish>| {
        told.note(actions.put_care_wish(wish));
    };
    let enough = of(|open| open.care.enough.all().iter().any(|said| said.value));
    let ticked = Memo::new(move |_| if enough.get() == Some(true) { vec![()] } else { Vec::new() });
    let tick = move |((), ticked): ((), bool)| {
        told.note(actions.put_enough(ticked));
    };
    let wishes: Vec<_> = CareWish::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let call = vec![ChoiceOption::new((), say::ENOUGH).with_detail(say::ENOUGH_MORE)];
    view! {
        <Choice label=say::WISH hint options=Signal::stored(wishes) chosen on_choose=move |wish| put(Some(wish)) />
        <Show when=move || chosen.get().is_some()>
            <div>
                <Button kind=ButtonKind::Plain on_press=move |()| put(None)>
                    {say::CLEAR}<span class="visually-hidden">{format!("：{}", say::WISH)}</span>
                </Button>
            </div>
        </Show>
        <Checks label=say::CALLS_WANTED layout=ChoiceLayout::List options=Signal::stored(call) ticked on_tick=tick />
    }
}

/// To be read by the supporter.
#[component]
fn Shown() -> impl IntoView {
    let wish = of(|open| open.care.wish.settled().copied());
    let enough = of(|open| open.care.enough.settled() == Some(&true));
    view! {
        <p>{move || wish.get().flatten().map_or(say::NOTHING_CHOSEN, CareWish::label)}</p>
        <Show when=move || enough.get() == Some(true)><p><strong>{say::ENOUGH}</strong></p></Show>
    }
}

/// Both, where two devices of the visitor wrote apart.
#[component]
fn Both() -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let own = of(|open| open.mine && open.writable());
    let values = of(standing);
    let list = Memo::new(move |_| values.get().unwrap_or_default());
    let choose = Callback::new(move |code: String| {
        told.note(actions.put_care_wish(CareWish::from_code(&code)));
    });
    move || match own.get() {
        Some(true) => view! { <TwoValues label=say::WISH values=list on_choose=choose /> }.into_any(),
        _ => view! { <TwoValues label=say::WISH values=list /> }.into_any(),
    }
}

fn standing(open: &OpenCare) -> Vec<StandingValue> {
    let one = |said: &shared::documents::Said<CareWish>| StandingValue {
        key: said.value.code().to_owned(),
        value: said.value.label().to_owned(),
        author: visit::person(open.name(said.actor)),
        at: visit::SOME_TIME.to_owned(),
    };
    open.care.wish.all().iter().map(one).collect()
}
