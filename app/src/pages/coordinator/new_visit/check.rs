//! Judges the form by the programme's gates, and names the field of each problem. It must never
//! bar for a warning: the choice of a pair is a person's.

use std::collections::BTreeMap;

use shared::domain::{Intent, IntentDraft, IntentProblem, PairException, PairMember, PairProblem, gate_a, gate_b};
use shared::ids::{HospitalId, MemberId, OfficeId};
use shared::time::{ClockTime, Day};

use super::draft::{Draft, day_of};
use crate::components::DateInput;
use crate::messages::new_visit as say;

/// The longest text of a line of the form, in characters; the store takes more.
const LINE_CHARS_MAX: usize = 1000;

/// A field that a problem is about, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// When the wish was confirmed.
    IntentDay,
    /// How.
    IntentMethod,
    /// By whom.
    IntentBy,
    /// The office.
    Office,
    /// The hospital.
    Hospital,
    /// The ward.
    Ward,
    /// The day.
    Day,
    /// The time.
    Time,
    /// Where the person is met.
    Place,
    /// Where the pair meets.
    Meet,
    /// The first visitor.
    First,
    /// The second visitor.
    Second,
    /// The exception.
    Exception,
    /// The agreed minimum.
    Briefing,
}

impl FormField {
    /// Every field.
    pub const ALL: [FormField; 14] = [
        FormField::IntentDay,
        FormField::IntentMethod,
        FormField::IntentBy,
        FormField::Office,
        FormField::Hospital,
        FormField::Ward,
        FormField::Day,
        FormField::Time,
        FormField::Place,
        FormField::Meet,
        FormField::First,
        FormField::Second,
        FormField::Exception,
        FormField::Briefing,
    ];
}

/// What is wrong, by field, in the words a person reads.
pub type Problems = BTreeMap<FormField, &'static str>;

/// What the gates let through, beside the texts that pass as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Gate A.
    pub intent: Intent,
    /// The office.
    pub office: OfficeId,
    /// The hospital.
    pub hospital: HospitalId,
    /// The day.
    pub day: Day,
    /// The time.
    pub time: ClockTime,
}

/// Judges the form; `pair` is what the register says of those chosen.
///
/// # Errors
/// Every problem, one a field.
pub fn check(draft: &Draft, pair: &[PairMember], by: MemberId, today: Day) -> Result<Checked, Problems> {
    let mut problems = Problems::new();
    let intent = intent(draft, today, &mut problems);
    let office = required(&mut problems, FormField::Office, draft.office.clone(), say::OFFICE_MISSING);
    let hospital = required(&mut problems, FormField::Hospital, draft.hospital.clone(), say::HOSPITAL_MISSING);
    let day = visit_day(draft, &mut problems);
    let time = required(&mut problems, FormField::Time, draft.time, say::TIME_MISSING);
    if draft.place.trim().is_empty() {
        problems.insert(FormField::Place, say::PLACE_MISSING);
    }
    too_long(draft, &mut problems);
    seats(draft, pair, by, today, &mut problems);
    match (intent, office, hospital, day, time) {
        (Some(intent), Some(office), Some(hospital), Some(day), Some(time)) if problems.is_empty() => {
            Ok(Checked { intent, office, hospital, day, time })
        }
        _ => Err(problems),
    }
}

fn required<T>(problems: &mut Problems, field: FormField, value: Option<T>, missing: &'static str) -> Option<T> {
    if value.is_none() {
        problems.insert(field, missing);
    }
    value
}

fn intent(draft: &Draft, today: Day, problems: &mut Problems) -> Option<Intent> {
    let stated =
        IntentDraft { day: day_of(&draft.intent_day), method: draft.intent_method, confirmed_by: &draft.intent_by };
    let found = gate_a(&stated, today);
    for problem in found.as_ref().err().into_iter().flatten() {
        let field = match problem {
            IntentProblem::NoDay | IntentProblem::DayAhead => FormField::IntentDay,
            IntentProblem::NoMethod => FormField::IntentMethod,
            IntentProblem::NoConfirmer | IntentProblem::ConfirmerTooLong => FormField::IntentBy,
        };
        problems.insert(field, problem.label());
    }
    if draft.intent_day.read() == DateInput::Unfinished {
        problems.insert(FormField::IntentDay, say::DAY_UNFINISHED);
    }
    found.ok()
}

fn visit_day(draft: &Draft, problems: &mut Problems) -> Option<Day> {
    let confirmed = day_of(&draft.intent_day);
    match draft.day.read() {
        DateInput::Day(day) if confirmed.is_some_and(|confirmed| day < confirmed) => {
            problems.insert(FormField::Day, say::DAY_BEFORE_INTENT);
            None
        }
        DateInput::Day(day) => Some(day),
        DateInput::Unfinished => {
            problems.insert(FormField::Day, say::DAY_UNFINISHED);
            None
        }
        DateInput::Empty | DateInput::Wrong(_) => {
            problems.insert(FormField::Day, say::DAY_MISSING);
            None
        }
    }
}

