//! Web Locks: one tab at a time holds a name; it is free again when the tab is gone, however it
//! went. It must never be held without somebody keeping the guard.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::js;

/// A lock that is held; it is free again when this is dropped.
pub struct Held {
    release: Function,
    _granted: Closure<dyn FnMut(JsValue) -> Promise>,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    js::get(&navigator, "locks").ok().filter(JsValue::is_object)
}

/// Waits until this tab holds the lock. `None` where the browser has no locks.
pub async fn hold(name: &str) -> Option<Held> {
    let manager = manager()?;
    let (granted, heard) = oneshot::channel();
    let granted = RefCell::new(Some(granted));
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let kept = Rc::clone(&release);
    let callback = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_lock| {
        let promise = Promise::new(&mut |resolve, _| {
            *kept.borrow_mut() = Some(resolve);
        });
        if let Some(granted) = granted.borrow_mut().take() {
            // Nobody waits any more: then the guard is dropped below and the lock is free again.
            let _ = granted.send(());
        }
        promise
    });
    let arguments = [JsValue::from_str(name), callback.as_ref().clone()];
    js::call(&manager, "request", &arguments).ok()?;
    heard.await.ok()?;
    let release = release.borrow_mut().take()?;
    Some(Held { release, _granted: callback })
}

/// The names that are held by any tab now.
pub async fn held_names() -> Option<Vec<String>> {
    let state = js::call_async(&manager()?, "query", &[]).await.ok()?;
    let held: Array = js::get(&state, "held").ok()?.dyn_into().ok()?;
    Some(held.iter().filter_map(|lock| js::text(&lock, "name")).collect())
}
