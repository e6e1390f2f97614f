//! Choosing one of a few, or several of a few: cards as large as a finger needs. It must never
//! show what is chosen by colour alone.

use leptos::prelude::*;

use super::field::{FieldGroup, FieldIds};
use super::ids::unique;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
    /// A second, smaller line; empty for none.
    pub detail: String,
}

impl<T> ChoiceOption<T> {
    /// An option without a second line.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        ChoiceOption { value, label: label.into(), detail: String::new() }
    }

    /// The same with a second line.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// How cards are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChoiceLayout {
    /// As many beside one another as fit.
    #[default]
    Tiles,
    /// One below the other: long words.
    List,
}

impl ChoiceLayout {
    fn class(self) -> &'static str {
        match self {
            ChoiceLayout::Tiles => "choices choices--tiles",
            ChoiceLayout::List => "choices",
        }
    }
}

/// One of a few (radio buttons).
#[component]
pub fn Choice<T>(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// What there is to choose.
    #[prop(into)]
    options: Signal<Vec<ChoiceOption<T>>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// What the person chose.
    #[prop(into)]
    on_choose: Callback<T>,
    /// How the cards are laid out.
    #[prop(optional)]
    layout: ChoiceLayout,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// What to answer.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = unique("choice");
    let card = move |option: ChoiceOption<T>| {
        let (value, told) = (option.value.clone(), option.value);
        let is_chosen = Signal::derive(move || chosen.with(|chosen| chosen.as_ref() == Some(&value)));
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || is_chosen.get()
                    on:change=move |_| on_choose.run(told.clone())
                />
                <CardWords label=option.label detail=option.detail />
            </label>
        }
    };
    view! {
        <FieldGroup ids=FieldIds::new() label required hint error>
            <div class=layout.class()>
                {move || options.get().into_iter().map(card.clone()).collect_view()}
            </div>
        </FieldGroup>
    }
}

/// Several of a few (check boxes).
#[component]
pub fn Checks<T>(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// What there is to choose.
    #[prop(into)]
    options: Signal<Vec<ChoiceOption<T>>>,
    /// What is ticked.
    #[prop(into)]
    ticked: Signal<Vec<T>>,
    /// What the person ticked (`true`) or cleared (`false`).
    #[prop(into)]
    on_tick: Callback<(T, bool)>,
    /// How the cards are laid out.
    #[prop(optional)]
    layout: ChoiceLayout,
    /// Whether at least one must be ticked.
    #[prop(optional)]
    required: bool,
    /// What to answer.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let card = move |option: ChoiceOption<T>| {
        let (value, told) = (option.value.clone(), option.value);
        let is_ticked = Signal::derive(move || ticked.with(|ticked| ticked.contains(&value)));
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || is_ticked.get()
                    on:change=move |event| on_tick.run((told.clone(), event_target_checked(&event)))
                />
                <CardWords label=option.label detail=option.detail />
            </label>
        }
    };
    view! {
        <FieldGroup ids=FieldIds::new() label required hint error>
            <div class=layout.class()>
                {move || options.get().into_iter().map(card).collect_view()}
            </div>
        </FieldGroup>
    }
}

#[component]
fn CardWords(label: String, detail: String) -> impl IntoView {
    view! {
        <span class="choice__words">
            <span>{label}</span>
            {(!detail.is_empty()).then(|| view! { <span class="choice__detail">{detail}</span> })}
        </span>
    }
}
