//! Who is invited, and the pledge of secrecy: read and accepted before anything is shown (article 35-2).

use leptos::prelude::*;

use super::{Step, Way};
use crate::components::{Button, ButtonUse, Checks, ChoiceOption};
use crate::messages::enrol as say;

/// The first step.
#[component]
pub fn Pledge(way: Way) -> impl IntoView {
    let ticked = RwSignal::new(Vec::<u8>::new());
    let error = RwSignal::new(None::<String>);
    let invitation = way.invitation.get_untracked();
    let who = invitation.as_ref().map(|one| say::invited(&one.name, one.role)).unwrap_or_default();
    let paragraphs = invitation.map(|one| one.pledge).unwrap_or_default();
    let paragraphs = paragraphs.lines().map(|line| view! { <li>{line.to_owned()}</li> }).collect_view();
    let next = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match ticked.with_untracked(Vec::is_empty) {
            true => error.set(Some(say::PLEDGE_WANTED.to_owned())),
            false => way.step.set(Step::Device),
        }
    };
    view! {
        <div>
            <p><strong>{who}</strong></p>
            <p class="support">{say::NOT_ME}</p>
        </div>
        <form class="card stack stack--close" on:submit=next>
            <p class="note">{say::step(1)}</p>
            <h2>{say::PLEDGE}</h2>
            <p>{say::PLEDGE_LEAD}</p>
            <ul class="steps">{paragraphs}</ul>
            <Checks
                label=say::PLEDGE
                options=vec![ChoiceOption::new(0_u8, say::PLEDGE_TICK)]
                ticked=ticked
                error=error
                on_tick=move |(value, on): (u8, bool)| {
                    error.set(None);
                    ticked.set(if on { vec![value] } else { Vec::new() });
                }
            />
            <div><Button role=ButtonUse::Submit>{say::NEXT}</Button></div>
        </form>
    }
}
