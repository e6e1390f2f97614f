//! The relay: checks who may read and write which document, keeps the changes and passes them on.
//! - `serve`: a relay on a listener, for the command and for tests. `cli`: the commands.
//! - `auth`: one-time links, keys and proofs, sessions, tickets, tokens. `access`: the only maker of rights.
//! - `audit`: who was given or wrote what.
//! - `router`, `routes`: HTTP. `relay`: the sockets and the judging of changes.
//! - `push`: the reminder of the day before.
//! - `storage`: the trait, SQLite behind it, and the suite every store passes.
//!
//! It must never acknowledge what is not on the disk, and never read a field of a document
//! itself: it asks `shared`.

pub mod access;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dataset;
pub mod error;
pub mod folder;
pub mod handbook;
pub mod keys;
pub mod programme;
pub mod push;
pub mod relay;
pub mod restore;
pub mod retention;
pub mod router;
pub mod routes;
pub mod samples;
pub mod serve;
pub mod state;
pub mod storage;
pub mod verify;

pub use config::Config;
pub use serve::{Prepared, ServeError, serve};
pub use state::AppState;
