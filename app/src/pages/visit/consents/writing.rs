//! Writing a consent down. What is begun is kept on this device until it is written; the day is kept with it, so that
//! words of yesterday do not come to stand under today.

use leptos::prelude::*;
use shared::documents::visit::Consented;
use shared::domain::ConsentTo;
use shared::time::Day;

use super::super::super::moment::today;
use super::super::begun::Begun;
use super::super::problem::use_problem;
use crate::actions::use_actions;
use crate::components::{Button, ButtonKind, Choice, ChoiceLayout, ChoiceOption, DateField, DateInput, TextField};
use crate::messages::consent as say;
use crate::store::drafts::{self, DraftFields};

const TO: &str = "to";
const WHOM: &str = "whom";
const WHAT: &str = "what";
const DAY: &str = "day";

/// What stands in the form.
#[derive(Clone, Copy)]
struct Draft {
    begun: Begun,
    to: RwSignal<Option<ConsentTo>>,
    whom: RwSignal<String>,
    what: RwSignal<String>,
    day: RwSignal<Option<Day>>,
}

impl Draft {
    /// Begins with what was kept; with whether there was anything.
    fn begin() -> (Self, bool) {
        let (begun, kept) = Begun::of(drafts::consent);
        let field = |name: &str| kept.get(name).map(String::as_str);
        let draft = Self {
            begun,
            to: RwSignal::new(field(TO).and_then(ConsentTo::from_code)),
            whom: RwSignal::new(field(WHOM).unwrap_or_default().to_owned()),
            what: RwSignal::new(field(WHAT).unwrap_or_default().to_owned()),
            day: RwSignal::new(Some(field(DAY).and_then(|day| day.parse().ok()).unwrap_or_else(today))),
        };
        (draft, !kept.is_empty())
    }

    /// Keeps what stands there; nothing while there is only a day.
    fn keep(self) {
        let words = [(WHOM, self.whom.get_untracked()), (WHAT, self.what.get_untracked())];
        let words = words.into_iter().filter(|(_, words)| !words.is_empty());
        let to = self.to.get_untracked().map(|to| (TO, to.code().to_owned()));
        let mut fields: DraftFields = words.chain(to).map(|(name, words)| (name.to_owned(), words)).collect();
        if !fields.is_empty() {
            fields.extend(self.day.get_untracked().map(|day| (DAY.to_owned(), day.to_string())));
        }
        self.begun.keep(Some(fields).filter(|fields| !fields.is_empty()));
    }

    fn clear(self) {
        self.to.set(None);
        self.whom.set(String::new());
        self.what.set(String::new());
        self.keep();
    }
}

/// The form, folded until it is wanted.
#[component]
pub fn Form() -> impl IntoView {
    let (actions, problem) = (use_actions(), use_problem());
    let (draft, is_begun) = Draft::begin();
    let to_error = RwSignal::new(None::<String>);
    let what_error = RwSignal::new(None::<String>);
    let day_error = RwSignal::new(None::<String>);
    let options: Vec<_> = ConsentTo::ALL.iter().map(|to| ChoiceOption::new(*to, to.label())).collect();
    let write = move |()| {
        let (to, day) = (draft.to.get_untracked(), draft.day.get_untracked());
        let (whom, what) = (draft.whom.get_untracked(), draft.what.get_untracked());
        let missing = |is: bool, words: &str| is.then(|| words.to_owned());
        to_error.set(missing(to.is_none(), say::TO_MISSING));
        what_error.set(missing(what.trim().is_empty(), say::WHAT_MISSING));
        day_error.set(missing(day.is_none(), say::DAY_MISSING));
        let (Some(to), Some(day), false) = (to, day, what.trim().is_empty()) else { return };
        let done = actions.consent(&Consented { day, to, whom: whom.trim(), what: what.trim() });
        if done.is_ok() {
            draft.clear();
        }
        problem.note(done);
    };
    let change = move |error: RwSignal<Option<String>>| {
        error.set(None);
        draft.keep();
    };
    let put_day = move |input: DateInput| {
        draft.day.set(if let DateInput::Day(day) = input { Some(day) } else { None });
        change(day_error);
    };
    view! {
        <details class="fold" open=is_begun>
            <summary>{say::WRITE}</summary>
            <div class="stack stack--close">
                <Choice label=say::TO layout=ChoiceLayout::List options chosen=draft.to error=to_error
                    on_choose=move |chosen| {
                        draft.to.set(Some(chosen));
                        change(to_error);
                    }
                />
                <TextField label=say::WHOM hint=say::WHOM_HINT value=draft.whom
                    on_input=move |text| {
                        draft.whom.set(text);
                        draft.keep();
                    }
                />
                <TextField label=say::WHAT hint=say::WHAT_HINT value=draft.what error=what_error
                    on_input=move |text| {
                        draft.what.set(text);
                        change(what_error);
                    }
                />
                <DateField label=say::DAY value=draft.day on_input=put_day error=day_error />
                <div><Button kind=ButtonKind::Secondary on_press=write>{say::WRITE_DO}</Button></div>
            </div>
        </details>
    }
}
