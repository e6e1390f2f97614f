//! Which page stands at which address, and who has a right to it. Addresses hold ids and codes,
//! never names or search words. It must never show a page before the store knows whose it is.

mod following;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;
use shared::domain::Role;
use shared::ids::MemberId;

use crate::actions::use_actions;
use crate::components::{BarLink, BarPerson, SampleBand, TopBar};
use crate::messages::{handbook, titles};
use crate::pages::coordinator::NextKept;
use crate::pages::elsewhere::{NoRight, NotFound, Opening, Problem};
use crate::pages::everyone::{Lock, SignIn};
use crate::pages::visitor::Today;
use crate::pages::{Arrived, Reminder, SaveLine};
use crate::parts::{Desk, Few, List, Look, Place, Seldom, Table, page};
use crate::platform::page::set_stage;
use crate::store::{Boot, BootProblem, use_store};

use following::{follow_first_save, follow_unsent};

/// Everybody.
const ANYONE: &[Role] = Role::ALL;
/// Those who write visits.
const VISITING: &[Role] = &[Role::Visitor, Role::Coordinator];
/// An office.
const OFFICE: &[Role] = &[Role::Coordinator];
/// Those who read the tables.
const COUNTING: &[Role] = &[Role::Prefecture, Role::Coordinator];

/// The whole screen: band, bar and the page of the address. Mount it once.
#[component]
pub fn Screen() -> impl IntoView {
    provide_context(Arrived::new());
    let next = NextKept::new();
    provide_context(next);
    let store = use_store();
    let sample = Memo::new(move |_| match store.me.with(|me| me.as_ref().map(|me| me.sample.clone())) {
        Some(own) => own,
        None => store.relay_sample.get(),
    });
    // What stands around the app may follow how far it is.
    Effect::new(move || {
        if store.boot.get() == Boot::Locked {
            next.forget();
        }
        set_stage(match store.boot.get() {
            Boot::Starting => "starting",
            Boot::NobodyYet => "nobody",
            Boot::Locked => "locked",
            Boot::Ready => "open",
            Boot::Problem(_) => "problem",
        });
    });
    follow_unsent();
    follow_first_save();
    view! {
        <Router>
            {move || sample.get().map(|label| view! { <SampleBand label /> })}
            <div class="page">
                <Bar />
                <Reminder />
                <Pages />
            </div>
        </Router>
    }
}

/// The page of a role that `/` leads to.
pub fn first_page(role: Role) -> &'static str {
    match role {
        Role::Visitor => "/today",
        Role::Coordinator => "/requests",
        Role::Prefecture => "/figures",
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=|| guarded(ANYONE, || view! { <Home /> }.into_any()) />
            <Route path=path!("/link") view=|| started(|| page(Place::Rest(Seldom::Link))) />
            <Route path=path!("/signin") view=|| started(|| view! { <SignIn /> }.into_any()) />
            <Route path=path!("/people") view=|| guarded(ANYONE, || page(Place::Rest(Seldom::People))) />
            <Route path=path!("/today") view=|| guarded(&[Role::Visitor], || view! { <Today /> }.into_any()) />
            <Route path=path!("/schedule") view=|| guarded(&[Role::Visitor], || page(Place::Rest(Seldom::Schedule))) />
            <Route path=path!("/requests") view=|| guarded(OFFICE, || page(Place::Lists(List::Board))) />
            <Route path=path!("/requests/new") view=|| guarded(OFFICE, || page(Place::Office(Desk::NewRequest))) />
            <Route path=path!("/requests/:id") view=|| guarded(OFFICE, || page(Place::Office(Desk::Request))) />
            <Route path=path!("/requests/:id/arrange") view=|| guarded(OFFICE, || page(Place::Office(Desk::Arrange))) />
            <Route path=path!("/calendar") view=|| guarded(OFFICE, || page(Place::Lists(List::Calendar))) />
            <Route path=path!("/consults") view=|| guarded(COUNTING, || page(Place::Office(Desk::Consults))) />
            <Route path=path!("/consults/:id") view=|| guarded(COUNTING, || page(Place::Office(Desk::Consult))) />
            <Route path=path!("/visits") view=|| guarded(OFFICE, || page(Place::Lists(List::Visits))) />
            <Route path=path!("/visits/new") view=|| guarded(OFFICE, || page(Place::Office(Desk::NewVisit))) />
            <Route path=path!("/visits/:id") view=|| guarded(VISITING, || page(Place::Visit)) />
            <Route path=path!("/handbook") view=|| guarded(ANYONE, || page(Place::Handbook)) />
            <Route path=path!("/care") view=|| guarded(ANYONE, || page(Place::Few(Few::Cares))) />
            <Route path=path!("/care/begin/:id") view=|| guarded(&[Role::Visitor], || page(Place::Few(Few::BeginCare))) />
            <Route path=path!("/care/:id") view=|| guarded(ANYONE, || page(Place::Few(Few::Care))) />
            <Route path=path!("/concern") view=|| guarded(ANYONE, || page(Place::Few(Few::Concern))) />
            <Route path=path!("/concern/:id") view=|| guarded(ANYONE, || page(Place::Few(Few::ConcernRecord))) />
            <Route path=path!("/figures") view=|| guarded(COUNTING, || page(Place::Tables(Table::All))) />
            <Route path=path!("/figures/:table") view=|| guarded(COUNTING, || page(Place::Tables(Table::One))) />
            <Route path=path!("/programme") view=|| guarded(COUNTING, || page(Place::Rest(Seldom::Programme))) />
            <Route path=path!("/devices") view=|| guarded(COUNTING, || page(Place::Looking(Look::Devices))) />
            <Route path=path!("/access-log") view=|| guarded(ANYONE, || page(Place::Looking(Look::AccessLog))) />
            <Route path=path!("/settings") view=|| guarded(ANYONE, || page(Place::Rest(Seldom::Settings))) />
            <Route path=path!("/gallery") view=|| page(Place::Rest(Seldom::Gallery)) />
        </FlatRoutes>
    }
}

