//! Choosing who may read before a word is written. What was written before stays with whom it was written to. It must
//! never begin one for a visit that is not one's own, nor a second one for the same reader.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::domain::{Category, Role};
use shared::ids::{DocumentId, MemberId};

use super::super::frame::Page;
use super::own::{name, visit_words};
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Choice, ChoiceLayout, ChoiceOption, LinkButton, Notice, Readers, Tone};
use crate::messages::action::failed;
use crate::messages::{care as say, titles, visit};
use crate::store::{Person, Store, VisitRow, VisitsStoreFields, use_store};

/// Whom one may choose: oneself alone, or somebody.
type Reader = Option<MemberId>;

/// The page.
#[component]
pub fn BeginCare() -> impl IntoView {
    let store = use_store();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id")?.parse::<DocumentId>().ok()));
    let own = Memo::new(move |_| {
        let id = id.get()?;
        let known = store.visits.rows().with(|rows: &Vec<VisitRow>| rows.iter().any(|row| row.id == id && row.mine));
        let written = store.cares.with(|rows| rows.iter().any(|row| row.mine && row.visit == Some(id)));
        (known || written).then_some(id)
    });
    view! {
        <Page title=titles::CARE>
            {move || match own.get() {
                Some(visit) => view! { <Form visit /> }.into_any(),
                None => view! {
                    <Notice tone=Tone::Warning title=say::NO_VISIT><p>{say::NO_VISIT_MORE}</p></Notice>
                    <div><LinkButton href="/care">{say::BACK}</LinkButton></div>
                }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Form(visit: DocumentId) -> impl IntoView {
    let (store, actions) = (use_store(), use_actions());
    let navigate = StoredValue::new_local(use_navigate());
    let options = Memo::new(move |_| readers(store));
    let chosen = RwSignal::new(store.cares.with_untracked(|rows| {
        let last = rows.iter().find(|row| row.mine && row.visit != Some(visit));
        last.map(|row| row.supporter)
    }));
    let (missing, problem) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        let Some(reader) = chosen.get_untracked() else { return missing.set(Some(say::CHOOSE_MISSING.to_owned())) };
        let before = store.cares.with_untracked(|rows| {
            rows.iter().find(|row| row.mine && row.visit == Some(visit) && row.supporter == reader).map(|row| row.id)
        });
        match before.map_or_else(|| actions.begin_care(visit, reader), Ok) {
            Ok(id) => {
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate.try_with_value(|navigate| navigate(&format!("/care/{id}"), options));
            }
            Err(error) => problem.set(Some(failed(&error))),
        }
    };
    let sentence = move |reader: Reader| {
        say::readers(reader.map(|member| visit::person(name(store, member).as_deref())).as_deref())
    };
    view! {
        <p class="support">{move || visit_words(store, visit, None)}</p>
        <section class="card stack" aria-label=say::CHOOSE>
            <Choice label=say::CHOOSE hint=say::CHOOSE_HINT required=true layout=ChoiceLayout::List options chosen error=missing
                on_choose=move |reader: Reader| {
                    missing.set(None);
                    chosen.set(Some(reader));
                } />
            <p class="note">{say::READERS_MORE}</p>
            <div aria-live="polite">
                {move || problem.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
            </div>
        </section>
        <div aria-live="polite">{move || chosen.get().map(|reader| view! { <Readers words=sentence(reader) /> })}</div>
        <div class="cluster">
            <Button on_press=begin>{say::BEGIN}</Button>
            <LinkButton kind=ButtonKind::Plain href="/care">{say::BACK}</LinkButton>
        </div>
    }
}

/// Everybody whose name this person may know, those who look after them first.
fn readers(store: Store) -> Vec<ChoiceOption<Reader>> {
    let me = store.me.with(|me| me.as_ref().map(|me| me.member));
    let mut people: Vec<Person> =
        store.people.with(|people| people.iter().filter(|person| Some(person.member) != me).cloned().collect());
    people.sort_by_key(|person| (order(person.role), person.member));
    let alone = ChoiceOption::new(None, say::MYSELF).with_detail(say::MYSELF_MORE);
    let one = |person: Person| {
        let detail = match person.role {
            Role::Visitor => person.category.map_or(Role::Visitor.label(), Category::label),
            role => role.label(),
        };
        ChoiceOption::new(Some(person.member), visit::person(Some(&person.name))).with_detail(detail)
    };
    [alone].into_iter().chain(people.into_iter().map(one)).collect()
}

fn order(role: Role) -> u8 {
    match role {
        Role::Coordinator => 0,
        Role::Visitor => 1,
        Role::Prefecture => 2,
    }
}
