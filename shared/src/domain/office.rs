//! A contracted office (受託事業所) with its secretariat. It must never hold a person's data.

use super::{MunicipalityCode, Telephone};
use crate::ids::{AreaId, OfficeId};

/// An office that takes requests and sends visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its id in this program.
    pub id: OfficeId,
    /// Its full name.
    pub name: String,
    /// Its name in tables.
    pub short: String,
    /// The area it serves.
    pub area: AreaId,
    /// How many hospitals were told about the programme in its area, if known.
    pub explained: Option<Explained>,
    /// The municipalities it serves, as far as the source names them.
    pub municipalities: Vec<MunicipalityCode>,
    /// Where its secretariat answers, if that is registered.
    pub telephone: Option<Telephone>,
}

/// A count of hospitals that were visited and told about the programme (R10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// How many.
    pub hospitals: u32,
    /// Where the number was read.
    pub source: String,
}
