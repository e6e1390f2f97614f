//! Visitors to choose from, and what the register says of those chosen. What it does not know it
//! must never make up: somebody who is not in it is not appointed.

use leptos::prelude::*;
use shared::documents::visit::Seat;
use shared::domain::{Category, PairMember, Role};
use shared::ids::MemberId;

use crate::components::Entry;
use crate::messages::new_visit as say;
use crate::store::{Person, Store};

/// The visitors whom this device knows.
pub fn entries(store: Store) -> Memo<Vec<Entry>> {
    let entry = |person: &Person| {
        let category = person.category.map_or(say::NO_CATEGORY, Category::label);
        Entry {
            id: person.member.to_string(),
            name: person.name.clone(),
            yomi: String::new(),
            detail: match person.appointed {
                true => category.to_owned(),
                false => format!("{category}・{}", say::NOT_APPOINTED),
            },
        }
    };
    Memo::new(move |_| {
        store.people.with(|people| {
            let visitors = people.iter().filter(|person| person.role == Role::Visitor);
            visitors.map(entry).collect::<Vec<_>>()
        })
    })
}

/// Those chosen, as the register has them.
pub fn members(store: &Store, chosen: &[MemberId]) -> Vec<PairMember> {
    store.people.with(|people| {
        let found = |visitor: &MemberId| {
            let person = people.iter().find(|person| person.member == *visitor);
            PairMember {
                visitor: *visitor,
                appointed: person.is_some_and(|person| person.appointed),
                category: person.and_then(|person| person.category),
            }
        };
        chosen.iter().map(found).collect()
    })
}

/// The seats of a pair; none if the category of somebody is not known, which a seat must carry.
pub fn seats(pair: &[PairMember]) -> Option<Vec<Seat>> {
    pair.iter().map(|member| Some(Seat { member: member.visitor, category: member.category? })).collect()
}
