//! The other tabs of this browser: what is hidden in one is hidden in all, and one speaks to the relay for all. It must
//! never say who or what.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::events::Listener;

/// What the channel is called.
const NAME: &str = "otozure-hide";

/// What a tab wants of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// That everything is hidden.
    Hidden,
    /// That the relay is spoken to now.
    Spoken,
    /// That they begin anew: who was enrolled here is no longer.
    Begun,
}

impl Wanted {
    const ALL: [Self; 3] = [Self::Hidden, Self::Spoken, Self::Begun];

    fn word(self) -> &'static str {
        match self {
            Self::Hidden => "hide",
            Self::Spoken => "speak",
            Self::Begun => "begin",
        }
    }
}

/// The channel to the other tabs; it ends when this is dropped.
pub struct Elsewhere {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Elsewhere {
    /// Joins the other tabs: `heard` is called with what one of them wants.
    pub fn open(heard: impl Fn(Wanted) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let listener = Listener::new(&channel, "message", move |event| {
            let said = event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string());
            if let Some(wanted) = Wanted::ALL.into_iter().find(|wanted| said.as_deref() == Some(wanted.word())) {
                heard(wanted);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Tells the others what this tab wants.
    pub fn want(&self, wanted: Wanted) {
        // Fails only for a closed channel, whose tab is going.
        let _ = self.channel.post_message(&JsValue::from_str(wanted.word()));
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.channel.close();
    }
}
