//! What is unusual about a pair, passed with a word: it is said and never bars.

use leptos::prelude::*;
use shared::domain::{DispatchWarning, ExtraReason};

use crate::components::{Choice, ChoiceLayout, ChoiceOption, Notice, TextField, Tone};
use crate::messages::arrange as say;

/// The word with which warnings are passed.
#[derive(Clone, Copy)]
pub struct Passing {
    pub words: RwSignal<String>,
    pub reason: RwSignal<Option<ExtraReason>>,
    pub error: RwSignal<Option<String>>,
    pub reason_error: RwSignal<Option<String>>,
}

impl Passing {
    /// Nothing is written.
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(String::new()),
            reason: RwSignal::new(None),
            error: RwSignal::new(None),
            reason_error: RwSignal::new(None),
        }
    }
}

/// What is unusual, and the word with which it is passed.
#[component]
pub fn Warnings(warnings: Memo<Vec<DispatchWarning>>, passing: Passing) -> impl IntoView {
    let any = Memo::new(move |_| warnings.with(|warnings| !warnings.is_empty()));
    let beyond = Memo::new(move |_| warnings.with(|warnings| warnings.contains(&DispatchWarning::BeyondLimit)));
    let options: Vec<_> = ExtraReason::ALL.iter().map(|one| ChoiceOption::new(*one, one.label())).collect();
    let options = Signal::stored(options);
    let put = move |text| {
        passing.error.set(None);
        passing.words.set(text);
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
                        chosen=passing.reason error=passing.reason_error
                        on_choose=move |one| {
                            passing.reason_error.set(None);
                            passing.reason.set(Some(one));
                        } />
                </Show>
                <TextField label=say::WORDS hint=say::WORDS_HINT required=true value=passing.words error=passing.error on_input=put />
            </section>
        </Show>
    }
}
