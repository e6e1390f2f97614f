//! How people and programs come in: one-time links, devices' keys and proofs of persons' secrets, sessions in
//! cookies, tickets for sockets, bearer tokens, and the limits on trying. It must never keep a secret: only
//! SHA-256 of one.

pub mod attempts;
pub mod bytes;
pub mod challenges;
pub mod connections;
pub mod contact;
pub mod links;
pub mod outbox;
pub mod overseeing;
pub mod passkeys;
pub mod pledge;
pub mod public_key;
pub mod rate;
pub mod relay_keys;
pub mod secret;
pub mod sessions;
pub mod signing_in;
pub mod tickets;
pub mod tokens;

pub use attempts::Attempts;
pub use bytes::Bytes;
pub use challenges::Challenges;
pub use connections::{Connections, Entered, Knock};
pub use relay_keys::RelayKeys;
pub use secret::Secret;
pub use tickets::{Shown, Tickets};
