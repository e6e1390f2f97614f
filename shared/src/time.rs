//! Days, months, fiscal years, instants and their Japanese forms (和暦, 年度).
//! Every day is a day of Asia/Tokyo (UTC+9, no daylight saving since 1952), whatever the zone of
//! the clock. It must never read a clock: the present is always an argument.

pub mod clock;
pub mod day;
pub mod era;
pub mod fiscal_year;
pub mod instant;
mod iso;
pub mod month;
pub mod weekday;
pub mod written;

pub use clock::ClockTime;
pub use day::{Civil, Day};
pub use era::Era;
pub use fiscal_year::FiscalYear;
pub use instant::Instant;
pub use iso::IsoError;
pub use month::Month;
pub use weekday::Weekday;
pub use written::{WrittenDay, WrittenDayError};
