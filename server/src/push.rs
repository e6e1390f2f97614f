//! The reminder of the day before, sent to devices that asked for it through the push service of their browser (RFC
//! 8030). Whoever runs such a service learns that a device was told something, and nothing more: the one sentence is
//! sealed to the device. It must never hold a name, a place or a time, never go anywhere but to the known services, and
//! never remind twice.

mod endpoint;
mod message;
mod reminding;
mod sending;
mod vapid;

use std::net::SocketAddr;

use shared::time::ClockTime;

pub use endpoint::{ENDPOINT_BYTES_MAX, Endpoint, NotAService};
pub use message::{AUTH_BYTES, seal};
pub use reminding::{REMIND_WITHIN_HOURS, run};
pub use sending::{Post, TRIES_MAX, TTL_SECONDS};
pub use vapid::authorization;

/// The one sentence, for everybody and every day.
pub const SENTENCE: &str = "あした、予定があります";

/// What a relay that reminds is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// From which hour of Tokyo on it reminds of the next day.
    pub at: ClockTime,
    /// A service on this machine that is taken beside the known ones: for tests.
    pub service: Option<SocketAddr>,
}
