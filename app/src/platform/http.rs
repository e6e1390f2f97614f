//! Requests to the relay: small JSON bodies, small JSON answers. It must never send to another
//! place than the one this page came from, and never wait for ever.

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::js;

/// The longest wait for an answer.
const ANSWER_MS_MAX: f64 = 15_000.0;

/// An answer of the relay.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, if it was JSON.
    pub body: JsValue,
}

impl Answer {
    /// Whether the relay did what was asked.
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A text of the body.
    pub fn text(&self, name: &str) -> Option<String> {
        js::text(&self.body, name)
    }

    /// The code of an error.
    pub fn code(&self) -> String {
        self.text("code").unwrap_or_else(|| self.status.to_string())
    }

    /// A list of texts of the body.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let list = js::get(&self.body, name).ok().and_then(|list| list.dyn_into::<js_sys::Array>().ok());
        list.map(|list| list.iter().filter_map(|text| text.as_string()).collect()).unwrap_or_default()
    }

    /// A flag of the body.
    pub fn flag(&self, name: &str) -> bool {
        js::get(&self.body, name).ok().and_then(|flag| flag.as_bool()).unwrap_or(false)
    }
}

/// The relay could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

/// Posts texts as a JSON object.
pub async fn post(path: &str, fields: &[(&str, &str)]) -> Result<Answer, Unreachable> {
    let fields: Vec<(&str, JsValue)> = fields.iter().map(|(name, value)| (*name, JsValue::from_str(value))).collect();
    post_object(path, &js::object(&fields)).await
}

/// Asks for a JSON object.
pub async fn get(path: &str) -> Result<Answer, Unreachable> {
    send(path, vec![("method", JsValue::from_str("GET"))]).await.map_err(|_| Unreachable)
}

/// Posts an object as JSON.
pub async fn post_object(path: &str, object: &JsValue) -> Result<Answer, Unreachable> {
    post_inner(path, object).await.map_err(|_| Unreachable)
}

async fn post_inner(path: &str, object: &JsValue) -> Result<Answer, JsValue> {
    let body = JSON::stringify(object)?;
    let headers = js::object(&[("content-type", "application/json".into())]);
    send(path, vec![("method", JsValue::from_str("POST")), ("headers", headers), ("body", body.into())]).await
}

async fn send(path: &str, mut options: Vec<(&str, JsValue)>) -> Result<Answer, JsValue> {
    options.push(("cache", "no-store".into()));
    options.push(("credentials", "same-origin".into()));
    // Safari before 16 has no such signal; there the browser's own limit holds.
    if let Ok(signals) = js::get(&js_sys::global(), "AbortSignal")
        && let Ok(signal) = js::call(&signals, "timeout", &[ANSWER_MS_MAX.into()])
    {
        options.push(("signal", signal));
    }
    let arguments = [JsValue::from_str(path), js::object(&options)];
    let response: Response = js::call_async(&js_sys::global(), "fetch", &arguments).await?.dyn_into()?;
    let body = match response.text() {
        Ok(text) => JsFuture::from(text).await.unwrap_or_default(),
        Err(_) => JsValue::UNDEFINED,
    };
    let body = body.as_string().and_then(|text| JSON::parse(&text).ok());
    Ok(Answer { status: response.status(), body: body.unwrap_or(JsValue::UNDEFINED) })
}
