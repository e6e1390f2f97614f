//! Events of the page, and listeners that end with their owner.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

use super::{clock, js};

/// A listener; it ends when this is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens to an event of a target.
    pub fn new(target: &EventTarget, name: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(heard);
        // Fails for a callback that is not callable, which a closure is.
        let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), name, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, callback);
    }
}

/// What happened to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// A network came, or the page came back to the screen: a good time to try the relay.
    TryNow,
    /// The page is going away, or was hidden: store what is in memory.
    Hiding,
    /// The page is being printed.
    Printing,
    /// What the service worker says about the app's files changed.
    Files,
}

/// Listens to what happens to the page, for as long as the result is kept.
pub fn watch(heard: impl Fn(PageEvent) + Clone + 'static) -> Vec<Listener> {
    let (Some(window), Some(document)) = (web_sys::window(), web_sys::window().and_then(|window| window.document()))
    else {
        return Vec::new();
    };
    let on = |target: &EventTarget, name, event: PageEvent| {
        let heard = heard.clone();
        Listener::new(target, name, move |_| heard(event))
    };
    let shown = {
        let (heard, page) = (heard.clone(), document.clone());
        Listener::new(&document, "visibilitychange", move |_| {
            let hidden = page.visibility_state() == web_sys::VisibilityState::Hidden;
            heard(if hidden { PageEvent::Hiding } else { PageEvent::TryNow });
        })
    };
    vec![
        shown,
        on(&window, "online", PageEvent::TryNow),
        on(&window, "pageshow", PageEvent::TryNow),
        on(&window, "pagehide", PageEvent::Hiding),
        on(&window, "beforeprint", PageEvent::Printing),
        on(&window, "otozure:offline", PageEvent::Files),
    ]
}

/// What a person does that says that they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// A key, a finger, a pointer.
    Any,
    /// Escape twice: everything is to be hidden.
    Hide,
}

/// How soon the second Escape follows the first, in ms.
const TWICE_MS: i64 = 700;

/// Listens to whether somebody is there, for as long as the result is kept.
pub fn watch_touches(heard: impl Fn(Touch) + Clone + 'static) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let any = ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart"].map(|name| {
        let heard = heard.clone();
        Listener::new(&window, name, move |_| heard(Touch::Any))
    });
    let mut escaped_ms = 0;
    let twice = Listener::new(&window, "keydown", move |event| {
        // One that ends a composition, or is held down, is none.
        let is_own = |name| js::get(&event, name).ok().and_then(|is| is.as_bool()) != Some(true);
        if js::text(&event, "key").as_deref() != Some("Escape") || !is_own("isComposing") || !is_own("repeat") {
            escaped_ms = 0;
            return;
        }
        let now_ms = clock::now().ms();
        if now_ms - escaped_ms <= TWICE_MS {
            heard(Touch::Hide);
        }
        escaped_ms = now_ms;
    });
    any.into_iter().chain([twice]).collect()
}

/// Answers `otozure:flush`: whoever wants to reload the page asks first whether all is stored.
/// `store` gives a promise that fails while something is not.
pub fn answer_flush(store: impl Fn() -> Promise + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Some(Listener::new(&window, "otozure:flush", move |event| {
        let waits = js::get(&event, "detail")
            .and_then(|detail| js::get(&detail, "waitUntil"))
            .and_then(|list| list.dyn_into::<Array>());
        if let Ok(list) = waits {
            list.push(&JsValue::from(store()));
        }
    }))
}
