//! What answers each address: one noun a file. A route must never do more than read the request,
//! call the library and name the answer.

pub mod accesses;
pub mod acts;
pub mod challenge;
pub mod contact;
pub mod devices;
pub mod enrol;
mod entered;
pub mod files;
pub mod info;
pub mod invitation;
pub mod invite;
pub mod outbox;
pub mod passkey;
pub mod push;
pub mod sessions;
pub mod signin;
pub mod signout;
pub mod socket;
pub mod ticket;
