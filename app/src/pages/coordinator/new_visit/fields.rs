//! The fields of the form, part by part.

use leptos::prelude::*;
use shared::documents::visit::BriefingField;
use shared::domain::IntentMethod;

use super::super::super::moment::today;
use super::check::FormField;
use super::draft::{Draft, day_of};
use super::form::{Slot, use_form};
use crate::components::{
    Button, ButtonKind, Choice, ChoiceOption, Combobox, DateField, DateParts, Entry, Notice, Select, TextField,
    TimeField, Tone,
};
use crate::messages::new_visit as say;
use crate::pages::hospitals;
use crate::store::use_store;

/// Gate A.
#[component]
pub fn IntentFields() -> impl IntoView {
    let form = use_form();
    let methods: Vec<_> = IntentMethod::ALL.iter().map(|method| ChoiceOption::new(*method, method.label())).collect();
    let day_parts = RwSignal::new(form.draft().intent_day);
    let put_day = move |parts: DateParts| form.put(FormField::IntentDay, |draft| draft.intent_day = parts);
    view! {
        <section class="card stack" aria-labelledby="intent">
            <div class="page-title">
                <h2 id="intent">{say::INTENT}</h2>
                <p class="support">{say::INTENT_MORE}</p>
            </div>
            <Slot field=FormField::IntentDay>
                <DateField
                    label=say::INTENT_DAY
                    required=true
                    value=form.get(|draft| day_of(&draft.intent_day))
                    on_input=move |_| put_day(day_parts.get_untracked())
                    error=form.error(FormField::IntentDay)
                    parts=day_parts
                />
                <Button kind=ButtonKind::Secondary on_press=move |()| {
                    put_day(DateParts::of(today(), day_parts.with_untracked(|parts| parts.count)));
                }>{say::INTENT_TODAY}</Button>
            </Slot>
            <Slot field=FormField::IntentMethod>
                <Choice
                    label=say::INTENT_METHOD
                    required=true
                    options=methods
                    chosen=form.get(|draft| draft.intent_method)
                    on_choose=move |method| form.put(FormField::IntentMethod, |draft| draft.intent_method = Some(method))
                    error=form.error(FormField::IntentMethod)
                />
            </Slot>
            <Line field=FormField::IntentBy label=say::INTENT_BY hint=say::INTENT_BY_HINT required=true of=|draft| &mut draft.intent_by />
        </section>
    }
}

/// Hospital, day, time, places.
#[component]
pub fn WhereWhen() -> impl IntoView {
    let form = use_form();
    let past = Memo::new(move |_| form.get(|draft| day_of(&draft.day)).get().is_some_and(|day| day < today()));
    let day_parts = RwSignal::new(form.draft().day);
    view! {
        <section class="card stack" aria-labelledby="where-when">
            <h2 id="where-when">{say::WHERE_WHEN}</h2>
            <Office />
            <Hospital />
            <Line field=FormField::Ward label=say::WARD hint=say::WARD_HINT required=false of=|draft| &mut draft.ward />
            <Slot field=FormField::Day>
                <DateField
                    label=say::DAY
                    required=true
                    today=Some(today())
                    value=form.get(|draft| day_of(&draft.day))
                    on_input=move |_| form.put(FormField::Day, |draft| draft.day = day_parts.get_untracked())
                    error=form.error(FormField::Day)
                    parts=day_parts
                />
                <Show when=move || past.get()><Notice tone=Tone::Info title=say::DAY_PAST /></Show>
            </Slot>
            <Slot field=FormField::Time>
                <TimeField
                    label=say::TIME
                    required=true
                    value=form.get(|draft| draft.time)
                    on_input=move |time| form.put(FormField::Time, |draft| draft.time = time)
                    error=form.error(FormField::Time)
                />
            </Slot>
            <Line field=FormField::Place label=say::PLACE hint=say::PLACE_HINT required=true of=|draft| &mut draft.place />
            <Line field=FormField::Meet label=say::MEET hint=say::MEET_HINT required=false of=|draft| &mut draft.meet />
        </section>
    }
}

