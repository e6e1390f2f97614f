//! A visit beyond what the policy foresees for one person (R13, R36). The limit warns and must
//! never block: it asks for a short reason, whose class the prefecture sees.

use super::Policy;
use super::code::codes;

codes! {
    /// The class of a reason for another visit beyond the limit.
    ExtraReason, "回数を超えて訪問する理由" {
        /// The person wished for another visit.
        PersonWish = "person_wish", "ご本人が希望している";
        /// What was begun is not finished.
        Unfinished = "unfinished", "話や相談が途中である";
        /// The first visit was cut short or could not be held.
        CutShort = "cut_short", "前回は短く終わった、または会えなかった";
        /// To pass the person on to transition support with care.
        Transition = "transition", "地域移行につなぐため";
        /// Something else.
        Other = "other", "その他";
    }
}

codes! {
    /// Why a visit beyond the limit is not yet arranged.
    ExtraProblem, "回数についての不足" {
        /// The reason's class is missing.
        NoReason = "extra_reason_missing", "この方への訪問は、方針の回数をこえます。理由を選ぶと進めます";
        /// The words are missing.
        NoWords = "extra_words_missing", "回数をこえて訪問する理由を、短いことばで書いてください";
    }
}

/// Whether another visit, after `done` ones, may be arranged under the policy: within the limit
/// always, beyond it with a reason.
///
/// # Errors
/// What is missing.
pub fn within_limit(
    policy: &Policy,
    done: u32,
    reason: Option<ExtraReason>,
    words: &str,
) -> Result<(), Vec<ExtraProblem>> {
    if !policy.exceeds_limit(done) {
        return Ok(());
    }
    let mut problems = Vec::new();
    if reason.is_none() {
        problems.push(ExtraProblem::NoReason);
    }
    if words.trim().is_empty() {
        problems.push(ExtraProblem::NoWords);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Target;

    fn policy(limit: Option<u32>) -> Policy {
        Policy {
            number: 1,
            from: "2024-10-25".parse().unwrap(),
            targets: vec![Target::MayorConsent],
            visits_per_person: limit,
            note: None,
        }
    }

    #[test]
    fn under_a_limit_of_one_the_second_visit_stops_until_a_reason_is_given() {
        let one = policy(Some(1));
        assert_eq!(within_limit(&one, 0, None, ""), Ok(()));
        assert_eq!(within_limit(&one, 1, None, " "), Err(vec![ExtraProblem::NoReason, ExtraProblem::NoWords]));
        assert_eq!(within_limit(&one, 1, Some(ExtraReason::PersonWish), ""), Err(vec![ExtraProblem::NoWords]));
        assert_eq!(within_limit(&one, 1, None, "続きを話したい"), Err(vec![ExtraProblem::NoReason]));
        assert_eq!(within_limit(&one, 1, Some(ExtraReason::Unfinished), "続きを話したい"), Ok(()));
    }

    #[test]
    fn the_limit_is_the_policys_own() {
        assert_eq!(within_limit(&policy(None), 100, None, ""), Ok(()));
        assert_eq!(within_limit(&policy(Some(3)), 2, None, ""), Ok(()));
        assert!(within_limit(&policy(Some(3)), 3, None, "").is_err());
    }
}
