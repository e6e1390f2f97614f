//! A field that two people set differently while apart, in the words of a page. It must never
//! leave a value out, nor choose one.

use leptos::prelude::*;
use shared::documents::Stated;

use crate::components::{StandingValue, TwoValues};
use crate::messages::visit as say;
use crate::store::{OpenVisit, use_store};

/// Every value of a field with its author and moment; empty unless there are several.
pub fn standing<T>(
    open: &OpenVisit,
    stated: &Stated<T>,
    key: impl Fn(&T) -> String,
    words: impl Fn(&T) -> String,
) -> Vec<StandingValue> {
    if !stated.is_disputed() {
        return Vec::new();
    }
    let one = |said: &shared::documents::Said<T>| StandingValue {
        key: key(&said.value),
        value: words(&said.value),
        author: say::person(open.name(said.actor)),
        at: said
            .change
            .and_then(|change| open.times.get(&change))
            .map_or_else(|| say::SOME_TIME.to_owned(), |at| at.label()),
    };
    stated.all().iter().map(one).collect()
}

/// The values of a field of the open visit, if it stands with several; else what is in `settled`.
#[component]
pub fn Settled(
    /// The field's name.
    #[prop(into)]
    label: Signal<String>,
    /// Its values, from the open visit; empty unless there are several.
    values: impl Fn(&OpenVisit) -> Vec<StandingValue> + Send + Sync + 'static,
    /// Runs with the key of the value chosen; none where one may only look.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// The field as it is shown while it has one value or none.
    #[prop(into)]
    settled: ViewFn,
) -> impl IntoView {
    let store = use_store();
    let standing = Memo::new(move |_| store.open.with(|open| open.as_ref().map(&values).unwrap_or_default()));
    let disputed = Memo::new(move |_| standing.with(|standing| !standing.is_empty()));
    move || {
        if disputed.get() {
            match on_choose {
                Some(on_choose) => view! { <TwoValues label values=standing on_choose /> }.into_any(),
                None => view! { <TwoValues label values=standing /> }.into_any(),
            }
        } else {
            settled.run().into_any()
        }
    }
}
