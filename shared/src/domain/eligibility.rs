//! Who is eligible (R19, R33, R35, R39, R40): judged by a person under the policy of the day of
//! judgement, with a written reason against the programme's purpose. Every rule is read from the
//! policy. It must never decide anything itself, and never drop a wish it does not mean.

use super::code::codes;
use super::{AdmissionType, ConsultAnswer, Policy, Standing};

codes! {
    /// What the office decides.
    Decision, "対象の判断" {
        /// A visit is arranged.
        Eligible = "eligible", "対象とする";
        /// No visit under this programme; the person is told, with other places to turn to.
        NotEligible = "not_eligible", "対象としない（情報提供と他の窓口を案内）";
        /// Office and prefecture judge together.
        AskPrefecture = "ask_prefecture", "県へ相談する";
    }
}

codes! {
    /// Why a judgement does not stand, and what to do.
    JudgementProblem, "判断の不足" {
        /// The reason is missing.
        NoReason = "judgement_reason_missing", "事業の目的に照らした理由を書いてください";
        /// The form of admission is not known.
        AdmissionUnknown = "judgement_admission_unknown", "入院形態がまだ分かりません。病院に確かめると判断できます";
        /// The policy does not mean this person.
        Outside = "judgement_outside", "この日の方針では、この入院形態の方は対象ではありません。希望は消さずに残ります。方針が変わったときに、もう一度判断できます";
        /// The prefecture has not been asked or has not answered.
        NotAnswered = "judgement_not_answered", "この方は、県の回答（可）があると対象にできます。県へ相談してください";
        /// The prefecture asks for more.
        AnswerMore = "judgement_answer_more", "県の回答は「要確認」です。確かめたことを相談に書き足してください";
        /// The prefecture's answer is no.
        AnswerNo = "judgement_answer_no", "県の回答は「不可」です。対象としない判断を記録し、ご本人に他の窓口を案内してください";
        /// This policy knows no question to the prefecture.
        NoQuestion = "judgement_no_question", "この日の方針には、県へ相談して判断するしくみがありません。希望は消さずに残ります";
    }
}

/// A judgement that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The number of the policy of the day of judgement; the request keeps it.
    pub policy: u32,
    /// How the person stood to it.
    pub standing: Standing,
    /// What was decided.
    pub decision: Decision,
    /// Why, against the programme's purpose.
    pub reason: String,
}

/// Judges under the policy of the day of judgement. `consult` is the prefecture's answer, if any.
///
/// # Errors
/// Everything that keeps the judgement from standing.
pub fn judge(
    policy: &Policy,
    admission: AdmissionType,
    decision: Decision,
    reason: &str,
    consult: Option<ConsultAnswer>,
) -> Result<Judgement, Vec<JudgementProblem>> {
    let standing = policy.standing(admission);
    let reason = reason.trim();
    let mut problems = Vec::new();
    if reason.is_empty() {
        problems.push(JudgementProblem::NoReason);
    }
    match decision {
        Decision::Eligible => problems.extend(bar(standing, consult)),
        Decision::AskPrefecture if !policy.asks_prefecture() => problems.push(JudgementProblem::NoQuestion),
        Decision::AskPrefecture | Decision::NotEligible => {}
    }
    if problems.is_empty() {
        Ok(Judgement { policy: policy.number, standing, decision, reason: reason.to_owned() })
    } else {
        Err(problems)
    }
}

/// What keeps a person of this standing from being eligible.
fn bar(standing: Standing, consult: Option<ConsultAnswer>) -> Option<JudgementProblem> {
    match (standing, consult) {
        (Standing::Meant, _) | (Standing::Consult, Some(ConsultAnswer::Yes)) => None,
        (Standing::Consult, None) => Some(JudgementProblem::NotAnswered),
        (Standing::Consult, Some(ConsultAnswer::More)) => Some(JudgementProblem::AnswerMore),
        (Standing::Consult, Some(ConsultAnswer::No)) => Some(JudgementProblem::AnswerNo),
        (Standing::Outside, _) => Some(JudgementProblem::Outside),
        (Standing::Open, _) => Some(JudgementProblem::AdmissionUnknown),
    }
}

#[cfg(test)]
mod tests;
