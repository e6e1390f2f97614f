//! Pages of visitors.

mod schedule;
mod today;

pub use schedule::Schedule;
pub use today::Today;
