//! Choosing one of a long list by typing a part of its name or よみ, or from the whole list. It
//! must never search while the person composes, and never take a text that fits no entry.

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::composing::{Composing, is_own_key};
use super::field::{FieldFrame, FieldIds};
use super::icon::{Drawing, Icon};
use super::matching::{Entry, fitting};

/// One of a long list, as a hospital. Until something is chosen `on_choose` is not run; emptying
/// the field takes the choice back (`None`).
#[component]
pub fn Combobox(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The list, in the order it is shown.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// The id of the entry chosen.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// The id of the entry the person chose.
    #[prop(into)]
    on_choose: Callback<Option<String>>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What to write.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described = ids.described_by(hint, error);
    let list = List {
        element: NodeRef::new(),
        entries,
        chosen,
        on_choose,
        composing: Composing::new(),
        typed: RwSignal::new(String::new()),
        open: RwSignal::new(false),
        at: RwSignal::new(None),
        base: StoredValue::new(ids.control.clone()),
    };
    let (control, list_id, labelled) = (ids.control.clone(), format!("{}-list", ids.control), ids.label.clone());
    let controls = list_id.clone();
    Effect::new(move || list.show_chosen());
    view! {
        <FieldFrame ids label required hint error>
            <div class="combobox">
                <input
                    node_ref=list.element
                    id=control
                    class="input combobox__input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-controls=controls
                    aria-expanded=move || list.open.get().to_string()
                    aria-activedescendant=move || list.at.get().filter(|_| list.open.get()).map(|at| list.option_id(at))
                    aria-required=required.then_some("true")
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described.get()
                    on:compositionstart=move |_| list.composing.start()
                    on:compositionend=move |_| {
                        list.composing.end();
                        list.search();
                    }
                    on:input=move |_| list.search()
                    on:keydown=move |event| list.key(&event)
                    on:click=move |_| list.show_while_empty()
                    on:blur=move |_| list.leave()
                />
                <button
                    type="button"
                    class="combobox__open"
                    tabindex="-1"
                    aria-label="一覧から選ぶ"
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| list.show_all()
                >
                    <Drawing icon=Icon::Down />
                </button>
                <Options list list_id labelled />
            </div>
        </FieldFrame>
    }
}

/// The list under the field, and what is said where nothing fits.
#[component]
fn Options(list: List, list_id: String, labelled: String) -> impl IntoView {
    let none = move || list.open.get() && list.found().is_empty();
    view! {
        <ul
            id=list_id
            class="combobox__list"
            role="listbox"
            aria-labelledby=labelled
            hidden=move || !list.open.get()
        >
            {move || list.found().into_iter().map(|at| list.option(at)).collect_view()}
        </ul>
        <p class="combobox__none" role="status">
            {move || none().then_some("見つかりません。名前の一部か、よみ（ひらがな）で探してください。")}
        </p>
    }
}

/// One combobox at work.
#[derive(Clone, Copy)]
struct List {
    element: NodeRef<Input>,
    entries: Signal<Vec<Entry>>,
    chosen: Signal<Option<String>>,
    on_choose: Callback<Option<String>>,
    composing: Composing,
    /// What is searched for; empty shows all.
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    /// The marked entry's place in the whole list.
    at: RwSignal<Option<usize>>,
    /// What the options' ids begin with.
    base: StoredValue<String>,
}

impl List {
    fn found(self) -> Vec<usize> {
        self.entries.with(|entries| self.typed.with(|typed| fitting(entries, typed)))
    }

    fn option_id(self, at: usize) -> String {
        self.base.with_value(|base| format!("{base}-{at}"))
    }

    fn option(self, at: usize) -> Option<impl IntoView> {
        let entry = self.entries.with(|entries| entries.get(at).cloned())?;
        let id = entry.id;
        let is_chosen = Signal::derive(move || self.chosen.with(|chosen| chosen.as_ref() == Some(&id)));
        Some(view! {
            <li
                id=self.option_id(at)
                class="combobox__option"
                class:combobox__option--at=move || self.at.get() == Some(at)
                role="option"
                aria-selected=move || is_chosen.get().to_string()
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| self.take(at)
            >
                <span class="combobox__tick">{move || is_chosen.get().then(|| view! { <Drawing icon=Icon::Check /> })}</span>
                <span class="choice__words">
                    <span>{entry.name}</span>
                    {(!entry.detail.is_empty()).then(|| view! { <span class="choice__detail">{entry.detail}</span> })}
                </span>
            </li>
        })
    }

    /// Shows the name of what is chosen, unless the person is writing in the field.
    fn show_chosen(self) {
        let name = self.chosen_name();
        if let Some(element) = self.element.get().filter(|element| !element.matches(":focus").unwrap_or(false)) {
            element.set_value(&name);
        }
    }

    fn chosen_name(self) -> String {
        let chosen = self.chosen.get();
        self.entries.with(|entries| {
            let entry = entries.iter().find(|entry| Some(&entry.id) == chosen.as_ref());
            entry.map(|entry| entry.name.clone()).unwrap_or_default()
        })
    }

    fn search(self) {
        let Some(element) = self.element.try_get_untracked().flatten() else {
            return;
        };
        if self.composing.is_on() {
            return;
        }
        let typed = element.value();
        if typed.is_empty() && self.chosen.get_untracked().is_some() {
            self.on_choose.run(None);
        }
        self.typed.set(typed);
        self.at.set(None);
        self.open.set(true);
    }

    fn show_all(self) {
        self.typed.set(String::new());
        self.at.set(None);
        self.open.update(|open| *open = !*open);
        if let Some(element) = self.element.get_untracked() {
            // Focus can only fail on an element that has left the page.
            let _ = element.focus();
        }
    }

    /// A press on an empty field shows what there is: nobody has to know that one may type.
    fn show_while_empty(self) {
        let empty = self.element.get_untracked().is_some_and(|element| element.value().is_empty());
        if empty && !self.open.get_untracked() {
            self.show_all();
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if !is_own_key(event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" if self.open.get_untracked() && self.at.get_untracked().is_some() => {
                if let Some(at) = self.at.get_untracked() {
                    self.take(at);
                }
            }
            "Escape" if self.open.get_untracked() => self.open.set(false),
            _ => return,
        }
        event.prevent_default();
    }

    /// Marks the next or the one before, round the ends.
    fn step(self, by: isize) {
        let found = untrack(|| self.found());
        if !self.open.get_untracked() {
            self.open.set(true);
        }
        let marked = self.at.get_untracked().and_then(|at| found.iter().position(|place| *place == at));
        let count = found.len();
        let next = match (marked, by) {
            _ if count == 0 => return,
            (None, 1) => 0,
            (None, _) => count - 1,
            (Some(place), _) => (place + count).saturating_add_signed(by) % count,
        };
        self.at.set(found.get(next).copied());
    }

    fn take(self, at: usize) {
        let entry = self.entries.with_untracked(|entries| entries.get(at).cloned());
        let Some(entry) = entry else {
            return;
        };
        if let Some(element) = self.element.get_untracked() {
            element.set_value(&entry.name);
        }
        self.open.set(false);
        self.typed.set(String::new());
        self.on_choose.run(Some(entry.id));
    }

    /// A text that was not chosen is no choice: the field says again what is chosen.
    fn leave(self) {
        self.open.try_set(false);
        self.typed.try_set(String::new());
        if let Some(element) = self.element.try_get_untracked().flatten() {
            let name = untrack(|| self.chosen_name());
            element.set_value(&name);
        }
    }
}
