//! Calls of browser interfaces by name, for those that have no stable binding. It must never hide
//! a failure: what the browser threw comes back.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property.
pub fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

/// Calls a method.
pub fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(of, name)?.dyn_into()?;
    let list: Array = arguments.iter().collect();
    Reflect::apply(&method, of, &list)
}

/// Calls a method that gives a promise, and waits for it.
pub async fn call_async(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let promise: Promise = call(of, name, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// An object of these properties.
pub fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let made = Object::new();
    for (name, value) in properties {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&made, &(*name).into(), value);
    }
    made.into()
}

/// A text property.
pub fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name).ok()?.as_string()
}

/// A whole number that is a property.
pub fn number(of: &JsValue, name: &str) -> Option<i64> {
    get(of, name).ok()?.as_f64().map(|number| number as i64)
}

/// A yes or no that is a property.
pub fn flag(of: &JsValue, name: &str) -> Option<bool> {
    get(of, name).ok()?.as_bool()
}

/// A list that is a property.
pub fn list(of: &JsValue, name: &str) -> Option<Vec<JsValue>> {
    Some(get(of, name).ok()?.dyn_into::<Array>().ok()?.to_vec())
}

/// The name of what was thrown: `QuotaExceededError` and the like.
pub fn error_name(error: &JsValue) -> String {
    text(error, "name").unwrap_or_else(|| "Error".to_owned())
}
