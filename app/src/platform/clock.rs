//! The device's clock and its timers.

use js_sys::Promise;
use shared::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::js;

/// What the device's clock says.
pub fn now() -> Instant {
    // Whole milliseconds since 1970 fit a f64 for 285,000 years.
    Instant::from_ms(js_sys::Date::now() as i64)
}

/// Waits. Timers of hidden pages fire late.
pub async fn sleep_ms(ms: i64) {
    let ms = ms.clamp(0, i64::from(i32::MAX));
    let promise = Promise::new(&mut |resolve, _| {
        let arguments = [resolve.into(), JsValue::from_f64(ms as f64)];
        // A page without timers does not exist.
        let _ = js::call(&js_sys::global(), "setTimeout", &arguments);
    });
    let _ = JsFuture::from(promise).await;
}
