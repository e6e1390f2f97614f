//! Questions back to the pair and questions of the pair to the office, and their answers.

use leptos::html::H2;
use leptos::prelude::*;
use shared::documents::visit::{NoteQuestion, Saying};

use super::super::super::focus::to_heading_if_lost;
use super::super::begun::Begun;
use super::super::problem::use_problem;
use super::by;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, TextField};
use crate::messages::talk as say;
use crate::store::{drafts, use_store};

/// A question with its answers, and the field for one.
#[component]
pub fn Question(
    /// The question.
    question: NoteQuestion,
    /// All of them as they stand now.
    questions: Memo<Vec<NoteQuestion>>,
    /// Whether one may answer.
    writable: Memo<bool>,
    /// Where the focus goes when the field has gone.
    heading: NodeRef<H2>,
) -> impl IntoView {
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
            to_heading_if_lost(heading);
        }
        problem.note(done);
    };
    let send = Callback::new(send);
    let own_key = question.asked.key.clone();
    let answers = Memo::new(move |_| {
        let found = questions.with(|all| all.iter().find(|one| one.asked.key == own_key).cloned());
        found.map(|question| question.answers).unwrap_or_default()
    });
    let asker = question.asked.by;
    let me = store.me.with_untracked(|me| me.as_ref().map(|me| me.member));
    let is_mine = Some(asker) == me;
    let of_pair = store.open.with_untracked(|open| {
        let seats = open.as_ref().map(|open| &open.visit.plan.pair);
        seats.is_some_and(|pair| pair.iter().any(|seat| seat.settled().is_some_and(|seat| seat.member == asker)))
    });
    // What the pair asks is the office's to answer.
    let may_answer =
        !is_mine && (!of_pair || store.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.may_plan)));
    let waits = Memo::new(move |_| is_mine && of_pair && answers.with(Vec::is_empty));
    // A field in which somebody writes stays, also when the other one answered first.
    let asks = Memo::new(move |_| {
        may_answer && writable.get() && (answers.with(Vec::is_empty) || word.with(|word| !word.is_empty()))
    });
    let answer = move |answer: Saying| {
        view! { <p>{answer.text.clone()}</p><p class="note">{by(&store, answer.by, answer.at)}</p> }
    };
    view! {
        <div class="stack stack--tight talk">
            <p><strong>{if of_pair { say::QUESTION_PAIR } else { say::QUESTION }}</strong>"　"{question.asked.text.clone()}</p>
            <p class="note">{by(&store, question.asked.by, question.asked.at)}</p>
            {move || answers.get().into_iter().map(answer).collect_view()}
            <Show when=move || waits.get()><p class="note">{say::WAITS}</p></Show>
            <Show when=move || asks.get()>
                <TextField label=say::ANSWER value=word on_input=move |text| word.set(text) />
                <div><Button kind=ButtonKind::Secondary on_press=send>{say::ANSWER_DO}</Button></div>
            </Show>
        </div>
    }
}

/// A question back to the pair.
#[component]
pub fn Ask() -> impl IntoView {
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

/// The one field of a question that is begun.
const TEXT: &str = "text";

/// A question of the pair to the office.
#[component]
pub fn AskOffice() -> impl IntoView {
    let (actions, problem) = (use_actions(), use_problem());
    let (begun, kept) = Begun::of(drafts::office_question);
    let word = RwSignal::new(kept.get(TEXT).cloned().unwrap_or_default());
    let put = move |text: String| {
        begun.keep((!text.trim().is_empty()).then(|| [(TEXT.to_owned(), text.clone())].into()));
        word.set(text);
    };
    let send = move |()| {
        let text = word.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        let done = actions.ask_office(text.trim());
        if done.is_ok() {
            put(String::new());
        }
        problem.note(done);
    };
    view! {
        <div class="stack stack--close screen-only">
            <TextField label=say::ASK_OFFICE hint=say::ASK_OFFICE_HINT value=word on_input=put />
            <div><Button kind=ButtonKind::Secondary on_press=send>{say::ASK_OFFICE_DO}</Button></div>
        </div>
    }
}
