//! What was done, the newest first, each with author and time.

use leptos::prelude::*;
use shared::documents::request::{Step, StepKind};
use shared::ids::DocumentId;

use super::of;
use crate::components::{Notice, Tone};
use crate::messages::{request as say, visit};
use crate::store::{OpenRequest, use_store};

/// The timeline.
#[component]
pub fn Timeline() -> impl IntoView {
    let steps = of(|open| open.request.steps.iter().rev().map(|step| line(open, step)).collect::<Vec<_>>());
    let unread = of(|open| open.request.unread_steps);
    let one = |line: Line| {
        view! {
            <li class="timeline__step">
                <p><strong>{line.label}</strong>{line.to.map(|(href, words)| view! { "　"<a href=href>{words}</a> })}</p>
                {line.details.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                <p class="note">{line.by}</p>
            </li>
        }
    };
    view! {
        <section class="card stack stack--close" aria-labelledby="timeline">
            <h2 id="timeline">{say::TIMELINE}</h2>
            {move || unread.get().filter(|count| *count > 0).map(|count| view! {
                <Notice tone=Tone::Warning title=say::unread(count) />
            })}
            {move || {
                let steps = steps.get().unwrap_or_default();
                match steps.is_empty() {
                    true => view! { <p class="support">{say::TIMELINE_NONE}</p> }.into_any(),
                    false => view! { <ol class="timeline">{steps.into_iter().map(one).collect_view()}</ol> }.into_any(),
                }
            }}
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    label: &'static str,
    to: Option<(String, &'static str)>,
    details: Vec<String>,
    by: String,
}

fn line(open: &OpenRequest, step: &Step) -> Line {
    let name = open.name(step.actor).map(str::to_owned).or_else(|| {
        let people = use_store().people;
        people.with(|people| people.iter().find(|person| person.member == step.by).map(|person| person.name.clone()))
    });
    Line {
        label: step.kind.label(),
        to: to(&step.kind),
        details: say::details(&step.kind),
        by: format!("{}　{}", step.at.label(), visit::person(name.as_deref())),
    }
}

fn to(kind: &StepKind) -> Option<(String, &'static str)> {
    let visit = |id: &DocumentId| Some((format!("/visits/{id}"), say::VISIT));
    match kind {
        StepKind::Arranged { visit: id, .. } | StepKind::VisitEnded { visit: id, .. } => visit(id),
        StepKind::Asked { consult } | StepKind::Answered { consult, .. } => {
            Some((format!("/consults/{consult}"), say::SEE_CONSULT))
        }
        _ => None,
    }
}