/// What may be shown of a page. It is compared, so that a page is made anew only when another
/// person takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Opening,
    Problem(BootProblem),
    Nobody,
    Locked,
    NoRight,
    Page(MemberId),
}

/// A page for these roles alone.
fn guarded(roles: &'static [Role], page: fn() -> AnyView) -> impl IntoView {
    let store = use_store();
    let access = Memo::new(move |_| {
        let me = store.me.with(|me| me.as_ref().map(|me| (me.member, me.role)));
        match (store.boot.get(), me) {
            (Boot::Problem(problem), _) => Access::Problem(problem),
            (Boot::NobodyYet, _) => Access::Nobody,
            (Boot::Locked, _) => Access::Locked,
            (Boot::Starting, _) | (Boot::Ready, None) => Access::Opening,
            (Boot::Ready, Some((_, role))) if !roles.contains(&role) => Access::NoRight,
            (Boot::Ready, Some((member, _))) => Access::Page(member),
        }
    });
    move || match access.get() {
        Access::Opening => view! { <Opening /> }.into_any(),
        Access::Problem(problem) => view! { <Problem problem /> }.into_any(),
        Access::Nobody => view! { <SignIn /> }.into_any(),
        Access::Locked => view! { <Lock /> }.into_any(),
        Access::NoRight => view! { <NoRight /> }.into_any(),
        Access::Page(_) => page(),
    }
}

/// A page that needs the device's storage and nobody enrolled. After the browser cleared the
/// storage it is still shown: a new link is the way back.
fn started(page: fn() -> AnyView) -> impl IntoView {
    let store = use_store();
    let access = Memo::new(move |_| match store.boot.get() {
        Boot::Starting => Some(Access::Opening),
        Boot::Problem(BootProblem::StorageEvicted) => None,
        Boot::Problem(problem) => Some(Access::Problem(problem)),
        Boot::NobodyYet | Boot::Locked | Boot::Ready => None,
    });
    move || match access.get() {
        Some(Access::Problem(problem)) => view! { <Problem problem /> }.into_any(),
        Some(_) => view! { <Opening /> }.into_any(),
        None => page(),
    }
}

/// `/`: on to the first page of the role, leaving no trace in the history.
#[component]
fn Home() -> impl IntoView {
    let role = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.role));
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    role.map(|role| view! { <Redirect path=first_page(role) options /> })
}

/// The bar on top, with the pages of the role and the status line.
#[component]
fn Bar() -> impl IntoView {
    let store = use_store();
    let path = use_location().pathname;
    let person = Memo::new(move |_| {
        store.me.with(|me| {
            let me = me.as_ref()?;
            Some(BarPerson { name: me.name.clone(), role: me.role.label().to_owned() })
        })
    });
    let role = Memo::new(move |_| store.me.with(|me| me.as_ref().map(|me| me.role)));
    // Whom a visitor chose finds what was written for them.
    let chosen = Memo::new(move |_| store.cares.with(|rows| rows.iter().any(|row| !row.mine)));
    let links = Memo::new(move |_| {
        role.get().map(|role| path.with(|path| links(role, path, chosen.get()))).unwrap_or_default()
    });
    // The bar runs this once: what follows the person is inside.
    let status = move || view! { {move || role.get().map(|_| view! { <SaveLine /> })} };
    let actions = use_actions();
    view! { <TopBar person links status on_hide=move |()| actions.hide(None) /> }
}

fn links(role: Role, path: &str, chosen: bool) -> Vec<BarLink> {
    let own: &[(&str, &str)] = match role {
        Role::Visitor => &[
            ("/today", titles::TODAY),
            ("/schedule", titles::SCHEDULE),
            ("/handbook", handbook::TITLE),
            ("/care", titles::CARE),
        ],
        Role::Coordinator => &[
            ("/requests", titles::REQUESTS),
            ("/visits", titles::VISITS),
            ("/consults", titles::CONSULTS),
            ("/figures", titles::FIGURES),
            ("/handbook", handbook::TITLE),
        ],
        Role::Prefecture => &[
            ("/figures", titles::FIGURES),
            ("/consults", titles::CONSULTS),
            ("/handbook", handbook::TITLE),
            ("/programme", titles::PROGRAMME),
            ("/concern", titles::CONCERNS),
        ],
    };
    let care: &[(&str, &str)] = if chosen && role == Role::Prefecture { &[("/care", titles::CARE)] } else { &[] };
    let all = own.iter().chain(care).chain(&[("/settings", titles::SETTINGS)]);
    all.map(|(href, label)| BarLink { href: (*href).to_owned(), label: (*label).to_owned(), here: path == *href })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shown_is_marked_alone() {
        for role in Role::ALL {
            let here = links(*role, first_page(*role), false);
            assert_eq!(here.iter().filter(|link| link.here).count(), 1);
            assert!(links(*role, "/visits/x", true).iter().all(|link| !link.here));
        }
    }

    #[test]
    fn an_officer_whom_a_visitor_chose_has_the_way_there_and_no_other_officer_has() {
        let ways = |chosen| links(Role::Prefecture, "/", chosen).iter().filter(|link| link.href == "/care").count();
        assert_eq!([ways(false), ways(true)], [0, 1]);
        for role in Role::ALL {
            let all = links(*role, "/", true);
            assert!(all.iter().filter(|link| link.href == "/care").count() <= 1, "{role:?}");
        }
    }
}
