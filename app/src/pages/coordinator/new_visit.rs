//! The form that makes a visit: the person's own wish first (gate A), then where, when and who
//! (gate B). It must never lose what was written to an error, a telephone or another page.

mod against;
mod check;
mod draft;
mod errors;
mod fields;
mod form;
mod keeping;
mod pair;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::documents::visit::{BriefingField, PlanField, Seat};

use super::super::frame::Page;
use super::super::moment::today;
use crate::actions::{self, use_actions};
use crate::components::{Button, Notice, Tone};
use crate::messages::action::failed;
use crate::messages::{new_visit as say, titles};
use crate::pages::visitors::{members, seats};
use crate::store::drafts::NEW_VISIT as NEW_VISIT_DRAFT;
use crate::store::{Store, use_store};
pub use check::{Checked, FormField, Problems, check};
pub use draft::{Draft, day_of};
pub use errors::Errors;
use fields::IntentFields;
pub use fields::{BriefingFields, WhereWhen};
use form::empty;
pub use form::{Form, use_form};
pub use keeping::{DropDraft, KeptDraft};
pub use pair::PairFields;

/// The page.
#[component]
pub fn NewVisit() -> impl IntoView {
    let form = Form::begin(NEW_VISIT_DRAFT.to_owned(), empty());
    provide_context(form);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let send = use_send(form, problem, busy);
    view! {
        <Page title=titles::NEW_VISIT lead=say::INTRO>
            <KeptDraft />
            <Errors />
            // Without a submit button no Enter sends the form, whoever composes or trembles.
            <form class="stack" novalidate on:submit=move |event| event.prevent_default()>
                // Emptied, the fields are made anew: half a time stands in no draft.
                <For each=move || [form.renewals()] key=|times| *times let:_times>
                    <IntentFields />
                    <WhereWhen />
                    <PairFields />
                    <BriefingFields />
                </For>
                {move || problem.get().map(|words| view! {
                    <Notice tone=Tone::Error title=say::FAILED><p>{words}</p></Notice>
                })}
                <div class="cluster">
                    <Button busy busy_words=say::SUBMITTING on_press=send>{say::SUBMIT}</Button>
                    <DropDraft />
                </div>
            </form>
        </Page>
    }
}

/// Judges the form and makes the visit, or shows what is missing.
fn use_send(
    form: Form,
    problem: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
) -> impl Fn(()) + Copy + Send + Sync + 'static {
    let (store, actions) = (use_store(), use_actions());
    let navigate = StoredValue::new_local(use_navigate());
    move |()| {
        let Some(judged) = judged(&store, form) else { return };
        problem.set(None);
        busy.set(true);
        spawn_local(async move {
            let made = actions.create_visit(visit_of(&judged)).await;
            busy.try_set(false);
            match made {
                Ok(id) => {
                    form.forget();
                    navigate.try_with_value(|go| go(&format!("/visits/{id}?made=1"), NavigateOptions::default()));
                }
                Err(error) => {
                    problem.try_set(Some(failed(&error)));
                }
            }
        });
    }
}

/// A form that passed.
pub struct Judged {
    /// What is written.
    draft: Draft,
    checked: Checked,
    seats: Vec<Seat>,
}

/// Judges the form by the gates, or shows what is missing.
pub fn judged(store: &Store, form: Form) -> Option<Judged> {
    let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member))?;
    let draft = form.draft();
    let pair = members(store, &draft.chosen());
    let problems = match (check(&draft, &pair, me, today()), seats(&pair)) {
        (Ok(checked), Some(seats)) => {
            form.show(Problems::new());
            return Some(Judged { draft, checked, seats });
        }
        (Ok(_), None) => [(FormField::First, say::CATEGORY_MISSING)].into(),
        (Err(problems), _) => problems,
    };
    form.show(problems);
    None
}

/// The visit that the form describes.
fn visit_of(judged: &Judged) -> actions::NewVisit {
    let (mut plan, briefing) = plan_of(judged);
    plan.push((PlanField::Office, judged.checked.office.to_string()));
    actions::NewVisit { intent: judged.checked.intent.clone(), plan, briefing }
}

/// A plan without its office, and a briefing.
pub type Planned = (Vec<(PlanField, String)>, Vec<(BriefingField, String)>);

/// Plan, without the office, and briefing that the form describes. Blank texts are left unset.
pub fn plan_of(judged: &Judged) -> Planned {
    let Judged { draft, checked, seats } = judged;
    let lines = [
        (PlanField::Ward, &draft.ward),
        (PlanField::Place, &draft.place),
        (PlanField::Meet, &draft.meet),
        (PlanField::Exception, &draft.exception),
    ];
    let mut plan = vec![
        (PlanField::Hospital, checked.hospital.to_string()),
        (PlanField::Day, checked.day.to_string()),
        (PlanField::Time, checked.time.to_string()),
    ];
    let written = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    plan.extend(lines.into_iter().filter_map(|(field, text)| Some((field, written(text)?))));
    let places = [PlanField::First, PlanField::Second];
    plan.extend(places.into_iter().zip(seats).map(|(field, seat)| (field, seat.to_text())));
    let briefing = draft.briefing.iter().filter_map(|(field, text)| Some((*field, written(text)?))).collect();
    (plan, briefing)
}
