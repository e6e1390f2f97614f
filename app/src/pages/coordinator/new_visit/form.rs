//! The form at work: what is written, what is wrong, where each field stands on the page.

use std::collections::BTreeMap;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::check::{FormField, Problems};
use super::draft::Draft;
use crate::actions::{Actions, use_actions};
use crate::store::drafts::{self, DraftFields};
use crate::store::use_store;

/// What is to be said of what was kept of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It was empty when it was opened.
    Fresh,
    /// It was opened with what was begun before.
    Resumed,
    /// What was begun was dropped, and can be had back.
    Dropped,
}

/// The form.
#[derive(Clone, Copy)]
pub struct Form {
    draft: RwSignal<Draft>,
    problems: RwSignal<Problems>,
    places: StoredValue<BTreeMap<FormField, NodeRef<Div>>>,
    summary: NodeRef<Div>,
    renewals: RwSignal<u32>,
    /// Under which name it is kept.
    name: StoredValue<String>,
    /// What stands in it before anything is written.
    empty: StoredValue<Draft>,
    /// What was dropped last.
    dropped: StoredValue<Option<Draft>>,
    keeping: RwSignal<Keeping>,
    drafts: RwSignal<BTreeMap<String, DraftFields>>,
    actions: Actions,
}

impl Form {
    /// The form with what was kept under a name, or else with what it begins with.
    pub fn begin(name: String, empty: Draft) -> Form {
        let drafts = use_store().drafts;
        let kept = drafts.with_untracked(|drafts| drafts.get(&name).map(Draft::from_fields));
        let keeping = if kept.is_some() { Keeping::Resumed } else { Keeping::Fresh };
        Form {
            draft: RwSignal::new(kept.unwrap_or_else(|| empty.clone())),
            problems: RwSignal::new(Problems::new()),
            places: StoredValue::new(FormField::ALL.into_iter().map(|field| (field, NodeRef::new())).collect()),
            summary: NodeRef::new(),
            renewals: RwSignal::new(0),
            name: StoredValue::new(name),
            empty: StoredValue::new(empty),
            dropped: StoredValue::new(None),
            keeping: RwSignal::new(keeping),
            drafts,
            actions: use_actions(),
        }
    }

    /// What is written.
    pub fn draft(self) -> Draft {
        self.draft.get_untracked()
    }

    /// What is written, followed.
    pub fn tracked(self) -> Draft {
        self.draft.get()
    }

    /// A part of what is written.
    pub fn get<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Draft) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        Memo::new(move |_| self.draft.with(&read)).into()
    }

    /// Writes into a field; what was wrong with it is not said any more.
    pub fn put(self, field: FormField, edit: impl FnOnce(&mut Draft)) {
        self.draft.update(edit);
        if self.problems.with_untracked(|problems| problems.contains_key(&field)) {
            self.problems.update(|problems| {
                problems.remove(&field);
            });
        }
        self.keep();
    }

    /// Writes what is of no single field.
    pub fn note(self, edit: impl FnOnce(&mut Draft)) {
        self.draft.update(edit);
        self.keep();
    }

    /// Takes over what is said elsewhere; nothing of it is the person's writing.
    pub fn follow(self, edit: impl FnOnce(&mut Draft)) {
        self.draft.update(edit);
    }

    /// Keeps what stands in it now.
    pub fn keep(self) {
        let name = self.name.try_get_value().unwrap_or_default();
        self.actions.keep_draft(name, Some(self.draft.with_untracked(Draft::to_fields)));
    }

    /// Whether it was opened with what was begun before.
    pub fn is_resumed(self) -> bool {
        self.keeping.get_untracked() == Keeping::Resumed
    }

    /// Whether anything of it is kept, followed.
    pub fn is_kept(self) -> bool {
        self.drafts.with(|drafts| self.name.with_value(|name| drafts.contains_key(name)))
    }

    /// What is to be said of what was kept.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// Drops what was written, for good once the page is left.
    pub fn drop_draft(self) {
        self.dropped.set_value(Some(self.draft.get_untracked()));
        self.forget();
        self.renew(self.empty.get_value(), Keeping::Dropped);
    }

    /// Brings back what was dropped.
    pub fn undo(self) {
        if let Some(draft) = self.dropped.try_update_value(Option::take).flatten() {
            self.renew(draft, Keeping::Resumed);
            self.keep();
        }
    }

    fn renew(self, draft: Draft, keeping: Keeping) {
        self.problems.set(Problems::new());
        self.draft.set(draft);
        self.keeping.set(keeping);
        self.renewals.update(|times| *times += 1);
    }

    /// Forgets what was kept: it was sent, or is not wanted.
    pub fn forget(self) {
        self.actions.keep_draft(self.name.try_get_value().unwrap_or_default(), None);
    }

    /// How often the form was emptied or brought back, followed.
    pub fn renewals(self) -> u32 {
        self.renewals.get()
    }

    /// What is wrong with a field.
    pub fn error(self, field: FormField) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|problems| problems.get(&field).map(|words| (*words).to_owned())))
    }

    /// Everything that is wrong, in the order of the form.
    pub fn problems(self) -> Problems {
        self.problems.get()
    }

    /// Shows what is wrong, and leads there.
    pub fn show(self, problems: Problems) {
        let any = !problems.is_empty();
        self.problems.set(problems);
        if let Some(summary) = self.summary.get_untracked().filter(|_| any) {
            // It fails only for an element that has left the page.
            let _ = summary.focus();
        }
    }

    /// Where the summary of errors stands.
    pub fn summary(self) -> NodeRef<Div> {
        self.summary
    }

    /// Where a field stands.
    pub fn place(self, field: FormField) -> NodeRef<Div> {
        self.places.with_value(|places| places.get(&field).copied()).unwrap_or_default()
    }

    /// Moves focus into a field.
    pub fn go_to(self, field: FormField) {
        let place = self.place(field).get_untracked();
        let control = place.and_then(|place| place.query_selector("input, select, textarea").ok().flatten());
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            // It fails only for an element that has left the page.
            let _ = control.focus();
        }
    }
}

/// The form of this page.
pub fn use_form() -> Form {
    use_context::<Form>().unwrap_or_else(|| Form::begin(drafts::NEW_VISIT.to_owned(), empty()))
}

/// A visit of which nothing is known but whose it is.
pub fn empty() -> Draft {
    use_store().me.with_untracked(|me| Draft::new(me.as_ref().map(|me| me.offices.as_slice()).unwrap_or_default()))
}

/// A field in its place.
#[component]
pub fn Slot(
    /// Which.
    field: FormField,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! { <div node_ref=use_form().place(field)>{children()}</div> }
}
