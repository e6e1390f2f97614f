//! Whether the keyboard's focus is anywhere on the page. It must never move it: where it belongs,
//! the page knows.

use super::clock;

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
