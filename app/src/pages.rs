//! The pages: they read the store, call actions and compose components. A page must never touch
//! storage, the socket or a document itself, and never write a sentence: those stand in messages.

pub mod care;
pub mod concern;
pub mod consult;
pub mod coordinator;
mod disputed;
pub mod elsewhere;
pub mod everyone;
pub mod figures;
mod focus;
mod frame;
mod going;
pub mod handbook;
mod hospitals;
mod moment;
mod opened;
pub mod oversight;
pub mod prefecture;
mod present;
mod reminder;
mod renewing;
mod row;
mod save_line;
mod stopped;
pub mod visit;
pub mod visitor;
mod visitors;

pub use frame::Arrived;
pub use reminder::Reminder;
pub use save_line::SaveLine;
