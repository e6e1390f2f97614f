//! How people and programs come in: one-time links, sessions in cookies, tickets for sockets,
//! bearer tokens, and the limits on trying. It must never keep a secret: only SHA-256 of one.

pub mod attempts;
pub mod connections;
pub mod links;
pub mod rate;
pub mod secret;
pub mod sessions;
pub mod tickets;
pub mod tokens;

pub use attempts::Attempts;
pub use connections::{Connections, Entered, Knock};
pub use secret::Secret;
pub use tickets::Tickets;
