//! How the visitor is, at one moment: a face, words, both or neither. It must never count or rank them, nor let a face
//! stand beside the words of another moment.

use leptos::prelude::*;
use shared::documents::aftercare::{Checked, Moment, SelfCheck};
use shared::domain::{Face, Feeling};

use super::super::moment::{since, today};
use super::folding::Folding;
use super::telling::use_told;
use super::{of, say};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, ChoiceOption, FaceChoice, FaceDrawing, StandingValue, TwoValues};
use crate::messages::visit;
use crate::store::OpenCare;

/// One moment.
#[component]
pub fn Checks(moment: Moment) -> impl IntoView {
    let writable = of(|open| open.mine && open.writable());
    let several = of(move |open| standing(open, moment));
    let disputed = Memo::new(move |_| several.with(|values| values.as_ref().is_some_and(|values| values.len() > 1)));
    view! {
        <section class="card stack" aria-labelledby=moment.key()>
            <h2 id=moment.key()>{moment.label()}</h2>
            <Show when=move || disputed.get()><Both moment /></Show>
            {move || match writable.get() {
                Some(true) => view! { <Folding moment><Fields moment /></Folding> }.into_any(),
                _ => view! { <Shown moment /> }.into_any(),
            }}
        </section>
    }
}

fn checked(open: &OpenCare, moment: Moment) -> Option<SelfCheck> {
    open.care.checks.get(&moment)?.all().first().map(|said| said.value.clone())
}

/// The face, the words, the moment.
#[component]
fn Fields(moment: Moment) -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let now = of(move |open| checked(open, moment));
    let stands = move || now.get_untracked().flatten().map_or_else(Checked::default, plain);
    let put = Callback::new(move |checked: Checked| {
        let empty = checked == Checked::default();
        told.note(actions.put_check(moment, Some(&checked).filter(|_| !empty)));
    });
    let face = Memo::new(move |_| now.get().flatten().and_then(|check| check.face));
    let feelings = Memo::new(move |_| {
        now.get().flatten().map(|check| check.feelings.into_iter().collect::<Vec<_>>()).unwrap_or_default()
    });
    let any = Memo::new(move |_| now.get().flatten().map(|check| since(check.at, today())));
    let options: Vec<_> = Feeling::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let tick = move |(feeling, ticked): (Feeling, bool)| {
        let mut checked = stands();
        match ticked {
            true => checked.feelings.insert(feeling),
            false => checked.feelings.remove(&feeling),
        };
        put.run(checked);
    };
    view! {
        <FaceChoice label=say::FACE hint=say::SKIP chosen=face
            on_choose=move |face: Face| put.run(Checked { face: Some(face), ..stands() }) />
        <crate::components::Checks label=say::FEELINGS hint=say::SEVERAL options=Signal::stored(options) ticked=feelings on_tick=tick />
        {move || any.get().map(|at| view! {
            <div class="cluster">
                <p class="note">{say::chosen_at(&at)}</p>
                <Button kind=ButtonKind::Plain on_press=move |()| put.run(Checked::default())>
                    {say::TAKE_BACK}<span class="visually-hidden">{format!("：{}", moment.label())}</span>
                </Button>
            </div>
        })}
    }
}

/// The same to be read.
#[component]
fn Shown(moment: Moment) -> impl IntoView {
    let now = of(move |open| checked(open, moment));
    move || match now.get().flatten() {
        None => view! { <p class="support">{say::NOTHING_CHOSEN}</p> }.into_any(),
        Some(check) => {
            let face = check.face.map(|face| {
                view! { <p class="cluster"><FaceDrawing face /><strong>{face.label()}</strong></p> }
            });
            let words = feelings(&check);
            view! { {face}<p>{words}</p><p class="note">{say::chosen_at(&since(check.at, today()))}</p> }.into_any()
        }
    }
}

/// Both, where two devices of the visitor wrote apart.
#[component]
fn Both(moment: Moment) -> impl IntoView {
    let (actions, told) = (use_actions(), use_told());
    let values = of(move |open| standing(open, moment));
    let list = Memo::new(move |_| values.get().unwrap_or_default());
    let own = of(|open| open.mine && open.writable());
    let all = of(move |open| {
        let stated = open.care.checks.get(&moment);
        stated.map(|stated| stated.all().iter().map(|said| said.value.clone()).collect::<Vec<_>>()).unwrap_or_default()
    });
    let choose = Callback::new(move |key: String| {
        let all = all.get_untracked().unwrap_or_default();
        if let Some(check) = key.parse::<usize>().ok().and_then(|at| all.get(at).cloned()) {
            told.note(actions.put_check(moment, Some(&plain(check))));
        }
    });
    move || match own.get() {
        Some(true) => view! { <TwoValues label=moment.label() values=list on_choose=choose /> }.into_any(),
        _ => view! { <TwoValues label=moment.label() values=list /> }.into_any(),
    }
}

fn standing(open: &OpenCare, moment: Moment) -> Vec<StandingValue> {
    let one = |(at, said): (usize, &shared::documents::Said<SelfCheck>)| StandingValue {
        key: at.to_string(),
        value: [said.value.face.map(|face| face.label().to_owned()).unwrap_or_default(), feelings(&said.value)]
            .join("　"),
        author: visit::person(open.name(said.actor)),
        at: said.value.at.label(),
    };
    let stated = open.care.checks.get(&moment);
    stated.map(|stated| stated.all().iter().enumerate().map(one).collect()).unwrap_or_default()
}

fn plain(check: SelfCheck) -> Checked {
    Checked { face: check.face, feelings: check.feelings }
}

fn feelings(check: &SelfCheck) -> String {
    check.feelings.iter().map(|one| one.label()).collect::<Vec<_>>().join("・")
}
