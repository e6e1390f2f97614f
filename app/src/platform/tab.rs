//! What a page asks of its own tab: a title, a copy of some words, to be printed, to be loaded anew.

use wasm_bindgen::JsValue;

use super::js;

/// Puts a title on the tab. It stays in the browser's history: never a name.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Puts another address of this app in the place of the one that is shown, without going there.
pub fn replace_address(path: &str) {
    if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
        // A browser that refuses keeps the address: the page itself is as it is.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses shows the page as it is.
        let _ = window.location().reload();
    }
}

/// Opens the browser's own dialog for printing; false where it has none, as in some apps of a home screen.
pub fn print() -> bool {
    web_sys::window().is_some_and(|window| window.print().is_ok())
}

/// Copies words to the clipboard; false where the browser does not let a page do so. Call it from
/// a press of a button.
pub async fn copy_text(text: &str) -> bool {
    let words = [JsValue::from_str(text)];
    let clipboard = js::get(&js_sys::global(), "navigator").and_then(|navigator| js::get(&navigator, "clipboard"));
    match clipboard {
        Ok(clipboard) => js::call_async(&clipboard, "writeText", &words).await.is_ok(),
        Err(_) => false,
    }
}
