//! What the app and the relay agree on: names, the programme's rules, its documents, who may
//! what, the protocol and the report. It must never read a clock, make randomness, touch a
//! network, a disk or a screen: time and randomness come in as arguments.

pub mod access;
pub mod documents;
pub mod domain;
pub mod ics;
pub mod ids;
pub mod protocol;
pub mod report;
pub mod sync;
pub mod text;
pub mod time;
