//! A visit for a request: hospital and wish come from it, and what the last visit handed on. What is
//! unusual about the pair is said, and passed with a word; only the gates stop.

mod before;
mod passing;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::documents::request::Request;
use shared::documents::visit::{NextVisit, PlanField, first_from};
use shared::domain::dispatch::unanswered;
use shared::domain::extra_reason::within_limit;
use shared::domain::{DispatchPlan, DispatchWarning, ExtraReason, Policy, dispatch_warnings};
use shared::ids::DocumentId;

use super::super::super::frame::Page;
use super::super::super::moment::today;
use super::super::super::opened::{Opened, use_document};
use super::super::new_visit::{
    BriefingFields, Draft, DropDraft, Errors, Form, KeptDraft, PairFields, WhereWhen, day_of, judged, plan_of,
};
use super::{now, of};
use crate::actions::{Arranging, use_actions};
use crate::components::{Button, ButtonKind, DateParts, LinkButton, Notice, Tone, YearCount};
use crate::messages::action::failed;
use crate::messages::{arrange as say, new_visit, request, titles};
use crate::pages::visitors::members;
use crate::store::{Store, drafts, use_store};
use before::{Before, before, load};
use passing::{Passing, Warnings};

/// What the last visit hands on, from its page to this one.
#[derive(Clone, Copy)]
pub struct NextKept(StoredValue<Option<NextVisit>>);

impl NextKept {
    /// Nothing is handed on.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Hands on to the next visit.
    pub fn put(self, next: NextVisit) {
        self.0.set_value(Some(next));
    }

    /// Nothing is handed on: whose it is has hidden their things.
    pub fn forget(self) {
        self.0.set_value(None);
    }

    fn take(self, request: DocumentId) -> Option<NextVisit> {
        let kept = self.0.try_update_value(Option::take).flatten();
        kept.filter(|next| next.request == Some(request))
    }
}

impl Default for NextKept {
    fn default() -> Self {
        Self::new()
    }
}

/// The page of the request in the address.
#[component]
pub fn ArrangePage() -> impl IntoView {
    let store = use_store();
    let id = use_document();
    view! {
        <Page title=titles::ARRANGE lead=say::INTRO>
            <Opened id whole=move || now(&store).map(|request| view! { <Gate request /> }) />
        </Page>
    }
}

/// The form, or why the gates are shut.
#[component]
fn Gate(request: Request) -> impl IntoView {
    let id = request.id;
    let problems = shared::documents::request::arrange_problems(&request);
    if problems.is_empty() {
        return view! { <Whole request /> }.into_any();
    }
    view! {
        <Notice tone=Tone::Warning title=request::SHUT>
            <ul>{problems.into_iter().map(|problem| view! { <li>{problem.label()}</li> }).collect_view()}</ul>
        </Notice>
        <div><LinkButton href=format!("/requests/{id}")>{say::BACK}</LinkButton></div>
    }
    .into_any()
}

fn drafted(request: &Request, next: &NextVisit) -> Draft {
    let mut draft = Draft::new(&[]);
    if let Some(intent) = &request.course.intent {
        draft.intent_day = DateParts::of(intent.day, YearCount::Reiwa);
        draft.intent_method = Some(intent.method);
        draft.intent_by.clone_from(&intent.confirmed_by);
    }
    draft.office = request.office.settled().cloned();
    for (field, value) in &next.plan {
        match field {
            PlanField::Hospital => draft.hospital = value.parse().ok(),
            PlanField::Ward => draft.ward.clone_from(value),
            PlanField::Place => draft.place.clone_from(value),
            _ => {}
        }
    }
    draft.first = next.kept_face().map(|seat| seat.member);
    draft.briefing = next.briefing.iter().cloned().collect();
    draft
}

#[component]
fn Whole(request: Request) -> impl IntoView {
    let store = use_store();
    let kept = use_context::<NextKept>().and_then(|kept| kept.take(request.id));
    let handed_on = kept.is_some();
    let next = kept.unwrap_or_else(|| first_from(&request));
    let form = begin(&request, drafted(&request, &next), handed_on);
    provide_context(form);
    let before = Memo::new({
        let request = request.clone();
        move |_| before(&store, &request)
    });
    let policy = Memo::new(move |_| {
        let day = store.today.get();
        store.programme.with(|programme| programme.as_ref()?.policies.on(day).cloned())
    });
    let warnings = Memo::new(move |_| warnings(&store, form, &before.get(), policy.get().as_ref()));
    let passing = Passing::new();
    let count = move || say::visit_number(before.with(|before| before.arranged));
    view! {
        <p><strong>{count}</strong></p>
        <KeptDraft />
        <Errors />
        <form class="stack" novalidate on:submit=move |event| event.prevent_default()>
            // Emptied, the fields are made anew: half a time stands in no draft.
            <For each=move || [form.renewals()] key=|times| *times let:_times>
                <WhereWhen />
                <PairFields warn=false />
                <Warnings warnings passing />
                <BriefingFields />
            </For>
            <Send form warnings policy before passing />
        </form>
    }
}

