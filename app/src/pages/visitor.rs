//! Pages of visitors.

mod today;

pub use today::Today;
