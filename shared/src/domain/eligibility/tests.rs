//! The rule as a table: every standing, every decision, every answer; and the days of the report.

use super::*;
use crate::domain::{Policies, Target};

fn policy(number: u32, from: &str, targets: &[Target], limit: Option<u32>) -> Policy {
    Policy { number, from: from.parse().unwrap(), targets: targets.to_vec(), visits_per_person: limit, note: None }
}

/// The two policies of the report, and a third that nobody has written: everybody case by case,
/// the mayor's consent no longer meant by itself, two visits.
fn policies() -> Policies {
    Policies::new(vec![
        policy(1, "2024-10-25", &[Target::MayorConsent], Some(1)),
        policy(2, "2024-12-18", &[Target::MayorConsent, Target::CaseByCase], None),
        policy(3, "2030-04-01", &[Target::CaseByCase], Some(2)),
    ])
    .unwrap()
}

fn on(day: &str, admission: AdmissionType, decision: Decision, answer: Option<ConsultAnswer>) -> Result<u32, String> {
    let policies = policies();
    let policy = policies.on(day.parse().unwrap()).unwrap();
    judge(policy, admission, decision, "面会が途絶えている", answer)
        .map(|judgement| judgement.policy)
        .map_err(|problems| problems.iter().map(|problem| problem.code()).collect::<Vec<_>>().join(" "))
}

#[test]
fn every_cell_of_the_rule_is_as_promised() {
    use AdmissionType as A;
    use ConsultAnswer as C;
    use Decision as D;
    let outside = Err("judgement_outside".to_owned());
    let no_question = Err("judgement_no_question".to_owned());
    let not_answered = Err("judgement_not_answered".to_owned());
    // The mayor's consent: meant by both policies, whatever the prefecture says.
    for (day, number) in [("2024-12-17", 1), ("2024-12-18", 2)] {
        for answer in [None, Some(C::Yes), Some(C::No), Some(C::More)] {
            assert_eq!(on(day, A::MedicalProtectionMayor, D::Eligible, answer), Ok(number));
        }
    }
    for admission in A::ALL.iter().filter(|a| !matches!(a, A::MedicalProtectionMayor | A::Unknown)) {
        // On the 17th it cannot go on, not even by the prefecture's word.
        for answer in [None, Some(C::Yes)] {
            assert_eq!(on("2024-12-17", *admission, D::Eligible, answer), outside, "{admission:?}");
        }
        assert_eq!(on("2024-12-17", *admission, D::AskPrefecture, None), no_question);
        // On the 18th it goes to the question, and on with a yes.
        assert_eq!(on("2024-12-18", *admission, D::AskPrefecture, None), Ok(2));
        assert_eq!(on("2024-12-18", *admission, D::Eligible, None), not_answered);
        assert_eq!(on("2024-12-18", *admission, D::Eligible, Some(C::Yes)), Ok(2));
        let more = on("2024-12-18", *admission, D::Eligible, Some(C::More));
        assert_eq!(more, Err("judgement_answer_more".to_owned()));
        let no = on("2024-12-18", *admission, D::Eligible, Some(C::No));
        assert_eq!(no, Err("judgement_answer_no".to_owned()));
        // It may be said of anybody, with a reason, that a visit is not the way.
        assert_eq!(on("2024-12-17", *admission, D::NotEligible, None), Ok(1));
        assert_eq!(on("2024-12-18", *admission, D::NotEligible, None), Ok(2));
    }
    let unknown = on("2024-12-17", A::Unknown, D::Eligible, None);
    assert_eq!(unknown, Err("judgement_admission_unknown".to_owned()));
    assert_eq!(on("2024-12-18", A::Unknown, D::Eligible, None), not_answered);
}

#[test]
fn a_policy_nobody_has_written_yet_is_followed_as_it_stands() {
    use AdmissionType as A;
    for admission in A::ALL {
        let alone = on("2030-04-01", *admission, Decision::Eligible, None);
        assert_eq!(alone, Err("judgement_not_answered".to_owned()), "{admission:?}");
        assert_eq!(on("2030-04-01", *admission, Decision::Eligible, Some(ConsultAnswer::Yes)), Ok(3));
    }
    let policies = policies();
    let third = policies.number(3).unwrap();
    assert!(!third.exceeds_limit(1) && third.exceeds_limit(2));
}

#[test]
fn no_decision_stands_without_a_written_reason() {
    for number in 1..=3 {
        let policies = policies();
        let policy = policies.number(number).unwrap();
        for admission in AdmissionType::ALL {
            for decision in Decision::ALL {
                for answer in [None, Some(ConsultAnswer::Yes)] {
                    let blank = judge(policy, *admission, *decision, " \n　", answer);
                    assert!(blank.unwrap_err().contains(&JudgementProblem::NoReason));
                    if let Ok(judgement) = judge(policy, *admission, *decision, " 孤独 ", answer) {
                        assert_eq!((judgement.policy, judgement.decision), (number, *decision));
                        assert_eq!(judgement.reason, "孤独");
                        assert_eq!(judgement.standing, policy.standing(*admission));
                    }
                }
            }
        }
    }
}
