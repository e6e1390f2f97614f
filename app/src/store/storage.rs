//! What the browser says about the storage that this app has.

/// The browser's storage as it last answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StorageReport {
    /// Whether the browser promised not to clear it by itself; none before it was asked.
    pub persisted: Option<bool>,
    /// Bytes in use.
    pub usage_bytes: Option<u64>,
    /// Bytes that may be used.
    pub quota_bytes: Option<u64>,
    /// Whether the browser had cleared everything before this start.
    pub evicted: bool,
}

/// Whether the app starts without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflineReady {
    /// Its files are not all kept yet.
    NotYet,
    /// Every file is kept.
    Ready,
    /// Some kept files are missing: it may not start without a network.
    Holes,
}
