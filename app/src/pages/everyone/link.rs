//! Redeems the one-time link in the address. The secret is taken out of the address bar and the
//! history before anything else, and must never be shown or kept.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::ids::MemberId;

use super::super::elsewhere::NewLink;
use super::super::frame::{Page, Width};
use crate::actions::{ActionError, LinkProblem, use_actions};
use crate::components::{Button, ButtonKind, LinkButton, Notice, Spinner, Tone};
use crate::messages::link::{self as say, LinkTrouble};
use crate::messages::{elsewhere, titles};
use crate::store::{Me, use_store};

/// The anchor that the skip link leads to: no secret.
const SKIP_TO: &str = "main";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Redeeming,
    /// Whether somebody else was enrolled here before.
    Welcome {
        added: bool,
    },
    Failed(LinkTrouble),
}

/// The address holds no secret.
const NOTHING_GIVEN: Step = Step::Failed(LinkTrouble::Empty);

/// In the place of the address that is there.
fn replace() -> NavigateOptions {
    NavigateOptions { replace: true, ..NavigateOptions::default() }
}

/// The page.
#[component]
pub fn Link() -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let (location, go) = (use_location(), use_navigate());
    let step = RwSignal::new(NOTHING_GIVEN);
    let secret = StoredValue::new(String::new());
    let redeem = move || {
        let Some(secret) = secret.try_get_value() else {
            return;
        };
        let before: Vec<MemberId> =
            store.persons.with_untracked(|persons| persons.iter().map(|person| person.member).collect());
        step.set(Step::Redeeming);
        spawn_local(async move {
            let came_to = match actions.redeem_link(secret).await {
                Ok(member) => Step::Welcome { added: before.iter().any(|known| *known != member) },
                Err(error) => Step::Failed(trouble(&error)),
            };
            // The person may have gone to another page meanwhile.
            step.try_set(came_to);
        });
    };
    Effect::new(move || {
        let given = location.hash.get().trim_start_matches('#').to_owned();
        if !given.is_empty() && given != SKIP_TO {
            secret.set_value(given);
            go("/link", replace());
            redeem();
        } else if step.get_untracked() == NOTHING_GIVEN && store.me.with_untracked(Option::is_some) {
            // Loaded anew after the welcome, or found in the history.
            go("/", replace());
        }
    });
    view! {
        <Page title=titles::LINK width=Width::Narrow>
            {move || match step.get() {
                Step::Redeeming => view! {
                    <Spinner words=say::REDEEMING />
                    <p class="support">{say::REDEEMING_MORE}</p>
                }.into_any(),
                Step::Welcome { added } => view! { <Welcome added /> }.into_any(),
                Step::Failed(trouble) => view! { <Failed trouble on_again=move |()| redeem() /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Welcome(added: bool) -> impl IntoView {
    let store = use_store();
    move || {
        store.me.get().map(|me| {
            let greeting = added.then(|| view! { <p>{say::added(&me.name)}</p> });
            view! {
                <Notice tone=Tone::Success title=say::WELCOME>
                    {greeting}
                    <p>{say::THIS_DEVICE}</p>
                </Notice>
                <WhoAmI me=me.clone() />
                <p>{say::what_role_does(me.role)}</p>
                <p class="support">{say::USED_UP}</p>
                <div><LinkButton href="/">{say::START}</LinkButton></div>
            }
        })
    }
}

/// Name, role, offices, prefecture.
#[component]
pub fn WhoAmI(
    /// Who.
    me: Me,
) -> impl IntoView {
    let store = use_store();
    let offices = me.offices.clone();
    // An office has only its id until the programme has come.
    let offices = Memo::new(move |_| {
        store.programme.with(|programme| {
            let name = |id| programme.as_ref()?.office(id).map(|office| office.name.clone());
            offices.iter().filter_map(name).collect::<Vec<_>>().join("、")
        })
    });
    let prefecture = Memo::new(move |_| {
        store.programme.with(|programme| programme.as_ref().map(|programme| programme.name.clone()))
    });
    view! {
        <dl class="facts card">
            <div><dt>{say::WHO}</dt><dd>{me.name}</dd></div>
            <div><dt>{say::ROLE}</dt><dd>{me.role.label()}</dd></div>
            {move || Some(offices.get()).filter(|names| !names.is_empty()).map(|names| view! {
                <div><dt>{say::OFFICES}</dt><dd>{names}</dd></div>
            })}
            {move || prefecture.get().map(|name| view! {
                <div><dt>{say::PREFECTURE}</dt><dd>{name}</dd></div>
            })}
        </dl>
    }
}

#[component]
fn Failed(trouble: LinkTrouble, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let store = use_store();
    let somebody = move || store.me.with(Option::is_some);
    view! {
        <Notice tone=Tone::Warning title=trouble.title()>
            <p>{trouble.advice()}</p>
        </Notice>
        <NewLink />
        <div class="cluster">
            {trouble.may_try_again().then(|| view! { <Button on_press=on_again>{say::TRY_AGAIN}</Button> })}
            {move || somebody().then(|| view! {
                <LinkButton href="/" kind=ButtonKind::Secondary>{elsewhere::FIRST_PAGE}</LinkButton>
            })}
        </div>
    }
}

fn trouble(error: &ActionError) -> LinkTrouble {
    match error {
        ActionError::Link(LinkProblem::Used) => LinkTrouble::Used,
        ActionError::Link(LinkProblem::Expired) => LinkTrouble::Expired,
        ActionError::Link(LinkProblem::Unknown) => LinkTrouble::Unknown,
        ActionError::RateLimited => LinkTrouble::TooMany,
        ActionError::Offline => LinkTrouble::Offline,
        ActionError::Storage(_) => LinkTrouble::NotKept,
        _ => LinkTrouble::Other,
    }
}
