//! A real relay on a real folder, reached through real sockets: what devices do together, what the
//! relay makes of hostile bytes, who gets in, and what a kill leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

mod bytes;
mod client;
mod doors;
mod figures;
mod hand_over;
mod hostile;
mod http;
mod kill;
mod limits;
mod passing;
mod relay;
mod together;
mod trace;
mod visits;
