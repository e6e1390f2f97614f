//! Gate B: two appointed visitors, or a recorded exception. What is unusual about a pair is said
//! and never bars.

use leptos::prelude::*;
use shared::documents::visit::Seat;
use shared::domain::{PairMember, Role, pair_warnings};
use shared::ids::MemberId;

use super::check::FormField;
use super::draft::Draft;
use super::fields::Line;
use super::form::{Slot, use_form};
use crate::components::{Combobox, Entry, Notice, Tone};
use crate::messages::new_visit as say;
use crate::store::{Store, use_store};

/// The two seats, the warnings and the exception.
#[component]
pub fn PairFields(
    /// Whether it warns about the pair itself; not where the page does.
    #[prop(default = true)]
    warn: bool,
) -> impl IntoView {
    let (store, form) = (use_store(), use_form());
    let entries = Memo::new(move |_| entries(&store));
    let put_first = move |id| form.put(FormField::First, |draft| draft.first = member(id));
    let put_second = move |id| form.put(FormField::Second, |draft| draft.second = member(id));
    let none = Memo::new(move |_| entries.with(Vec::is_empty));
    let pair = form.get(move |draft| members(&store, draft));
    let warnings =
        Memo::new(move |_| pair.with(|pair| if warn && pair.len() == 2 { pair_warnings(pair) } else { Vec::new() }));
    view! {
        <section class="card stack" aria-labelledby="pair">
            <div class="page-title">
                <h2 id="pair">{say::PAIR}</h2>
                <p class="support">{say::PAIR_MORE}</p>
            </div>
            <Show when=move || none.get()>
                <Notice tone=Tone::Warning title=say::NO_VISITORS><p>{say::NO_VISITORS_MORE}</p></Notice>
            </Show>
            <Slot field=FormField::First>
                <Combobox
                    label=say::FIRST
                    required=true
                    entries=entries
                    chosen=form.get(|draft| draft.first.map(|member| member.to_string()))
                    on_choose=put_first
                    error=form.error(FormField::First)
                />
            </Slot>
            <Slot field=FormField::Second>
                <Combobox
                    label=say::SECOND
                    required=true
                    entries=entries
                    chosen=form.get(|draft| draft.second.map(|member| member.to_string()))
                    on_choose=put_second
                    error=form.error(FormField::Second)
                />
            </Slot>
            {move || warnings.get().into_iter().map(|warning| view! {
                <Notice tone=Tone::Warning title=warning.label()><p>{say::WARNING}</p></Notice>
            }).collect_view()}
            <Line field=FormField::Exception label=say::EXCEPTION hint=say::EXCEPTION_HINT required=false of=|draft| &mut draft.exception />
        </section>
    }
}

fn member(id: Option<String>) -> Option<MemberId> {
    id.and_then(|id| id.parse().ok())
}

/// The visitors whom this device knows.
fn entries(store: &Store) -> Vec<Entry> {
    store.people.with(|people| {
        let visitors = people.iter().filter(|person| person.role == Role::Visitor);
        let entry = |person: &crate::store::Person| {
            let category = person.category.map_or(say::NO_CATEGORY, shared::domain::Category::label);
            Entry {
                id: person.member.to_string(),
                name: person.name.clone(),
                yomi: String::new(),
                detail: if person.appointed {
                    category.to_owned()
                } else {
                    format!("{category}・{}", say::NOT_APPOINTED)
                },
            }
        };
        visitors.map(entry).collect()
    })
}

/// Those chosen, as the register has them; somebody it does not have is not appointed.
pub fn members(store: &Store, draft: &Draft) -> Vec<PairMember> {
    let found = |visitor: MemberId| {
        let person = store.people.with(|people| people.iter().find(|person| person.member == visitor).cloned());
        PairMember {
            visitor,
            appointed: person.as_ref().is_some_and(|person| person.appointed),
            category: person.and_then(|person| person.category),
        }
    };
    draft.chosen().into_iter().map(found).collect()
}

/// The seats of a pair; none if the category of somebody is not known, which a seat must carry.
pub fn seats(pair: &[PairMember]) -> Option<Vec<Seat>> {
    pair.iter().map(|member| Some(Seat { member: member.visitor, category: member.category? })).collect()
}
