//! What the browser says about this origin's storage.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// What is used and what may be used, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Estimate {
    /// In use.
    pub usage_bytes: Option<u64>,
    /// The most that may be used.
    pub quota_bytes: Option<u64>,
}

fn manager() -> Option<StorageManager> {
    Some(web_sys::window()?.navigator().storage())
}

/// Asks for the estimate.
pub async fn estimate() -> Estimate {
    let asked = async {
        let promise = manager()?.estimate().ok()?;
        let answer = JsFuture::from(promise).await.ok()?;
        let estimate: StorageEstimate = answer.unchecked_into();
        // Bytes come as floats; no disk has more than a f64 counts exactly.
        let whole = |bytes: Option<f64>| bytes.map(|bytes| bytes as u64);
        Some(Estimate { usage_bytes: whole(estimate.get_usage()), quota_bytes: whole(estimate.get_quota()) })
    };
    asked.await.unwrap_or_default()
}

/// Whether the browser promised not to clear this origin by itself.
pub async fn persisted() -> Option<bool> {
    let promise = manager()?.persisted().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// Asks it to promise so.
pub async fn persist() -> Option<bool> {
    let promise = manager()?.persist().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}
