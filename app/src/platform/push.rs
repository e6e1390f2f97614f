//! Letting the relay tell this device something while the app is closed (Push API). The browser asks its person, and only
//! by a press of a button; it must never be asked for on its own.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::js;

/// What the relay needs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    /// The address at the browser's push service.
    pub endpoint: String,
    /// The public half of the browser's key pair.
    pub key: Vec<u8>,
    /// The secret that the browser shares with the relay.
    pub auth: Vec<u8>,
}

/// Why it was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSubscribed {
    /// The person, or a rule of the device, does not let the app show notices.
    Denied,
    /// The browser cannot do it, or its push service did not answer.
    NotPossible,
}

async fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let workers = js::get(&navigator, "serviceWorker").ok().filter(JsValue::is_object)?;
    let registration = js::call_async(&workers, "getRegistration", &[]).await.ok()?;
    js::get(&registration, "pushManager").ok().filter(JsValue::is_object)
}

/// Whether this browser can be told anything. On an iPhone or iPad only the app on the home screen can.
pub async fn is_possible() -> bool {
    let notices = js::get(&js_sys::global(), "Notification").is_ok_and(|found| found.is_function());
    notices && manager().await.is_some()
}

/// Asks the person, and the browser's push service, for an address that this relay alone may use.
///
/// # Errors
/// Why there is none.
pub async fn subscribe(relay_key: &[u8]) -> Result<Subscribed, NotSubscribed> {
    let notices = js::get(&js_sys::global(), "Notification").map_err(|_| NotSubscribed::NotPossible)?;
    let said = js::call_async(&notices, "requestPermission", &[]).await.map_err(|_| NotSubscribed::NotPossible)?;
    if said.as_string().as_deref() != Some("granted") {
        return Err(NotSubscribed::Denied);
    }
    let manager = manager().await.ok_or(NotSubscribed::NotPossible)?;
    let key: JsValue = Uint8Array::from(relay_key).into();
    let options = js::object(&[("userVisibleOnly", true.into()), ("applicationServerKey", key)]);
    let made = js::call_async(&manager, "subscribe", &[options]).await.map_err(|_| NotSubscribed::NotPossible)?;
    read(&made).ok_or(NotSubscribed::NotPossible)
}

/// Lets the address go, if there is one.
pub async fn unsubscribe() {
    let Some(manager) = manager().await else { return };
    if let Ok(there) = js::call_async(&manager, "getSubscription", &[]).await
        && there.is_object()
    {
        // Where the browser does not do it, the relay has forgotten the address all the same.
        let _ = js::call_async(&there, "unsubscribe", &[]).await;
    }
}

fn read(subscription: &JsValue) -> Option<Subscribed> {
    let bytes = |name: &str| {
        let buffer = js::call(subscription, "getKey", &[name.into()]).ok()?.dyn_into::<ArrayBuffer>().ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    };
    Some(Subscribed { endpoint: js::text(subscription, "endpoint")?, key: bytes("p256dh")?, auth: bytes("auth")? })
}
