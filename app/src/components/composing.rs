//! Writing by an input method (IME): between its start and its end the field belongs to it. While
//! it composes nothing is taken from the field and nothing is written into it; its Enter is not
//! the person's Enter.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Whether a field is being composed, and a tick whenever it stops. A browser ends a composition
/// also when its field leaves the page, after the page's signals are gone: nothing here panics then.
#[derive(Debug, Clone, Copy)]
pub struct Composing {
    now: StoredValue<bool>,
    ended: RwSignal<u32>,
}

impl Composing {
    /// Nothing is composed yet.
    pub fn new() -> Composing {
        Composing { now: StoredValue::new(false), ended: RwSignal::new(0) }
    }

    /// `compositionstart`.
    pub fn start(self) {
        self.now.try_set_value(true);
    }

    /// `compositionend`. Effects that waited run again.
    pub fn end(self) {
        self.now.try_set_value(false);
        self.ended.try_update(|times| *times = times.wrapping_add(1));
    }

    /// Whether a composition is under way.
    pub fn is_on(self) -> bool {
        self.now.try_get_value().unwrap_or(false)
    }

    /// In an effect: runs it again when a composition ends.
    pub fn track_end(self) {
        self.ended.track();
    }
}

impl Default for Composing {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a key is the person's own. A key that confirms a composition belongs to the input
/// method; Safari sends it after `compositionend`, marked only by the code 229.
pub fn is_own_key(event: &KeyboardEvent) -> bool {
    !event.is_composing() && event.key_code() != 229 && event.key() != "Process"
}