fn too_long(draft: &Draft, problems: &mut Problems) {
    let lines = [
        (FormField::Ward, &draft.ward),
        (FormField::Place, &draft.place),
        (FormField::Meet, &draft.meet),
        (FormField::Exception, &draft.exception),
    ];
    let briefing = draft.briefing.values().map(|text| (FormField::Briefing, text));
    for (field, text) in lines.into_iter().chain(briefing) {
        if text.chars().count() > LINE_CHARS_MAX {
            problems.insert(field, say::TOO_LONG);
        }
    }
}

fn seats(draft: &Draft, pair: &[PairMember], by: MemberId, today: Day, problems: &mut Problems) {
    let reason = draft.exception.trim();
    let exception =
        (!reason.is_empty()).then(|| PairException { reason: reason.to_owned(), decided_by: by, day: today });
    for problem in gate_b(pair, exception.as_ref()).err().into_iter().flatten() {
        let field = match problem {
            PairProblem::Nobody => FormField::First,
            PairProblem::OnlyOne if draft.first.is_none() => FormField::First,
            PairProblem::OnlyOne | PairProblem::SamePerson | PairProblem::TooMany => FormField::Second,
            PairProblem::NotAppointed | PairProblem::NoReason => FormField::Exception,
        };
        problems.insert(field, problem.label());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::{DateParts, YearCount};
    use shared::domain::{Category, IntentMethod};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn parts(text: &str) -> DateParts {
        DateParts::of(day(text), YearCount::Reiwa)
    }

    fn whole() -> Draft {
        Draft {
            intent_day: parts("2026-11-20"),
            intent_method: Some(IntentMethod::Phone),
            intent_by: "事業所の職員".to_owned(),
            hospital: Some("mihon".parse().unwrap()),
            day: parts("2026-11-24"),
            time: ClockTime::new(14, 0),
            place: "面会室".to_owned(),
            first: Some(MemberId([1; 8])),
            second: Some(MemberId([2; 8])),
            ..Draft::new(&["kokoro".parse().unwrap()])
        }
    }

    fn judge(draft: &Draft, appointed: bool) -> Result<Checked, Problems> {
        let member = |visitor| PairMember { visitor, appointed, category: Some(Category::Peer) };
        let pair: Vec<PairMember> = draft.chosen().into_iter().map(member).collect();
        check(draft, &pair, MemberId([9; 8]), day("2026-11-23"))
    }

    fn fields(draft: &Draft, appointed: bool) -> Vec<FormField> {
        judge(draft, appointed).unwrap_err().into_keys().collect()
    }

    #[test]
    fn a_whole_form_passes() {
        let checked = judge(&whole(), true).unwrap();
        assert_eq!(checked.office.as_str(), "kokoro");
        assert_eq!(checked.day, day("2026-11-24"));
        assert_eq!(checked.intent.confirmed_by, "事業所の職員");
    }

    #[test]
    fn an_empty_form_names_every_required_field() {
        use FormField::*;
        let empty = Draft::new(&[]);
        assert_eq!(
            fields(&empty, true),
            [IntentDay, IntentMethod, IntentBy, Office, Hospital, Day, Time, Place, First]
        );
    }

    #[test]
    fn nobody_is_sent_before_the_wish_is_confirmed() {
        let ahead = Draft { intent_day: parts("2026-11-24"), ..whole() };
        assert_eq!(fields(&ahead, true), [FormField::IntentDay]);
        let before = Draft { day: parts("2026-11-19"), ..whole() };
        assert_eq!(fields(&before, true), [FormField::Day]);
        let unfinished = Draft { intent_day: DateParts { year: "8".to_owned(), ..DateParts::default() }, ..whole() };
        assert_eq!(fields(&unfinished, true), [FormField::IntentDay]);
    }

    #[test]
    fn less_than_two_appointed_needs_a_reason() {
        let one = Draft { second: None, ..whole() };
        assert_eq!(fields(&one, true), [FormField::Second]);
        let only_second = Draft { first: None, ..whole() };
        assert_eq!(fields(&only_second, true), [FormField::First]);
        let twice = Draft { second: Some(MemberId([1; 8])), exception: "理由".to_owned(), ..whole() };
        assert_eq!(fields(&twice, true), [FormField::Second]);
        assert_eq!(fields(&whole(), false), [FormField::Exception]);
        for excused in [one, whole()] {
            let excused = Draft { exception: "急な欠席".to_owned(), ..excused };
            assert!(judge(&excused, false).is_ok());
        }
    }

    #[test]
    fn a_text_beyond_its_field_is_named() {
        let long = Draft { ward: "あ".repeat(1001), ..whole() };
        assert_eq!(fields(&long, true), [FormField::Ward]);
    }
}
