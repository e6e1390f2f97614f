//! What every field has around it: label, 必須 mark, hint above, error below. It must never judge
//! a value: errors come from outside, in the words a person reads.

use leptos::prelude::*;

use super::ids::unique;

/// The ids that tie a field's parts together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldIds {
    /// Of the control itself.
    pub control: String,
    /// Of its label.
    pub label: String,
    hint: String,
    error: String,
}

impl FieldIds {
    /// Fresh ids.
    pub fn new() -> FieldIds {
        let base = unique("field");
        FieldIds {
            label: format!("{base}-label"),
            hint: format!("{base}-hint"),
            error: format!("{base}-error"),
            control: base,
        }
    }

    /// The value of `aria-describedby`: hint and error, those there are.
    pub fn described_by(&self, hint: Signal<String>, error: Signal<Option<String>>) -> Signal<Option<String>> {
        let (hint_id, error_id) = (self.hint.clone(), self.error.clone());
        Signal::derive(move || {
            let hint = hint.with(|hint| !hint.is_empty()).then(|| hint_id.clone());
            let error = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = hint.into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }
}

impl Default for FieldIds {
    fn default() -> Self {
        Self::new()
    }
}

/// The words of an error as they stand under a field: with a leading ＊, once.
pub fn error_words(error: &str) -> String {
    format!("＊{}", error.trim_start_matches('＊'))
}

/// The 必須 mark.
#[component]
pub fn RequiredMark() -> impl IntoView {
    view! { <span class="field__required">"※必須"</span> }
}

/// The hint above a control; nothing if it is empty.
#[component]
pub fn Hint(
    /// The field's ids.
    ids: FieldIds,
    /// What to write, with an example.
    hint: Signal<String>,
) -> impl IntoView {
    move || {
        let id = ids.hint.clone();
        hint.with(|hint| !hint.is_empty()).then(|| view! { <p class="field__hint" id=id>{move || hint.get()}</p> })
    }
}

/// The error below a control. Its place is always there, so that a new error is read aloud.
#[component]
pub fn FieldError(
    /// The field's ids.
    ids: FieldIds,
    /// What is wrong and what to do.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="field__error" id=ids.error aria-live="polite">
            {move || error.get().map(|error| error_words(&error))}
        </p>
    }
}

/// A control with one label around it.
#[component]
pub fn FieldFrame(
    /// The field's ids.
    ids: FieldIds,
    /// Its name.
    label: Signal<String>,
    /// Whether it must be filled.
    required: bool,
    /// What to write.
    hint: Signal<String>,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:field--wrong=move || error.with(Option::is_some)>
            <label class="field__label" for=ids.control.clone() id=ids.label.clone()>
                {move || label.get()}
                {required.then(|| view! { <RequiredMark /> })}
            </label>
            <Hint ids=ids.clone() hint />
            {children()}
            <FieldError ids error />
        </div>
    }
}

/// Several controls that answer one question.
#[component]
pub fn FieldGroup(
    /// The group's ids.
    ids: FieldIds,
    /// The question.
    label: Signal<String>,
    /// Whether it must be answered.
    required: bool,
    /// What to answer.
    hint: Signal<String>,
    /// What is wrong.
    error: Signal<Option<String>>,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let described = ids.described_by(hint, error);
    view! {
        <fieldset
            class="field"
            class:field--wrong=move || error.with(Option::is_some)
            aria-describedby=move || described.get()
        >
            <legend class="field__label">
                {move || label.get()}
                {required.then(|| view! { <RequiredMark /> })}
            </legend>
            <Hint ids=ids.clone() hint />
            {children()}
            <FieldError ids error />
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_starts_with_one_mark() {
        assert_eq!(error_words("日付を書いてください"), "＊日付を書いてください");
        assert_eq!(error_words("＊日付を書いてください"), "＊日付を書いてください");
    }
}
