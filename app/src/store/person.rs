//! The people of this browser: who is enrolled here, and who uses this tab.

use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId, OfficeId, PrefectureId};

/// Somebody enrolled in this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub member: MemberId,
    /// Their display name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// Who uses this tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Who.
    pub member: MemberId,
    /// Their display name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The offices they work for.
    pub offices: Vec<OfficeId>,
    /// A visitor's category.
    pub category: Option<Category>,
    /// This browser, as the relay knows it.
    pub device: DeviceId,
    /// Whose programme.
    pub prefecture: PrefectureId,
    /// What the band on every page says, where the data is a sample.
    pub sample: Option<String>,
}
