//! A pause, with its days and no reason.

use leptos::prelude::*;
use shared::domain::Period;

use super::super::super::visit::problem::use_problem;
use super::use_own;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, DateField, DateInput, DateParts, Notice, Tone};
use crate::messages::schedule as say;
use crate::store::use_store;

/// The section.
#[component]
pub fn Pause() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let [from, until] = [(); 2].map(|()| RwSignal::new(DateParts::default()));
    let [from_error, until_error] = [(); 2].map(|()| RwSignal::new(None::<String>));
    let begin = move |()| {
        let first = match from.with_untracked(DateParts::read) {
            DateInput::Day(day) => Ok(day),
            _ => Err(say::DAY_MISSING),
        };
        let last = match until.with_untracked(DateParts::read) {
            DateInput::Empty => Ok(None),
            DateInput::Day(day) => Ok(Some(day)),
            _ => Err(say::DAY_MISSING),
        };
        from_error.set(first.err().map(str::to_owned));
        until_error.set(last.err().map(str::to_owned));
        let (Ok(first), Ok(last)) = (first, last) else { return };
        match Period::new(first, last) {
            None => until_error.set(Some(say::PAUSE_BACKWARDS.to_owned())),
            Some(pause) => {
                let done = actions.put_pause(Some(pause));
                if done.is_ok() {
                    from.set(DateParts::default());
                    until.set(DateParts::default());
                }
                problem.note(done);
            }
        }
    };
    let pause = Memo::new(move |_| use_own(|row| row.availability.pause).flatten());
    view! {
        <section class="card stack stack--close" aria-labelledby="pause">
            <h2 id="pause">{say::PAUSE}</h2>
            <p>{say::PAUSE_MORE}</p>
            {move || match pause.get() {
                Some(pause) => view! {
                    <Notice tone=Tone::Info title=say::paused(pause)>
                        <div><Button kind=ButtonKind::Secondary on_press=move |()| problem.note(actions.put_pause(None))>{say::PAUSE_END}</Button></div>
                    </Notice>
                }.into_any(),
                None => view! {
                    <DateField label=say::PAUSE_FROM value=None on_input=move |_| from_error.set(None) today=Some(store.today.get_untracked()) error=from_error parts=from />
                    <DateField label=say::PAUSE_UNTIL hint=say::PAUSE_UNTIL_HINT value=None on_input=move |_| until_error.set(None) error=until_error parts=until />
                    <div><Button kind=ButtonKind::Secondary on_press=begin>{say::PAUSE_BEGIN}</Button></div>
                }.into_any(),
            }}
        </section>
    }
}
