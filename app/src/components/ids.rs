//! Ids that tie a label, a hint and an error to their field. They are unique on one page's life
//! and mean nothing: never store one.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A fresh id that begins with `prefix`.
pub fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
