//! What the relay tells of devices, sessions and the access log, and what it is asked about them: answers read into
//! types. It must never keep any of it on the device, and never hold a word of a record.

mod accesses;
mod devices;
mod reminders;
mod sessions;

use crate::platform::http::Answer;
use crate::sync::{Entering, NotDone};

pub use accesses::{AccessPage, AccessRow, Deed};
pub use devices::{DeviceLedger, DeviceRow, DeviceState, Holder, LostSheet, NewLink};
pub use reminders::Reminding;
pub use sessions::SessionRow;

/// Asks as somebody whose vault is open.
pub struct Oversight(pub Entering);

/// What could be read of an answer.
fn understood<T>(read: Option<T>, answer: &Answer) -> Result<T, NotDone> {
    read.ok_or_else(|| NotDone::Refused(format!("answer {}", answer.status)))
}
