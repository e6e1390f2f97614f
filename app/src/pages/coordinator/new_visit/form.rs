//! The form at work: what is written, what is wrong, where each field stands on the page.

use std::collections::BTreeMap;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use shared::ids::MemberId;

use super::check::{FormField, Problems};
use super::draft::Draft;
use crate::store::use_store;

/// What was begun and not sent, while the app is open: the telephone rings, another page is
/// looked at, and the form is there again. One for each person of this browser.
#[derive(Clone, Copy)]
pub struct DraftKept(StoredValue<BTreeMap<MemberId, Draft>>);

impl DraftKept {
    /// Nothing is begun.
    pub fn new() -> DraftKept {
        DraftKept(StoredValue::new(BTreeMap::new()))
    }
}

impl Default for DraftKept {
    fn default() -> Self {
        Self::new()
    }
}

/// The form.
#[derive(Clone, Copy)]
pub struct Form {
    draft: RwSignal<Draft>,
    problems: RwSignal<Problems>,
    places: StoredValue<BTreeMap<FormField, NodeRef<Div>>>,
    summary: NodeRef<Div>,
    renewals: RwSignal<u32>,
    kept: Option<DraftKept>,
    me: Option<MemberId>,
}

impl Form {
    /// The form, with what was begun before if anything was; whether it was.
    pub fn begin() -> (Form, bool) {
        let kept = use_context::<DraftKept>();
        let me = use_store().me.with_untracked(|me| me.as_ref().map(|me| me.member));
        let before = kept.zip(me).and_then(|(kept, me)| kept.0.with_value(|kept| kept.get(&me).cloned()));
        let resumed = before.is_some();
        (Form { kept, me, ..Form::with(before.unwrap_or_else(empty)) }, resumed)
    }

    /// A form that begins with a draft and is kept nowhere.
    pub fn with(draft: Draft) -> Form {
        Form {
            draft: RwSignal::new(draft),
            problems: RwSignal::new(Problems::new()),
            places: StoredValue::new(FormField::ALL.into_iter().map(|field| (field, NodeRef::new())).collect()),
            summary: NodeRef::new(),
            renewals: RwSignal::new(0),
            kept: None,
            me: None,
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
        if let Some((kept, me)) = self.kept.zip(self.me) {
            let draft = self.draft.get_untracked();
            kept.0.update_value(|kept| {
                kept.insert(me, draft);
            });
        }
    }

    /// Empties the form.
    pub fn clear(self) {
        self.forget();
        self.problems.set(Problems::new());
        self.draft.set(empty());
        self.renewals.update(|times| *times += 1);
    }

    /// Forgets what was kept: it was sent, or is not wanted.
    pub fn forget(self) {
        if let Some((kept, me)) = self.kept.zip(self.me) {
            kept.0.update_value(|kept| {
                kept.remove(&me);
            });
        }
    }

    /// Tracks that the form was emptied.
    pub fn renewed(self) {
        self.renewals.track();
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
    use_context::<Form>().unwrap_or_else(|| Form::begin().0)
}

fn empty() -> Draft {
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
