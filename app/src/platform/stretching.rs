//! The worker that makes a secret long: started for one question and ended with its answer. It must never
//! be asked on the page's own thread, and never outlive its answer.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::js;

/// What comes out, in bytes.
pub const STRETCHED_BYTES: usize = 32;

/// How much work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// How often over it.
    pub passes: u32,
}

/// A secret made long, and how long that took.
pub struct Stretched {
    /// The bytes.
    pub bytes: [u8; STRETCHED_BYTES],
    /// Milliseconds of work.
    pub ms: f64,
}

type Handler = Closure<dyn FnMut(JsValue)>;

/// Makes a secret long. `None` if the browser does not do it: its worker does not start, or there is no memory.
pub async fn stretch(secret: &str, salt: &[u8], work: Work) -> Option<Stretched> {
    let worker = worker()?;
    let question = js::object(&[
        ("secret", Uint8Array::from(secret.as_bytes()).into()),
        ("salt", Uint8Array::from(salt).into()),
        ("memory", work.memory_kib.into()),
        ("passes", work.passes.into()),
    ]);
    let heard: Rc<RefCell<Vec<Handler>>> = Rc::default();
    let kept = Rc::clone(&heard);
    let answering = Promise::new(&mut |resolve, reject| {
        let answered = Handler::new(move |event: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &js::get(&event, "data").unwrap_or_default());
        });
        let failed = Handler::new(move |_| {
            let _ = reject.call0(&JsValue::NULL);
        });
        // Setting a handler of a worker cannot fail.
        let _ = Reflect::set(&worker, &"onmessage".into(), answered.as_ref());
        let _ = Reflect::set(&worker, &"onerror".into(), failed.as_ref());
        kept.borrow_mut().extend([answered, failed]);
    });
    let asked = js::call(&worker, "postMessage", &[question]);
    let answer = match asked {
        Ok(_) => JsFuture::from(answering).await.ok(),
        Err(_) => None,
    };
    let _ = js::call(&worker, "terminate", &[]);
    let answer = answer?;
    let bytes = js::get(&answer, "bytes").ok()?.dyn_into::<Uint8Array>().ok()?;
    Some(Stretched { bytes: bytes.to_vec().try_into().ok()?, ms: js::get(&answer, "ms").ok()?.as_f64()? })
}

/// Starts it. Its address, which the browser trusts, is laid where the page names the app's own (public/boot).
fn worker() -> Option<JsValue> {
    let document = web_sys::window()?.document()?;
    let script = document.query_selector("script[data-stretch]").ok()??;
    let address = js::get(&script, "stretch").ok()?;
    let made = js::get(&js_sys::global(), "Worker").ok()?;
    let options = js::object(&[("type", "module".into())]);
    Reflect::construct(&made.dyn_into::<Function>().ok()?, &Array::of2(&address, &options)).ok()
}
