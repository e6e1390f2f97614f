//! A field that two people set differently while apart: both values, whose they are, and a button
//! each. It must never choose by itself.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::{Drawing, Icon};
use super::ids::unique;

/// One of the values of a field that holds several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingValue {
    /// What `on_choose` gets.
    pub key: String,
    /// The value in words.
    pub value: String,
    /// Who set it, as 「田中さん」 or 「自分」.
    pub author: String,
    /// When, as `11月24日(火) 14:05`.
    pub at: String,
}

/// All values of a field, each with who and when. Choosing one is an edit like any other.
#[component]
pub fn TwoValues(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// Its values, two or more.
    #[prop(into)]
    values: Signal<Vec<StandingValue>>,
    /// The key of the value the person chose; none where one may only look.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
) -> impl IntoView {
    let id = unique("values");
    let one = move |standing: StandingValue| {
        let key = standing.key;
        view! {
            <li class="two-values__one">
                <p class="two-values__value">{standing.value}</p>
                <p class="note">{standing.author}"　"{standing.at}</p>
                {on_choose.map(|on_choose| view! {
                    <Button kind=ButtonKind::Secondary on_press=move |()| on_choose.run(key.clone())>
                        "こちらにする"
                    </Button>
                })}
            </li>
        }
    };
    view! {
        <section class="two-values" aria-labelledby=id.clone()>
            <p class="two-values__head" id=id.clone()>
                <Drawing icon=Icon::Warning />
                <span>
                    <strong>{move || label.get()}</strong>
                    {move || format!("に値が{}つあります。", values.with(Vec::len))}
                    "別々に書いたためです。どちらかを選んでください。"
                </span>
            </p>
            <ul class="two-values__list">{move || values.get().into_iter().map(one).collect_view()}</ul>
        </section>
    }
}
