//! Looking after what is in other hands: the ledger of devices, the sheet of a lost one, the access log. What is shown
//! is asked of the relay each time. It must never show what the relay did not give to whoever looks.

mod access_log;
mod asked;
mod devices;
mod records;

pub use access_log::AccessLog;
pub use devices::Devices;
