//! What is said beside a note: questions back to the pair with their answers, and words handed over
//! by quotation. It must never put them into the note: they are nobody else's words.

use leptos::prelude::*;
use shared::documents::visit::{NoteQuestion, Quote};
use shared::ids::MemberId;

use super::super::moment::{now, since, today};
use super::head::person;
use super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Entry, Select, TextField};
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
    let question = move |question: NoteQuestion| view! { <Question question writable /> };
    view! {
        <Show when=move || any.get()>
            <section class="card stack stack--close" aria-labelledby="talk">
                <h2 id="talk">{say::HEADING}</h2>
                {move || questions.get().into_iter().map(question).collect_view()}
                {move || quotes.get().into_iter().map(|quote| quoted(&store, &quote)).collect_view()}
                <Show when=move || may_plan.get()>
                    <Ask />
                    <QuoteForm />
                </Show>
            </section>
        </Show>
    }
}

fn by(store: &Store, member: MemberId, at: shared::time::Instant) -> String {
    format!("{}　{}", person(store, member), since(at, today()))
}

#[component]
fn Question(question: NoteQuestion, writable: Memo<bool>) -> impl IntoView {
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
    let open = question.answers.is_empty();
    let answers: Vec<_> = question
        .answers
        .iter()
        .map(|answer| view! { <p>{answer.text.clone()}</p><p class="note">{by(&store, answer.by, answer.at)}</p> })
        .collect();
    view! {
        <div class="stack stack--tight talk">
            <p><strong>{say::QUESTION}</strong>"　"{question.asked.text.clone()}</p>
            <p class="note">{by(&store, question.asked.by, question.asked.at)}</p>
            {answers}
            {open.then(|| view! {
                <Show when=move || writable.get()>
                    <TextField label=say::ANSWER value=word on_input=move |text| word.set(text) />
                    <div><Button kind=ButtonKind::Secondary on_press=send>{say::ANSWER_DO}</Button></div>
                </Show>
            })}
        </div>
    }
}

fn quoted(store: &Store, quote: &Quote) -> impl IntoView + use<> {
    let section = quote.section.map(|section| section.label()).unwrap_or_default();
    let author = person(store, quote.author);
    let head = say::quoted(&author, &since(quote.written_at, today()));
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
        if text.trim().is_empty() {
            return;
        }
        let done = actions.quote(who, now(), text.trim());
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
                <TextField label=say::QUOTE_FIELD required=true value=word on_input=move |text| word.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{say::QUOTE_DO}</Button></div>
            </div>
        </details>
    }
}
