//! Words handed over by quotation, and the form for those that came on paper or by telephone.

use leptos::prelude::*;
use shared::documents::visit::{Quote, Quoted};
use shared::ids::MemberId;
use shared::time::{ClockTime, Day, Instant};

use super::super::head::person;
use super::super::problem::use_problem;
use super::by;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, DateField, DateInput, Entry, Select, TextField};
use crate::messages::talk as say;
use crate::store::{Store, use_store};

/// Words that were handed over.
pub fn quoted(store: &Store, quote: &Quote) -> impl IntoView + use<> {
    let section = quote.section.map(|section| section.label()).unwrap_or_default();
    let author = person(store, quote.author);
    let (day, clock) = (quote.written_at.tokyo_day().japanese(), quote.written_at.tokyo_clock());
    // Of words that came on paper the day alone is known.
    let when = if clock.minutes() == 0 { day } else { format!("{day} {clock}") };
    let head = say::quoted(&author, &when);
    let foot = say::quoted_by(&by(store, quote.quoted.by, quote.quoted.at));
    view! {
        <figure class="talk">
            <figcaption>{head}"　"{section}</figcaption>
            <blockquote>{quote.quoted.text.clone()}</blockquote>
            <p class="note">{foot}</p>
        </figure>
    }
}

/// Words that somebody could not hand in themselves, quoted with author and time.
#[component]
pub fn QuoteForm() -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let word = RwSignal::new(String::new());
    let author = RwSignal::new(None::<String>);
    let day = RwSignal::new(None::<Day>);
    let day_missing = RwSignal::new(None::<String>);
    let people = Memo::new(move |_| {
        let entry = |person: &crate::store::Person| Entry {
            id: person.member.to_string(),
            name: person.name.clone(),
            yomi: String::new(),
            detail: String::new(),
        };
        store.people.with(|people| people.iter().map(entry).collect::<Vec<_>>())
    });
    let missing = RwSignal::new(None::<String>);
    let send = move |()| {
        let text = word.get_untracked();
        let Some(who) = author.get_untracked().and_then(|id| id.parse::<MemberId>().ok()) else {
            return missing.set(Some(say::AUTHOR_MISSING.to_owned()));
        };
        let Some(written) = day.get_untracked() else {
            return day_missing.set(Some(say::WRITTEN_MISSING.to_owned()));
        };
        let Some(midnight) = ClockTime::new(0, 0).filter(|_| !text.trim().is_empty()) else { return };
        let done = actions.quote(&Quoted {
            author: who,
            written_at: Instant::at(written, midnight),
            section: None,
            text: text.trim(),
        });
        if done.is_ok() {
            word.set(String::new());
        }
        problem.note(done);
    };
    view! {
        <details class="fold">
            <summary>{say::QUOTE}</summary>
            <div class="stack stack--close">
                <p class="support">{say::QUOTE_MORE}</p>
                <Select label=say::AUTHOR required=true entries=people chosen=author error=missing
                    on_choose=move |id| {
                        missing.set(None);
                        author.set(id);
                    } />
                <DateField label=say::WRITTEN required=true value=day error=day_missing
                    on_input=move |input| {
                        day_missing.set(None);
                        day.set(match input {
                            DateInput::Day(day) => Some(day),
                            _ => None,
                        });
                    } />
                <TextField label=say::QUOTE_FIELD required=true value=word on_input=move |text| word.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{say::QUOTE_DO}</Button></div>
            </div>
        </details>
    }
}