/// The agreed minimum; it can be written later too.
#[component]
pub fn BriefingFields() -> impl IntoView {
    let form = use_form();
    let part = move |field: BriefingField| {
        let put = move |text: String| {
            form.put(FormField::Briefing, |draft| {
                draft.briefing.insert(field, text);
            });
        };
        view! {
            <TextField label=field.label() value=form.get(move |draft| draft.briefing.get(&field).cloned().unwrap_or_default()) on_input=put />
        }
    };
    let error = form.error(FormField::Briefing);
    view! {
        <section class="card stack" aria-labelledby="briefing">
            <div class="page-title">
                <h2 id="briefing">{say::BRIEFING}</h2>
                <p class="support">{say::BRIEFING_MORE}</p>
            </div>
            {move || error.get().map(|words| view! { <Notice tone=Tone::Error title=words /> })}
            <Slot field=FormField::Briefing>
                <div class="stack stack--close">{BriefingField::ALL.map(part)}</div>
            </Slot>
        </section>
    }
}

/// A line of text of the form.
#[component]
pub fn Line(
    /// Its field.
    field: FormField,
    /// Its name.
    label: &'static str,
    /// What to write.
    hint: &'static str,
    /// Whether it must be filled.
    required: bool,
    /// Its place in the draft.
    of: fn(&mut Draft) -> &mut String,
) -> impl IntoView {
    let form = use_form();
    let value = form.get(move |draft| of(&mut draft.clone()).clone());
    let put = move |text: String| form.put(field, |draft| *of(draft) = text);
    view! {
        <Slot field>
            <TextField label hint required value on_input=put error=form.error(field) />
        </Slot>
    }
}

/// The office; nothing to choose for a coordinator of one.
#[component]
fn Office() -> impl IntoView {
    let (store, form) = (use_store(), use_form());
    let entries = Memo::new(move |_| {
        let offices = store.me.with(|me| me.as_ref().map(|me| me.offices.clone()).unwrap_or_default());
        let name = |id: &shared::ids::OfficeId| {
            store.programme.with(|programme| Some(programme.as_ref()?.office(id)?.name.clone()))
        };
        let entry = |id: &shared::ids::OfficeId| Entry {
            id: id.to_string(),
            name: name(id).unwrap_or_else(|| id.to_string()),
            yomi: String::new(),
            detail: String::new(),
        };
        offices.iter().map(entry).collect::<Vec<_>>()
    });
    let put =
        move |id: Option<String>| form.put(FormField::Office, |draft| draft.office = id.and_then(|id| id.parse().ok()));
    let several = Memo::new(move |_| entries.with(|entries| entries.len() != 1));
    view! {
        <Show when=move || several.get()>
            <Slot field=FormField::Office>
                <Select
                    label=say::OFFICE
                    required=true
                    entries=entries
                    chosen=form.get(|draft| draft.office.as_ref().map(ToString::to_string))
                    on_choose=put
                    error=form.error(FormField::Office)
                />
            </Slot>
        </Show>
    }
}

/// The hospital, by name or よみ, in 五十音順.
#[component]
fn Hospital() -> impl IntoView {
    let (store, form) = (use_store(), use_form());
    let entries = hospitals::entries(store);
    let put = move |id: Option<String>| {
        form.put(FormField::Hospital, |draft| draft.hospital = id.and_then(|id| id.parse().ok()))
    };
    let none = Memo::new(move |_| entries.with(Vec::is_empty));
    view! {
        <Slot field=FormField::Hospital>
            <Combobox
                label=say::HOSPITAL
                hint=say::HOSPITAL_HINT
                required=true
                entries=entries
                chosen=form.get(|draft| draft.hospital.as_ref().map(ToString::to_string))
                on_choose=put
                error=form.error(FormField::Hospital)
            />
            <Show when=move || none.get()><Notice tone=Tone::Warning title=say::NO_HOSPITALS><p>{say::NO_VISITORS_MORE}</p></Notice></Show>
        </Slot>
    }
}
