//! Whether the keyboard's focus is anywhere on the page. It must never move it: where it belongs,
//! the page knows, but for taking it away when everything is hidden.

use super::{clock, js};

/// Whether the focus fell to the body because what had it has left the page. It waits until
/// everything that changes has changed.
pub async fn is_lost() -> bool {
    clock::sleep_ms(0).await;
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| {
        let body = document.body();
        document.active_element().is_none_or(|element| body.is_some_and(|body| *body == element))
    })
}

/// Takes the focus from whatever has it: what an input method was composing there is finished, and what a field tells
/// when it is left is told.
pub fn leave() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.active_element())
        && let Ok(blur) = js::get(&element, "blur")
        && blur.is_function()
    {
        // It fails only for an element that has left the page.
        let _ = js::call(&element, "blur", &[]);
    }
}
