//! A real relay on a real folder, reached through real sockets: what devices do together, what the
//! relay makes of hostile bytes, who gets in, and what a kill leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

mod access_log;
mod again;
mod attack;
mod availability;
mod bytes;
mod catching_up;
mod client;
mod device;
#[allow(dead_code, reason = "the simulated network uses the rest of it")]
#[path = "../simulation/disk.rs"]
mod disk;
mod doors;
mod ended;
mod enrolling;
mod figures;
mod hammer;
mod hand_over;
mod hostile;
mod http;
mod kill;
mod ledger;
mod limits;
mod outbox;
mod passing;
mod passkeys;
mod person;
mod presence;
mod private;
mod process;
mod quarantine;
mod relay;
mod restoring;
mod reviewing;
mod revoked;
mod rights;
mod sessions;
mod signin;
mod together;
mod trace;
mod trips;
mod versions;
mod visits;
