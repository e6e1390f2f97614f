//! The way from a one-time link to the first screen: who is invited, the pledge, the device, the person's own secret.
//! The link's secret is taken out of the address bar and the history before anything else, and must never be shown or
//! kept.

mod device;
mod pledge;
mod secret;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::ids::MemberId;

use super::super::elsewhere::NewLink;
use super::super::frame::{Page, Width};
use super::install::InstallFirst;
use crate::actions::{ActionError, Conditions, Enrolling, Invitation, LinkProblem, use_actions};
use crate::components::{Button, ButtonKind, LinkButton, Notice, Spinner, Tone};
use crate::messages::link::{self as say, LinkTrouble};
use crate::messages::{action, elsewhere, titles};
use crate::platform::installed::must_be_installed;
use crate::store::{Me, use_store};

use device::Device;
use pledge::Pledge;
use secret::{Chosen, Own};

/// The anchor that the skip link leads to: no secret.
const SKIP_TO: &str = "main";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Asking,
    /// A tab that would not keep what the link brings.
    Install,
    Pledge,
    Device,
    Own,
    /// Whether somebody else was enrolled here before.
    Welcome {
        added: bool,
    },
    Failed(LinkTrouble),
}

/// The address holds no secret.
const NOTHING_GIVEN: Step = Step::Failed(LinkTrouble::Empty);

/// What is known on the way.
#[derive(Clone, Copy)]
struct Way {
    step: RwSignal<Step>,
    link: StoredValue<String>,
    invitation: RwSignal<Option<Invitation>>,
    conditions: RwSignal<Conditions>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

/// In the place of the address that is there.
fn replace() -> NavigateOptions {
    NavigateOptions { replace: true, ..NavigateOptions::default() }
}

/// The page.
#[component]
pub fn Link() -> impl IntoView {
    let store = use_store();
    let (location, go) = (use_location(), use_navigate());
    let way = Way {
        step: RwSignal::new(NOTHING_GIVEN),
        link: StoredValue::new(String::new()),
        invitation: RwSignal::new(None),
        conditions: RwSignal::default(),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
    };
    let ask = asking(way);
    let enrol = enrolling(way);
    Effect::new(move || {
        let given = location.hash.get().trim_start_matches('#').to_owned();
        if !given.is_empty() && given != SKIP_TO {
            way.link.set_value(given);
            go("/link", replace());
            match must_be_installed() {
                true => way.step.set(Step::Install),
                false => ask.run(()),
            }
        } else if way.step.get_untracked() == NOTHING_GIVEN && store.me.with_untracked(Option::is_some) {
            // Loaded anew after the welcome, or found in the history.
            go("/", replace());
        }
    });
    let step = way.step;
    view! {
        <Page title=titles::LINK width=Width::Narrow>
            {move || match step.get() {
                Step::Asking => view! {
                    <Spinner words=say::REDEEMING />
                    <p class="support">{say::REDEEMING_MORE}</p>
                }.into_any(),
                Step::Install => view! { <InstallFirst link=way.link.get_value() /> }.into_any(),
                Step::Pledge => view! { <Pledge way /> }.into_any(),
                Step::Device => view! { <Device way /> }.into_any(),
                Step::Own => view! { <Own way on_chosen=enrol /> }.into_any(),
                Step::Welcome { added } => view! { <Welcome added /> }.into_any(),
                Step::Failed(trouble) => view! { <Failed trouble on_again=ask /> }.into_any(),
            }}
        </Page>
    }
}

/// Asks whom the link is for.
fn asking(way: Way) -> Callback<()> {
    let actions = use_actions();
    Callback::new(move |()| {
        let Some(link) = way.link.try_get_value() else { return };
        way.step.set(Step::Asking);
        spawn_local(async move {
            // The person may have gone to another page meanwhile.
            match actions.invitation(link).await {
                Ok(invitation) => {
                    way.invitation.try_set(Some(invitation));
                    way.step.try_set(Step::Pledge);
                }
                Err(error) => {
                    way.step.try_set(Step::Failed(trouble(&error)));
                }
            }
        });
    })
}

/// Enrols with what was said on the way.
fn enrolling(way: Way) -> Callback<Chosen> {
    let (store, actions) = (use_store(), use_actions());
    Callback::new(move |chosen: Chosen| {
        let (Some(link), Some(invitation)) = (way.link.try_get_value(), way.invitation.get_untracked()) else { return };
        let before: Vec<MemberId> =
            store.persons.with_untracked(|persons| persons.iter().map(|person| person.member).collect());
        let enrolling = Enrolling {
            link,
            member: invitation.member,
            pledge: invitation.pledge_version,
            conditions: way.conditions.get_untracked(),
            secret: chosen.secret,
            keeps_vault: chosen.keeps_vault,
        };
        way.busy.set(true);
        way.error.set(None);
        spawn_local(async move {
            let enrolled = actions.enrol(enrolling).await;
            way.busy.try_set(false);
            match enrolled {
                Ok(member) => {
                    let added = before.iter().any(|known| *known != member);
                    way.step.try_set(Step::Welcome { added });
                }
                // The link stands as before.
                Err(error @ (ActionError::Door(_) | ActionError::Offline | ActionError::Storage(_))) => {
                    way.error.try_set(Some(action::failed(&error)));
                }
                Err(error) => {
                    way.step.try_set(Step::Failed(trouble(&error)));
                }
            }
        });
    })
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
    let somebody = move || store.persons.with(|persons| !persons.is_empty());
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
