//! What the wire promises: the bytes written once and kept for ever, what a reader forgives, and
//! that no bytes stop it.

mod edges;
mod fixtures;
mod hostile;
mod limits;
mod reading;
mod receipts;
mod samples;
