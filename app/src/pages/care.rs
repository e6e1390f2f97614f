//! Care for visitors: what they write before and after a visit for themselves and the one supporter they chose, whom
//! they chose, and, for coordinators, which calls are due. It must never show anybody what is not for them, nor leave it
//! unsaid who may read.

mod begin;
mod calls;
mod check;
mod chosen;
mod debrief;
mod due;
mod folding;
mod own;
mod silent;
pub mod telling;
mod wish;
mod writing;

use leptos::prelude::*;
use shared::domain::Role;

use super::frame::{Page, Width};
use super::opened::{Opened, use_document};
use crate::components::LinkButton;
use crate::components::{ButtonKind, Notice, Readers, Tone};
use crate::messages::{care as say, refusal, titles, visit};
use crate::store::{OpenCare, ReadOnlyReason, use_store};
pub use begin::BeginCare;
use calls::Calls;
use check::Checks;
use chosen::ChosenBy;
use debrief::Debrief;
use due::DueList;
pub use due::DueTasks;
use own::Own;
use silent::SilentList;
use telling::{TellTold, Told};
use wish::Wish;
use writing::Text;

/// The page: one's own visits, who chose one, the office's calls.
#[component]
pub fn Cares() -> impl IntoView {
    let role = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.role));
    let lead = if role == Some(Role::Visitor) { say::LEAD } else { say::LEAD_OTHERS };
    view! {
        <Page title=titles::CARE lead>
            {(role == Some(Role::Visitor)).then(|| view! { <Own /> })}
            {(role == Some(Role::Coordinator)).then(|| view! { <DueList /><SilentList /> })}
            <ChosenBy always=role == Some(Role::Prefecture) />
        </Page>
    }
}

/// One aftercare.
#[component]
pub fn CarePage() -> impl IntoView {
    let id = use_document();
    view! {
        <Page title=titles::CARE width=Width::Text>
            <Opened id whole=|| view! { <Whole /> } />
        </Page>
    }
}

/// A part of the open aftercare; nothing while none is open.
fn of<T: Clone + PartialEq + Send + Sync + 'static>(
    read: impl Fn(&OpenCare) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let store = use_store();
    Memo::new(move |_| store.care.with(|open| open.as_ref().map(&read)))
}

#[component]
fn Whole() -> impl IntoView {
    use shared::documents::aftercare::{CareSection as S, Moment};
    provide_context(Told::new());
    let mine = of(|open| open.mine);
    let is_mine = move || mine.get() == Some(true);
    view! {
        <Head />
        <TellTold />
        <Checks moment=Moment::Before />
        <Checks moment=Moment::After />
        <Show when=is_mine><Debrief /></Show>
        <section class="card stack"><Text section=S::Debrief hint="" /></section>
        <section class="card stack"><Text section=S::Mind hint=say::MIND_HINT /></section>
        <Wish />
        <Calls />
        <section class="card stack"><Text section=S::Talk hint=say::TALK_HINT /></section>
        <Show when=is_mine><Another /></Show>
    }
}

/// Who may read, after which visit, and what one must know before writing.
#[component]
fn Head() -> impl IntoView {
    let store = use_store();
    let other = of(|open| if open.mine { open.care.supporter } else { Some(open.care.visitor) });
    let readers = Memo::new(move |_| {
        let name = other.get().flatten().map(|member| visit::person(own::name(store, member).as_deref()));
        say::readers(name.as_deref())
    });
    let after = of(|open| (open.care.visit, open.care.day.settled().copied()));
    let visit = move || after.get().map(|(id, day)| own::visit_words(store, id, day));
    let read_only = of(|open| open.read_only);
    let damaged = of(|open| open.damaged > 0);
    let born = of(|open| open.begun);
    let mine = of(|open| open.mine);
    view! {
        <p class="support">{visit}</p>
        <Readers words=readers />
        <Show when=move || mine.get() == Some(true)>
            <p class="note">{say::READERS_MORE}</p>
            <p>{say::ABOUT_YOU}</p>
        </Show>
        <Show when=move || born.get() == Some(false)><p class="support">{say::NOT_BORN}</p></Show>
        {move || read_only.get().flatten().map(|reason| view! {
            <Notice tone=Tone::Warning title=match reason {
                ReadOnlyReason::NewerSchema => visit::READ_ONLY_NEWER,
                ReadOnlyReason::NoRight => visit::READ_ONLY_RIGHT,
            } />
        })}
        <Show when=move || damaged.get() == Some(true)>
            <Notice tone=Tone::Warning title=refusal::DAMAGED><p>{refusal::DAMAGED_KEPT}</p></Notice>
        </Show>
    }
}

/// The way to another supporter.
#[component]
fn Another() -> impl IntoView {
    let visit = of(|open| open.care.visit);
    move || {
        visit.get().map(|id| {
            view! {
                <section class="card stack stack--close" aria-labelledby="another">
                    <h2 id="another">{say::ANOTHER}</h2>
                    <p>{say::ANOTHER_MORE}</p>
                    <div class="cluster">
                        <LinkButton kind=ButtonKind::Secondary href=format!("/care/begin/{id}")>{say::ANOTHER}</LinkButton>
                        <LinkButton kind=ButtonKind::Plain href="/care">{say::BACK}</LinkButton>
                    </div>
                </section>
            }
        })
    }
}
