//! The seven contents of the report's form, ticked by the pair. It must never tick one by itself.

use leptos::prelude::*;
use shared::domain::Content;

use super::super::disputed::standing;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Checks, ChoiceLayout, ChoiceOption, StandingValue, TwoValues};
use crate::messages::note as say;
use crate::store::{OpenVisit, use_store};

/// The part. A content that stands ticked and unticked at once is shown with both.
#[component]
pub fn Contents() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let ticked = Memo::new(move |_| store.open.with(|open| open.as_ref().map(ticked).unwrap_or_default()));
    let disputed = Memo::new(move |_| store.open.with(|open| open.as_ref().map(disputed).unwrap_or_default()));
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let options = Memo::new(move |_| {
        let settled =
            |content: &&Content| disputed.with(|disputed| disputed.iter().all(|(other, _)| other != *content));
        Content::ALL
            .iter()
            .filter(settled)
            .map(|content| ChoiceOption::new(*content, content.label()))
            .collect::<Vec<_>>()
    });
    let tick = move |(content, ticked): (Content, bool)| problem.note(actions.set_content(content, ticked));
    view! {
        <section class="card stack stack--close">
            {move || if writable.get() {
                view! { <Checks label=say::CONTENTS layout=ChoiceLayout::List options ticked on_tick=tick /> }.into_any()
            } else {
                view! { <Ticked ticked /> }.into_any()
            }}
            {move || disputed.get().into_iter().map(|(content, values)| {
                let choose = move |key: String| tick((content, key == YES));
                if writable.get() {
                    view! { <TwoValues label=content.label() values on_choose=choose /> }.into_any()
                } else {
                    view! { <TwoValues label=content.label() values /> }.into_any()
                }
            }).collect_view()}
        </section>
    }
}

#[component]
fn Ticked(ticked: Memo<Vec<Content>>) -> impl IntoView {
    view! {
        <h2>{say::CONTENTS}</h2>
        <ul>{move || ticked.get().into_iter().map(|content| view! { <li>{content.label()}</li> }).collect_view()}</ul>
    }
}

const YES: &str = "yes";
const NO: &str = "no";

fn ticked(open: &OpenVisit) -> Vec<Content> {
    let contents = open.visit.contents.iter();
    contents.filter(|(_, stated)| stated.settled() == Some(&true)).map(|(content, _)| *content).collect()
}

fn disputed(open: &OpenVisit) -> Vec<(Content, Vec<StandingValue>)> {
    let key = |ticked: &bool| if *ticked { YES } else { NO }.to_owned();
    let words = |ticked: &bool| if *ticked { say::TICKED } else { say::UNTICKED }.to_owned();
    let contents = open.visit.contents.iter().map(|(content, stated)| (*content, standing(open, stated, key, words)));
    contents.filter(|(_, values)| !values.is_empty()).collect()
}
