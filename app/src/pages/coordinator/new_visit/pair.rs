//! Gate B: two appointed visitors, or a recorded exception. What is unusual about a pair is said
//! and never bars.

use leptos::prelude::*;
use shared::domain::pair_warnings;
use shared::ids::MemberId;

use super::against::Against;
use super::check::FormField;
use super::fields::Line;
use super::form::{Slot, use_form};
use crate::components::{Combobox, Notice, Tone};
use crate::messages::new_visit as say;
use crate::pages::visitors;
use crate::store::use_store;

/// The two seats, the warnings and the exception.
#[component]
pub fn PairFields(
    /// Whether it warns about the pair itself; not where the page does.
    #[prop(default = true)]
    warn: bool,
) -> impl IntoView {
    let (store, form) = (use_store(), use_form());
    let entries = visitors::entries(store);
    let put_first = move |id| form.put(FormField::First, |draft| draft.first = member(id));
    let put_second = move |id| form.put(FormField::Second, |draft| draft.second = member(id));
    let none = Memo::new(move |_| entries.with(Vec::is_empty));
    let pair = form.get(move |draft| visitors::members(&store, &draft.chosen()));
    let warnings =
        Memo::new(move |_| pair.with(|pair| if warn && pair.len() == 2 { pair_warnings(pair) } else { Vec::new() }));
    view! {
        <section class="card stack" aria-labelledby="pair">
            <div class="page-title">
                <h2 id="pair">{say::PAIR}</h2>
                <p class="support">{say::PAIR_MORE}</p>
            </div>
            <Show when=move || none.get()>
                <Notice tone=Tone::Warning title=say::NO_VISITORS><p>{say::NO_VISITORS_MORE}</p></Notice>
            </Show>
            <Slot field=FormField::First>
                <Combobox
                    label=say::FIRST
                    required=true
                    entries=entries
                    chosen=form.get(|draft| draft.first.map(|member| member.to_string()))
                    on_choose=put_first
                    error=form.error(FormField::First)
                />
            </Slot>
            <Slot field=FormField::Second>
                <Combobox
                    label=say::SECOND
                    required=true
                    entries=entries
                    chosen=form.get(|draft| draft.second.map(|member| member.to_string()))
                    on_choose=put_second
                    error=form.error(FormField::Second)
                />
            </Slot>
            {move || warnings.get().into_iter().map(|warning| view! {
                <Notice tone=Tone::Warning title=warning.label()><p>{say::WARNING}</p></Notice>
            }).collect_view()}
            <Against />
            <Line field=FormField::Exception label=say::EXCEPTION hint=say::EXCEPTION_HINT required=false of=|draft| &mut draft.exception />
        </section>
    }
}

fn member(id: Option<String>) -> Option<MemberId> {
    id.and_then(|id| id.parse().ok())
}
