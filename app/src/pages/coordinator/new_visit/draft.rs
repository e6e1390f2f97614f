//! What a coordinator has written in the form so far. It must never be sent or stored as it is:
//! `check` makes a whole visit of it, or says what is missing.

use std::collections::BTreeMap;

use shared::documents::visit::BriefingField;
use shared::domain::IntentMethod;
use shared::ids::{HospitalId, MemberId, OfficeId};
use shared::time::{ClockTime, Day};

use crate::components::DateInput;

/// The fields as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When the wish was confirmed.
    pub intent_day: DateInput,
    /// How.
    pub intent_method: Option<IntentMethod>,
    /// By whom.
    pub intent_by: String,
    /// Whose coordinators look after the visit.
    pub office: Option<OfficeId>,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// The ward.
    pub ward: String,
    /// The day of the visit.
    pub day: DateInput,
    /// Its time.
    pub time: Option<ClockTime>,
    /// Where the person is met.
    pub place: String,
    /// Where the pair meets.
    pub meet: String,
    /// The first visitor.
    pub first: Option<MemberId>,
    /// The second visitor.
    pub second: Option<MemberId>,
    /// Why the pair is an exception; blank for none.
    pub exception: String,
    /// The agreed minimum.
    pub briefing: BTreeMap<BriefingField, String>,
}

impl Draft {
    /// An empty form; a coordinator of one office alone has it chosen.
    pub fn new(offices: &[OfficeId]) -> Draft {
        let office = match offices {
            [one] => Some(one.clone()),
            _ => None,
        };
        Draft {
            intent_day: DateInput::Empty,
            intent_method: None,
            intent_by: String::new(),
            office,
            hospital: None,
            ward: String::new(),
            day: DateInput::Empty,
            time: None,
            place: String::new(),
            meet: String::new(),
            first: None,
            second: None,
            exception: String::new(),
            briefing: BTreeMap::new(),
        }
    }

    /// Those chosen, in their seats' order.
    pub fn chosen(&self) -> Vec<MemberId> {
        self.first.into_iter().chain(self.second).collect()
    }
}

/// The day of a date field, if it says one.
pub fn day_of(input: DateInput) -> Option<Day> {
    match input {
        DateInput::Day(day) => Some(day),
        _ => None,
    }
}
