//! The one thing that leaves an aftercare: that a call is due, and whether it was held (R55). It must never say who
//! the supporter is, nor how anybody is.

use super::read;
use crate::documents::document::Document;
use crate::report::Line;
use crate::report::care::call_days;

/// The line of an aftercare; none before its day is settled, as nobody knows when the call is due.
pub fn due(document: &Document) -> Option<Line> {
    let aftercare = read(document)?;
    let (from, until) = call_days(*aftercare.day.settled()?);
    let done = aftercare.is_done();
    Some(Line::Aftercare { visitor: aftercare.visitor, visit: aftercare.visit, from, until, done })
}