/// The form with what was begun for this request, or with what it begins with. What a request says
/// now of the wish and the office holds, whatever it said when the form was begun.
fn begin(request: &Request, fresh: Draft, handed_on: bool) -> Form {
    let told = fresh.clone();
    let form = Form::begin(drafts::next_visit(request.id), fresh);
    match form.is_resumed() {
        true => form.follow(move |draft| {
            draft.intent_day = told.intent_day;
            draft.intent_method = told.intent_method;
            draft.intent_by = told.intent_by;
            draft.office = told.office;
        }),
        // What a note hands on is on no other page: it is kept from here on.
        false if handed_on => form.keep(),
        false => {}
    }
    form
}

fn warnings(store: &Store, form: Form, before: &Before, policy: Option<&Policy>) -> Vec<DispatchWarning> {
    let draft = form.tracked();
    let pair = members(store, &draft.chosen());
    if pair.len() < 2 {
        return Vec::new();
    }
    let load = load(store, &pair, day_of(&draft.day).unwrap_or_else(today));
    dispatch_warnings(&DispatchPlan {
        pair: &pair,
        visits_before: before.done,
        faces: &before.faces,
        load: &load,
        briefed: draft.briefing.values().any(|text| !text.trim().is_empty()),
        // The limit counts every visit that stands, met or yet to come.
        policy: policy.filter(|_| before.arranged == before.done),
    })
    .into_iter()
    .chain(
        policy
            .filter(|policy| before.arranged != before.done && policy.exceeds_limit(before.arranged))
            .map(|_| DispatchWarning::BeyondLimit),
    )
    .collect()
}

#[component]
fn Send(
    form: Form,
    warnings: Memo<Vec<DispatchWarning>>,
    policy: Memo<Option<Policy>>,
    before: Memo<Before>,
    passing: Passing,
) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let navigate = StoredValue::new_local(use_navigate());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let passed = move |found: &[DispatchWarning]| {
        let (words, reason) = passed_with(form);
        let answers: Vec<_> = found.iter().map(|warning| (*warning, words.as_str())).collect();
        if !unanswered(found, &answers).is_empty() {
            passing.error.set(Some(request::WRITE.to_owned()));
            return false;
        }
        let limit = policy.with_untracked(|policy| {
            policy
                .as_ref()
                .map(|policy| within_limit(policy, before.with_untracked(|before| before.arranged), reason, &words))
        });
        if let Some(Err(problems)) = limit {
            passing.reason_error.set(problems.first().map(|problem| problem.label().to_owned()));
            return false;
        }
        true
    };
    let send = move |()| {
        let Some(judged) = judged(&store, form) else { return };
        let found = warnings.get_untracked();
        if !passed(&found) {
            return;
        }
        let (plan, briefing) = plan_of(&judged);
        let (words, reason) = passed_with(form);
        let arranging = Arranging {
            plan,
            briefing,
            reason: reason.filter(|_| found.contains(&DispatchWarning::BeyondLimit)),
            words: words.trim().to_owned(),
            overridden: found,
        };
        problem.set(None);
        busy.set(true);
        spawn_local(async move {
            let made = actions.arrange_visit(arranging).await;
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
    };
    let back = of(|open| open.id);
    view! {
        {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=new_visit::FAILED><p>{words}</p></Notice> })}
        <div class="cluster">
            <Button busy busy_words=new_visit::SUBMITTING on_press=send>{new_visit::SUBMIT}</Button>
            {move || back.get().map(|id| view! {
                <LinkButton kind=ButtonKind::Plain href=format!("/requests/{id}")>{say::BACK}</LinkButton>
            })}
            <DropDraft />
        </div>
    }
}

/// The word with which warnings are passed, and the reason beyond the limit.
fn passed_with(form: Form) -> (String, Option<ExtraReason>) {
    let draft = form.draft();
    (draft.passing, draft.extra_reason)
}
