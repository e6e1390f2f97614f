//! The other tabs of this browser: what is hidden in one is hidden in all. It must never say who or what.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::events::Listener;

/// What the channel is called.
const NAME: &str = "otozure-hide";
/// What is said on it.
const HIDE: &str = "hide";

/// The channel to the other tabs; it ends when this is dropped.
pub struct Elsewhere {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Elsewhere {
    /// Joins the other tabs: `hide` is called when one of them wants everything hidden.
    pub fn open(hide: impl Fn() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let listener = Listener::new(&channel, "message", move |event| {
            let said = event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string());
            if said.as_deref() == Some(HIDE) {
                hide();
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Has the others hide everything.
    pub fn hide(&self) {
        // Fails only for a closed channel, whose tab is going.
        let _ = self.channel.post_message(&JsValue::from_str(HIDE));
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.channel.close();
    }
}
