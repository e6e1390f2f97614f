//! Pages of coordinators.

mod board;
mod calendar;
mod found;
mod new_visit;
mod request;
mod visits;

pub use board::Board;
pub use calendar::Calendar;
pub use found::{FilterLink, FilterLinks};
pub use new_visit::NewVisit;
pub use request::{ArrangePage, NewRequest, NextKept, RequestPage};
pub use visits::Visits;
