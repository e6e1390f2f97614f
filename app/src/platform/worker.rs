//! What the service worker says: whether the app's files are all kept, and whether a newer version
//! waits. It must never register, update or remove a worker: the page around the app does.

use wasm_bindgen::JsValue;

use super::js;

/// What `<html data-offline>` says: `ready`, `holes`, or nothing yet.
pub fn files_kept() -> Option<String> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.get_attribute("data-offline")
}

/// Whether a newer version is installed and waits for a person's word.
pub async fn update_waits() -> bool {
    let asked = async {
        let navigator = web_sys::window()?.navigator();
        let workers = js::get(&navigator, "serviceWorker").ok().filter(JsValue::is_object)?;
        let registration = js::call_async(&workers, "getRegistration", &[]).await.ok()?;
        let waiting = js::get(&registration, "waiting").ok()?;
        let active = js::get(&registration, "active").ok()?;
        Some(waiting.is_object() && active.is_object())
    };
    asked.await.unwrap_or(false)
}
