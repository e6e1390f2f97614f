//! Gate A (D1, R34): nobody is sent before the person's own wish is confirmed, with the day, the way
//! and who confirmed it. It must never pass on a request's word alone, whoever made it.

use super::code::codes;
use crate::time::Day;

/// The longest name of a confirmer, in characters.
pub const CONFIRMER_CHARS_MAX: usize = 100;

codes! {
    /// How the person's wish was confirmed.
    IntentMethod, "意向確認の方法" {
        /// By telephone with the person.
        Phone = "phone", "電話";
        /// Face to face.
        InPerson = "in_person", "対面";
        /// By the person's letter, postcard or slip.
        Letter = "letter", "手紙・はがき";
        /// In another way.
        Other = "other", "その他";
    }
}

codes! {
    /// Why gate A stays shut.
    IntentProblem, "意向確認の不足" {
        /// The day is missing.
        NoDay = "intent_day_missing", "ご本人の意向を確認した日を入れてください";
        /// The day lies ahead.
        DayAhead = "intent_day_ahead", "意向を確認した日が、まだ来ていない日になっています";
        /// The way is missing.
        NoMethod = "intent_method_missing", "意向を確認した方法を選んでください";
        /// Who confirmed is missing.
        NoConfirmer = "intent_confirmer_missing", "意向を確認した人を入れてください";
        /// The confirmer's name is longer than a name can be.
        ConfirmerTooLong = "intent_confirmer_long", "意向を確認した人は100字までで入れてください";
    }
}

/// A confirmed wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// When it was confirmed.
    pub day: Day,
    /// How.
    pub method: IntentMethod,
    /// By whom.
    pub confirmed_by: String,
}

/// What was entered so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IntentDraft<'a> {
    /// When, if entered.
    pub day: Option<Day>,
    /// How, if chosen.
    pub method: Option<IntentMethod>,
    /// By whom; blank counts as not entered.
    pub confirmed_by: &'a str,
}

/// Gate A: a confirmed wish, or everything that is missing.
///
/// # Errors
/// Each missing or impossible part, in the order of the form.
pub fn gate_a(draft: &IntentDraft<'_>, today: Day) -> Result<Intent, Vec<IntentProblem>> {
    let mut problems = Vec::new();
    match draft.day {
        None => problems.push(IntentProblem::NoDay),
        Some(day) if day > today => problems.push(IntentProblem::DayAhead),
        Some(_) => {}
    }
    if draft.method.is_none() {
        problems.push(IntentProblem::NoMethod);
    }
    let confirmed_by = draft.confirmed_by.trim();
    if confirmed_by.is_empty() {
        problems.push(IntentProblem::NoConfirmer);
    } else if confirmed_by.chars().count() > CONFIRMER_CHARS_MAX {
        problems.push(IntentProblem::ConfirmerTooLong);
    }
    match (draft.day, draft.method) {
        (Some(day), Some(method)) if problems.is_empty() => {
            Ok(Intent { day, method, confirmed_by: confirmed_by.to_owned() })
        }
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_wish_with_day_way_and_confirmer_passes() {
        let draft = IntentDraft {
            day: Some(day("2024-12-10")),
            method: Some(IntentMethod::Phone),
            confirmed_by: " 見本 はな ",
        };
        let intent = gate_a(&draft, day("2024-12-10")).unwrap();
        assert_eq!(intent.confirmed_by, "見本 はな");
    }

    #[test]
    fn each_missing_part_is_named() {
        let today = day("2024-12-10");
        assert_eq!(
            gate_a(&IntentDraft::default(), today),
            Err(vec![IntentProblem::NoDay, IntentProblem::NoMethod, IntentProblem::NoConfirmer])
        );
        let whole = IntentDraft { day: Some(today), method: Some(IntentMethod::Letter), confirmed_by: "見本 はな" };
        let ahead = IntentDraft { day: Some(day("2024-12-11")), ..whole };
        assert_eq!(gate_a(&ahead, today), Err(vec![IntentProblem::DayAhead]));
        let blank = IntentDraft { confirmed_by: "　 ", ..whole };
        assert_eq!(gate_a(&blank, today), Err(vec![IntentProblem::NoConfirmer]));
        let name = "あ".repeat(101);
        let long = IntentDraft { confirmed_by: &name, ..whole };
        assert_eq!(gate_a(&long, today), Err(vec![IntentProblem::ConfirmerTooLong]));
    }
}
