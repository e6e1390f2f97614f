//! The wire between a device and the relay: protocol `otozure/1`, one CBOR map a WebSocket
//! message, with the field names of the automerge-repo envelope. It must never do I/O, and never
//! trust a length it was told.

pub mod code;
mod decode;
mod encode;
mod figures;
pub mod limits;
pub mod message;
mod presence;
mod quarantine;
pub mod receipt;
pub mod signed;
mod value;
mod version;

#[cfg(test)]
mod tests;

pub use code::{CloseCode, Refusal};
pub use decode::{FrameError, decode_from_device, decode_from_relay};
pub use encode::{encode_from_device, encode_from_relay};
pub use figures::{figures_bytes, within_limits};
pub use message::{Cursor, Entry, Figures, FromDevice, FromRelay, Offer, Person, Push, What};
pub use presence::{Place, Present};
pub use quarantine::Quarantined;
pub use receipt::{Receipt, ReceiptKey};
pub use version::{AppVersion, NotAVersion};

/// The protocol's name in the handshake.
pub const VERSION: &str = "otozure/1";
