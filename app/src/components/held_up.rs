//! One text on the whole screen, to be held up to somebody: large, dark on light, and nothing else. A tap anywhere or
//! Escape goes back. It must never show whose device this is, nor a control that a stranger's finger could press.

use leptos::html;
use leptos::prelude::*;

use super::ids::unique;
use super::reading_text::{ReadingText, RubyText};

/// What is held up, while there is something.
#[component]
pub fn HeldUp(
    /// Its title and its lines; none while nothing is held up.
    #[prop(into)]
    shown: Signal<Option<(String, String)>>,
    /// Whether readings are shown.
    #[prop(into)]
    readings: Signal<bool>,
    /// The person wants it back.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let title_id = unique("held-up");
    let labelled = title_id.clone();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let is_wanted = shown.with(Option::is_some);
        if is_wanted && !element.open() {
            // It fails only for a dialog that is not on the page.
            let _ = element.show_modal();
        } else if !is_wanted && element.open() {
            element.close();
        }
    });
    view! {
        <dialog
            node_ref=element
            class="held-up"
            aria-labelledby=labelled
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:click=move |_| on_close.run(())
        >
            {move || shown.get().map(|(title, text)| {
                let title_id = title_id.clone();
                view! {
                    <div class="held-up__inside">
                        <h2 class="held-up__title" id=title_id tabindex="-1" autofocus=true><RubyText text=title readings /></h2>
                        <ReadingText text readings />
                        <button type="button" class="held-up__back visually-hidden" on:click=move |_| on_close.run(())>"もどる"</button>
                    </div>
                }
            })}
        </dialog>
    }
}
