//! What is unusual about a pair, passed with a word: it is said and never bars.

use leptos::prelude::*;
use shared::domain::{DispatchWarning, ExtraReason};

use super::super::super::new_visit::use_form;
use crate::components::{Choice, ChoiceLayout, ChoiceOption, Notice, TextField, Tone};
use crate::messages::arrange as say;

/// What is wrong with the word with which warnings are passed; the word itself is in the form.
#[derive(Clone, Copy)]
pub struct Passing {
    pub error: RwSignal<Option<String>>,
    pub reason_error: RwSignal<Option<String>>,
}

impl Passing {
    /// Nothing is wrong.
    pub fn new() -> Self {
        Self { error: RwSignal::new(None), reason_error: RwSignal::new(None) }
    }
}

/// What is unusual, and the word with which it is passed.
#[component]
pub fn Warnings(warnings: Memo<Vec<DispatchWarning>>, passing: Passing) -> impl IntoView {
    let any = Memo::new(move |_| warnings.with(|warnings| !warnings.is_empty()));
    let beyond = Memo::new(move |_| warnings.with(|warnings| warnings.contains(&DispatchWarning::BeyondLimit)));
    let options: Vec<_> = ExtraReason::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let options = Signal::stored(options);
    let form = use_form();
    let put = move |text: String| {
        passing.error.set(None);
        form.note(|draft| draft.passing = text);
    };
    view! {
        <Show when=move || any.get()>
            <section class="card stack" aria-labelledby="warnings">
                <h2 id="warnings">{say::WARNINGS}</h2>
                {move || warnings.get().into_iter().map(|warning| view! {
                    <Notice tone=Tone::Warning title=warning.label() />
                }).collect_view()}
                <Show when=move || beyond.get()>
                    <Choice label=say::EXTRA_REASON required=true layout=ChoiceLayout::List options
                        chosen=form.get(|draft| draft.extra_reason) error=passing.reason_error
                        on_choose=move |one| {
                            passing.reason_error.set(None);
                            form.note(|draft| draft.extra_reason = Some(one));
                        } />
                </Show>
                <TextField label=say::WORDS hint=say::WORDS_HINT required=true value=form.get(|draft| draft.passing.clone()) error=passing.error on_input=put />
            </section>
        </Show>
    }
}
