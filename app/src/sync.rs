//! Carries between this device and the relay: the host of the session, its socket, and the talk
//! between tabs. It must never look into a document, and never know a page.

pub mod alone;
mod asking;
pub mod line;
mod socket;
pub mod tabs;
mod ticket;

pub use asking::NotDone;
pub use line::{Device, Line};
pub use tabs::{Said, TabStatus, Tabs};
pub use ticket::{Entering, NotIn, relay_keys};
