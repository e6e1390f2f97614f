//! What a coordinator has written in the form so far. It must never be sent or stored as it is:
//! `check` makes a whole visit of it, or says what is missing.

use std::collections::BTreeMap;

use shared::documents::visit::BriefingField;
use shared::domain::{ExtraReason, IntentMethod};
use shared::ids::{HospitalId, MemberId, OfficeId};
use shared::time::{ClockTime, Day};

use crate::components::{DateInput, DateParts, YearCount};
use crate::store::drafts::DraftFields;

/// The keys of kept fields. They never change: drafts outlive versions.
const INTENT_DAY: &str = "intent_day";
const INTENT_METHOD: &str = "intent_method";
const INTENT_BY: &str = "intent_by";
const OFFICE: &str = "office";
const HOSPITAL: &str = "hospital";
const WARD: &str = "ward";
const DAY: &str = "day";
const TIME: &str = "time";
const PLACE: &str = "place";
const MEET: &str = "meet";
const FIRST: &str = "first";
const SECOND: &str = "second";
const EXCEPTION: &str = "exception";
const BRIEFING: &str = "briefing.";
const PASSING: &str = "passing";
const EXTRA_REASON: &str = "extra_reason";

/// The fields as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When the wish was confirmed.
    pub intent_day: DateParts,
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
    pub day: DateParts,
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
    /// The word with which warnings are passed.
    pub passing: String,
    /// The class of the reason for a visit beyond the policy's limit.
    pub extra_reason: Option<ExtraReason>,
}

impl Draft {
    /// An empty form; a coordinator of one office alone has it chosen.
    pub fn new(offices: &[OfficeId]) -> Draft {
        let office = match offices {
            [one] => Some(one.clone()),
            _ => None,
        };
        Draft {
            intent_day: DateParts::default(),
            intent_method: None,
            intent_by: String::new(),
            office,
            hospital: None,
            ward: String::new(),
            day: DateParts::default(),
            time: None,
            place: String::new(),
            meet: String::new(),
            first: None,
            second: None,
            exception: String::new(),
            briefing: BTreeMap::new(),
            passing: String::new(),
            extra_reason: None,
        }
    }

    /// Those chosen, in their seats' order.
    pub fn chosen(&self) -> Vec<MemberId> {
        self.first.into_iter().chain(self.second).collect()
    }
}

impl Draft {
    /// What stands in the fields, to be kept; empty ones are left out.
    pub fn to_fields(&self) -> DraftFields {
        let id = |member: Option<MemberId>| member.map(|member| member.to_string()).unwrap_or_default();
        let fixed = [
            (INTENT_DAY, date(&self.intent_day)),
            (INTENT_METHOD, self.intent_method.map(IntentMethod::code).unwrap_or_default().to_owned()),
            (INTENT_BY, self.intent_by.clone()),
            (OFFICE, self.office.as_ref().map(ToString::to_string).unwrap_or_default()),
            (HOSPITAL, self.hospital.as_ref().map(ToString::to_string).unwrap_or_default()),
            (WARD, self.ward.clone()),
            (DAY, date(&self.day)),
            (TIME, self.time.map(|time| time.to_string()).unwrap_or_default()),
            (PLACE, self.place.clone()),
            (MEET, self.meet.clone()),
            (FIRST, id(self.first)),
            (SECOND, id(self.second)),
            (EXCEPTION, self.exception.clone()),
            (PASSING, self.passing.clone()),
            (EXTRA_REASON, self.extra_reason.map(ExtraReason::code).unwrap_or_default().to_owned()),
        ];
        let fixed = fixed.into_iter().map(|(key, value)| (key.to_owned(), value));
        let briefing = self.briefing.iter().map(|(field, text)| (format!("{BRIEFING}{}", field.key()), text.clone()));
        fixed.chain(briefing).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The form as it was kept. A value that nothing stands for any more is left empty.
    pub fn from_fields(fields: &DraftFields) -> Draft {
        let text = |key: &str| fields.get(key).cloned().unwrap_or_default();
        let briefing = BriefingField::ALL.into_iter();
        Draft {
            intent_day: parts(&text(INTENT_DAY)),
            intent_method: IntentMethod::from_code(&text(INTENT_METHOD)),
            intent_by: text(INTENT_BY),
            office: text(OFFICE).parse().ok(),
            hospital: text(HOSPITAL).parse().ok(),
            ward: text(WARD),
            day: parts(&text(DAY)),
            time: text(TIME).parse().ok(),
            place: text(PLACE),
            meet: text(MEET),
            first: text(FIRST).parse().ok(),
            second: text(SECOND).parse().ok(),
            exception: text(EXCEPTION),
            briefing: briefing
                .filter_map(|field| Some((field, fields.get(&format!("{BRIEFING}{}", field.key()))?.clone())))
                .collect(),
            passing: text(PASSING),
            extra_reason: ExtraReason::from_code(&text(EXTRA_REASON)),
        }
    }
}

/// A date field as a text, digits as they were typed: no line of a form holds a line break.
fn date(parts: &DateParts) -> String {
    match parts.read() {
        DateInput::Empty => String::new(),
        _ => [parts.count.label(), &parts.year, &parts.month, &parts.day].join("\n"),
    }
}

fn parts(text: &str) -> DateParts {
    let mut lines = text.split('\n').map(str::to_owned);
    let count = lines.next().and_then(|label| YearCount::from_label(&label)).unwrap_or_default();
    let mut next = || lines.next().unwrap_or_default();
    DateParts { count, year: next(), month: next(), day: next() }
}

/// The day of a date field, if it says one.
pub fn day_of(parts: &DateParts) -> Option<Day> {
    match parts.read() {
        DateInput::Day(day) => Some(day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_back_as_it_was_left_half_dates_included() {
        let half = DateParts { count: YearCount::Western, year: "２０２６".to_owned(), ..DateParts::default() };
        let draft = Draft {
            intent_day: DateParts::of("2026-11-20".parse().unwrap(), YearCount::Reiwa),
            intent_method: Some(IntentMethod::Phone),
            intent_by: "事業所の職員".to_owned(),
            hospital: Some("mihon".parse().unwrap()),
            day: half,
            time: ClockTime::new(14, 5),
            place: " 面会室".to_owned(),
            second: Some(MemberId([2; 8])),
            briefing: [(BriefingField::Signal, "手をあげる".to_owned())].into(),
            passing: "前日に電話する".to_owned(),
            extra_reason: ExtraReason::ALL.first().copied(),
            ..Draft::new(&["kokoro".parse().unwrap()])
        };
        assert_eq!(Draft::from_fields(&draft.to_fields()), draft);
        assert_eq!(Draft::from_fields(&Draft::new(&[]).to_fields()), Draft::new(&[]));
        assert!(Draft::new(&[]).to_fields().is_empty(), "an untouched form is no draft");
    }

    #[test]
    fn a_value_of_another_version_leaves_its_field_empty() {
        let fields = [("intent_method", "telepathy"), ("time", "noon"), ("day", "昭和\n64")];
        let draft = Draft::from_fields(&fields.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        assert_eq!((draft.intent_method, draft.time, day_of(&draft.day)), (None, None, None));
    }
}
