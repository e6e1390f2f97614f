//! How far the start of the app is, and what kept it from starting.

/// How far the start is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boot {
    /// The device's storage is being opened.
    Starting,
    /// Nobody is enrolled in this browser: a link is needed.
    NobodyYet,
    /// Somebody is enrolled, and nobody's things are open in this tab.
    Locked,
    /// Somebody's things are open and their rows are being shown.
    Ready,
    /// It cannot start.
    Problem(BootProblem),
}

/// What keeps the app from starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootProblem {
    /// The browser gives no storage (private window, disk full, disk failing).
    NoStorage,
    /// People were enrolled here, and the browser has cleared everything. What the relay has
    /// comes back after signing in.
    StorageEvicted,
    /// The browser lacks a part that the app cannot do without.
    Unsupported,
    /// The data was written by a newer version of the app: this version must be updated.
    NewerData,
    /// A part of the app is not on this device yet, and the network does not bring it.
    PartMissing,
    /// Another tab with an older version keeps the data open: close it.
    OtherTabBlocks,
}
