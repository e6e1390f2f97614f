//! The relay as the outside meets it: over HTTP in this process, and as the program it is.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod client;
mod command;
mod confirming;
mod disk;
mod durable;
mod enrolling;
mod files;
mod keys;
mod running;
mod signin;
mod sockets;
mod strace;
