//! What stands beside a visit and in no note: the ten minutes of the pair, the way to one's own page of care, and the way
//! to take where a person may not be safe. It must never tell what is written there.

use leptos::prelude::*;
use shared::documents::visit::FactField;
use shared::domain::Role;

use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{ButtonKind, Choice, ChoiceOption, Icon, LinkButton};
use crate::messages::{care as say, titles};
use crate::store::{OpenVisit, use_store};

/// The code of a debrief that was held.
const YES: &str = "yes";
/// And of one that was not.
const NO: &str = "no";

/// The part.
#[component]
pub fn BesideVisit() -> impl IntoView {
    let store = use_store();
    let visitor = store.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.role == Role::Visitor));
    view! {
        {visitor.then(|| view! { <Debriefed /> })}
        <div>
            <LinkButton kind=ButtonKind::Secondary href="/concern" icon=Icon::Telephone>{titles::CONCERN}</LinkButton>
        </div>
    }
}

/// Whether the two looked back together; of what they said nothing stands here.
#[component]
fn Debriefed() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let chosen = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().and_then(|open| open.visit.facts.debrief.settled().cloned()))
    });
    let id = Memo::new(move |_| store.open.with(|open| open.as_ref().map(|open| open.id)));
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let options = vec![
        ChoiceOption::new(YES.to_owned(), say::DEBRIEFED_YES),
        ChoiceOption::new(NO.to_owned(), say::DEBRIEFED_NO),
    ];
    let options = Signal::stored(options);
    let begun = move || {
        let own = store.cares.with(|rows| {
            let mut own = rows.iter().filter(|row| row.mine && row.visit == id.get());
            own.next().map(|row| row.id)
        });
        match (own, id.get()) {
            (Some(care), _) => format!("/care/{care}"),
            (None, Some(visit)) => format!("/care/begin/{visit}"),
            (None, None) => "/care".to_owned(),
        }
    };
    view! {
        <section class="card stack stack--close" id="debriefed" aria-label=say::DEBRIEF>
            <Show when=move || writable.get()>
                <Choice label=say::DEBRIEFED options chosen
                    on_choose=move |code| problem.note(actions.set_fact(FactField::Debrief, Some(code))) />
            </Show>
            <div><LinkButton kind=ButtonKind::Plain href=Signal::derive(begun)>{say::DEBRIEF_HOW}</LinkButton></div>
        </section>
    }
}
