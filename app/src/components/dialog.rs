//! A question in front of the page, by the browser's own `<dialog>`: it keeps focus inside and
//! gives it back. It must never appear by itself over what a person is writing.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Drawing, Icon};
use super::ids::unique;

/// A dialog. The page owns `open`; Escape and the close button ask for `on_close`.
#[component]
pub fn Dialog(
    /// Its title: the question.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// The person wants it closed; the page then sets `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// What it says.
    children: Children,
    /// The buttons under it, the main one first.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    let title_id = unique("dialog");
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else {
            return;
        };
        if open.get() && !element.open() {
            // It fails only for a dialog that is not on the page.
            let _ = element.show_modal();
        } else if !open.get() && element.open() {
            element.close();
        }
    });
    view! {
        <dialog
            node_ref=element
            class="dialog"
            aria-labelledby=title_id.clone()
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <div class="dialog__head">
                <h2 id=title_id.clone() class="dialog__title" tabindex="-1">{move || title.get()}</h2>
                <button type="button" class="icon-button" aria-label="閉じる" on:click=move |_| on_close.run(())>
                    <Drawing icon=Icon::Close />
                </button>
            </div>
            <div class="dialog__body stack stack--close">{children()}</div>
            <div class="dialog__actions">{actions.run()}</div>
        </dialog>
    }
}
