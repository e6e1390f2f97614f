//! The judgement of eligibility under today's policy, with a written reason against the purpose.

use leptos::prelude::*;
use shared::documents::request::StepKind;
use shared::domain::{AdmissionType, Decision, JudgementProblem, Policy, judge};

use super::super::super::moment::today;
use super::{now, of, use_recorder};
use crate::components::{Button, ButtonKind, Choice, ChoiceLayout, ChoiceOption, Notice, TextField, Tone};
use crate::messages::request as say;
use crate::store::{Store, use_store};

/// The form.
#[component]
pub fn Judge() -> impl IntoView {
    let (store, recorder) = (use_store(), use_recorder());
    let decision = RwSignal::new(None::<Decision>);
    let reason = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::<JudgementProblem>::new());
    let unchosen = RwSignal::new(None::<String>);
    let policy = Memo::new(move |_| policy_of(&store));
    let admission = of(|open| open.request.admission.settled().copied().unwrap_or(AdmissionType::Unknown));
    let standing = Memo::new(move |_| {
        policy.with(|policy| Some(policy.as_ref()?.standing(admission.get()?))).map(|standing| standing.label())
    });
    let send = move |()| {
        let (Some(policy), Some(request)) = (policy.get_untracked(), now(&store)) else { return };
        let Some(decided) = decision.get_untracked() else {
            return unchosen.set(Some(say::CHOOSE.to_owned()));
        };
        let admission = request.admission.settled().copied().unwrap_or(AdmissionType::Unknown);
        let answer = request.course.question.and_then(|question| question.answer);
        match judge(&policy, admission, decided, &reason.get_untracked(), answer) {
            Err(found) => problems.set(found),
            Ok(judged) => {
                problems.set(Vec::new());
                recorder.record(&StepKind::Judged {
                    day: today(),
                    policy: judged.policy,
                    standing: judged.standing,
                    decision: judged.decision,
                    reason: judged.reason,
                });
            }
        }
    };
    let options: Vec<_> = Decision::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let missing = Signal::derive(move || {
        problems
            .with(|problems| problems.contains(&JudgementProblem::NoReason))
            .then(|| JudgementProblem::NoReason.label().to_owned())
    });
    let others = move || {
        let others = problems.get().into_iter().filter(|problem| *problem != JudgementProblem::NoReason);
        others.map(|problem| view! { <Notice tone=Tone::Warning title=problem.label() /> }).collect_view()
    };
    view! {
        <h3>{say::JUDGE}</h3>
        <p class="support">
            {move || match policy.get() {
                Some(policy) => say::policy(policy.number, &policy.from.japanese()),
                None => say::NO_POLICY.to_owned(),
            }}
        </p>
        {move || standing.get().map(|words| view! { <p><strong>{words}</strong></p> })}
        <Choice label=say::DECISION required=true layout=ChoiceLayout::List options=Signal::stored(options)
            chosen=decision error=unchosen
            on_choose=move |chosen| {
                unchosen.set(None);
                problems.set(Vec::new());
                decision.set(Some(chosen));
            } />
        <TextField label=say::REASON hint=say::REASON_HINT required=true value=reason error=missing
            on_input=move |text| reason.set(text) />
        <div aria-live="polite">{others}</div>
        <div><Button kind=ButtonKind::Primary on_press=send>{say::JUDGE_DO}</Button></div>
    }
}

/// The policy of today, the day of judgement.
fn policy_of(store: &Store) -> Option<Policy> {
    let day = store.today.get();
    store.programme.with(|programme| programme.as_ref()?.policies.on(day).cloned())
}
