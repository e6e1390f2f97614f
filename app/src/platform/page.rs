//! What the app tells the page around it: that it is ready, and that it stopped.

use wasm_bindgen::JsValue;

use super::js;

/// The app is on the screen: the static shell may go.
pub fn set_ready() {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // A page in which this fails keeps its shell and says that the start failed.
        let _ = root.set_attribute("data-app", "ready");
    }
}

/// How far the app is with whoever is in front of it, for what stands around it: `starting`, `nobody`, `locked`,
/// `open`, `problem`.
pub fn set_stage(stage: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // Nothing within the app reads it.
        let _ = root.set_attribute("data-stage", stage);
    }
}

/// From now on a panic shows the panel that says so: nothing of the app runs after it.
pub fn say_when_stopped() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&JsValue::from_str(&panic.to_string()));
        // The place in the program alone: a message could hold a word of a document.
        let detail = js::object(&[("detail", JsValue::from_str(&place))]);
        if let (Some(window), Ok(made)) = (web_sys::window(), js::get(&js_sys::global(), "CustomEvent"))
            && let Ok(event) =
                js_sys::Reflect::construct(&made.into(), &js_sys::Array::of2(&"otozure:stopped".into(), &detail))
        {
            let _ = window.dispatch_event(&event.into());
        }
    }));
}

/// Where the relay's socket is: the place this page came from.
pub fn socket_address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = match location.protocol().ok()?.as_str() {
        "https:" => "wss",
        _ => "ws",
    };
    Some(format!("{scheme}://{}/ws", location.host().ok()?))
}
