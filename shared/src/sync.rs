//! The two ends of the protocol as state machines without I/O: events in, effects out. They must
//! never read a clock, make randomness, or touch a socket or a disk; the host does, and a
//! simulation can.

pub mod device;
pub mod relay;

pub use crate::protocol::Figures;
pub use device::{DeviceEffect, DeviceEvent, DeviceSession, Keep, Kept, OwedChange, Refused, Status};
pub use relay::{RelayEffect, RelayEvent, RelaySession};
