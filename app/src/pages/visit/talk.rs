//! What is said beside a note: questions back to the pair with their answers, and words handed over
//! by quotation. It must never put them into the note: they are nobody else's words.

use leptos::prelude::*;
use shared::documents::visit::{NoteQuestion, Quote, Saying};
use shared::ids::MemberId;
use shared::time::{ClockTime, Day, Instant};

use super::super::moment::{since, today};
use super::head::person;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, DateField, DateInput, Entry, Select, TextField};
use crate::messages::talk as say;
use crate::store::{OpenVisit, Store, use_store};

/// Questions and quotations; nothing while there are none and one may not ask.
#[component]
pub fn Talk() -> impl IntoView {
    let store = use_store();
    let questions = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| open.visit.questions.clone()).unwrap_or_default())
    });
    let quotes = Memo::new(move |_| {
        store.open.with(|open| open.as_ref().map(|open| open.visit.quotes.clone()).unwrap_or_default())
    });
    let writable = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(OpenVisit::writable)));
    let may_plan = Memo::new(move |_| store.open.with(|open| open.as_ref().is_some_and(|open| open.may_plan)));
    let any = Memo::new(move |_| {
        may_plan.get() || questions.with(|all| !all.is_empty()) || quotes.with(|all| !all.is_empty())
    });
    view! {
        <Show when=move || any.get()>
            <section class="card stack stack--close" aria-labelledby="talk">
                <h2 id="talk">{say::HEADING}</h2>
                <For each=move || questions.get() key=|question| question.asked.key.clone() let:question>
                    <Question question questions writable />
                </For>
                {move || quotes.get().into_iter().map(|quote| quoted(&store, &quote)).collect_view()}
                <Show when=move || may_plan.get()>
                    <Ask />
                    <QuoteForm />
                </Show>
            </section>
        </Show>
    }
}

fn by(store: &Store, member: MemberId, at: Instant) -> String {
    format!("{}　{}", person(store, member), since(at, today()))
}

#[component]
fn Question(question: NoteQuestion, questions: Memo<Vec<NoteQuestion>>, writable: Memo<bool>) -> impl IntoView {
    let (store, actions, problem) = (use_store(), use_actions(), use_problem());
    let word = RwSignal::new(String::new());
    let key = question.asked.key.clone();
    let send = move |()| {
        let text = word.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        let done = actions.answer_question(&key, text.trim());
        if done.is_ok() {
            word.set(String::new());
        }
        problem.note(done);
    };
    let send = Callback::new(send);
    let own_key = question.asked.key.clone();
    let answers = Memo::new(move |_| {
        let found = questions.with(|all| all.iter().find(|one| one.asked.key == own_key).cloned());
        found.map(|question| question.answers).unwrap_or_default()
    });
    // A field in which somebody writes stays, also when the other one answered first.
    let asks =
        Memo::new(move |_| writable.get() && (answers.with(Vec::is_empty) || word.with(|word| !word.is_empty())));
    let answer = move |answer: Saying| {
        view! { <p>{answer.text.clone()}</p><p class="note">{by(&store, answer.by, answer.at)}</p> }
    };
    view! {
        <div class="stack stack--tight talk">
            <p><strong>{say::QUESTION}</strong>"　"{question.asked.text.clone()}</p>
            <p class="note">{by(&store, question.asked.by, question.asked.at)}</p>
            {move || answers.get().into_iter().map(answer).collect_view()}
            <Show when=move || asks.get()>
                <TextField label=say::ANSWER value=word on_input=move |text| word.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{say::ANSWER_DO}</Button></div>
            </Show>
        </div>
    }
}

fn quoted(store: &Store, quote: &Quote) -> impl IntoView + use<> {
    let section = quote.section.map(|section| section.label()).unwrap_or_default();
    let author = person(store, quote.author);
    let head = say::quoted(&author, &quote.written_at.tokyo_day().japanese());
    let foot = say::quoted_by(&by(store, quote.quoted.by, quote.quoted.at));
    view! {
        <figure class="talk">
            <figcaption>{head}"　"{section}</figcaption>
            <blockquote>{quote.quoted.text.clone()}</blockquote>
            <p class="note">{foot}</p>
        </figure>
    }
}

/// A question back to the pair.
#[component]
fn Ask() -> impl IntoView {
    let (actions, problem) = (use_actions(), use_problem());
    let word = RwSignal::new(String::new());
    let send = move |()| {
        let text = word.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        let done = actions.ask_pair(text.trim());
        if done.is_ok() {
            word.set(String::new());
        }
        problem.note(done);
    };
    view! {
        <details class="fold">
            <summary>{say::ASK}</summary>
            <div class="stack stack--close">
                <TextField label=say::ASK_FIELD hint=say::ASK_HINT value=word on_input=move |text| word.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{say::ASK_DO}</Button></div>
            </div>
        </details>
    }
}

/// Words that somebody could not hand in themselves, quoted with author and time.
#[component]
fn QuoteForm() -> impl IntoView {
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
        let done = actions.quote(who, Instant::at(written, midnight), text.trim());
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
