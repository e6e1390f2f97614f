//! A psychiatric hospital of the prefecture. It must never hold a word about a patient.

use crate::ids::{AreaId, HospitalId};
use crate::text::{OrderKey, order_key};

/// A hospital that visitors go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hospital {
    /// Its id in this program.
    pub id: HospitalId,
    /// Its name, in the characters of its source.
    pub name: String,
    /// How the name is read, in kana; sorts it.
    pub yomi: Option<String>,
    /// The area it lies in; none where the source does not say.
    pub area: Option<AreaId>,
    /// Whether it treats dementia alone; none where the source does not say.
    pub dementia_only: Option<bool>,
}

impl Hospital {
    /// Sorts hospitals in 五十音順; one without a reading sorts by its written name.
    pub fn order(&self) -> OrderKey {
        order_key(self.yomi.as_deref().unwrap_or(&self.name))
    }
}
