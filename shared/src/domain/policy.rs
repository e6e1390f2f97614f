//! The rules of the programme as data with dates (R19, R36): who is meant, how often one person may
//! be visited. It must never forget an old rule: a request is judged by the policy of its day.

use super::AdmissionType;
use super::code::codes;
use crate::time::Day;

codes! {
    /// Whom a policy means.
    Target, "対象者" {
        /// Persons admitted with the mayor's consent.
        MayorConsent = "mayor_consent", "市町村長同意による医療保護入院の方";
        /// Anyone whom office and prefecture judge to fit the purpose.
        CaseByCase = "case_by_case", "事業の目的に合うと事業所と県が判断した方";
    }
}

codes! {
    /// How a person stands to a policy. It informs a judgement and never makes one.
    Standing, "対象の見立て" {
        /// The policy means this person.
        Meant = "meant", "対象です";
        /// Office and prefecture decide.
        Consult = "consult", "県への相談が必要です";
        /// The policy does not mean this person; the wish is kept all the same (R33).
        Outside = "outside", "この時点の対象ではありません";
        /// The form of admission is not known yet.
        Open = "open", "入院形態を確かめてください";
    }
}

/// The rules from one day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its number, from 1; requests keep it.
    pub number: u32,
    /// The first day it holds.
    pub from: Day,
    /// Whom it means.
    pub targets: Vec<Target>,
    /// How many visits one person may have; none where no limit is set.
    pub visits_per_person: Option<u32>,
    /// What is known about it beside the rules, such as a doubt about its source.
    pub note: Option<String>,
}

impl Policy {
    /// How a person admitted in this way stands to the policy.
    pub fn standing(&self, admission: AdmissionType) -> Standing {
        let has = |target| self.targets.contains(&target);
        match admission {
            AdmissionType::MedicalProtectionMayor if has(Target::MayorConsent) => Standing::Meant,
            _ if has(Target::CaseByCase) => Standing::Consult,
            AdmissionType::Unknown => Standing::Open,
            _ => Standing::Outside,
        }
    }

    /// Whether the policy knows a question to the prefecture.
    pub fn asks_prefecture(&self) -> bool {
        self.targets.contains(&Target::CaseByCase)
    }

    /// Whether another visit, after `done` ones, goes beyond the limit. A warning, never a bar.
    pub fn exceeds_limit(&self, done: u32) -> bool {
        self.visits_per_person.is_some_and(|limit| done >= limit)
    }
}

/// Policies that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Two begin on one day.
    #[error("同じ日に始まる方針が2つあります（{0}）")]
    SameDay(Day),
    /// The numbers do not run 1, 2, 3 in the order of days.
    #[error("方針の番号は、始まる日の順に 1、2、3 と付けてください（{0} からの方針）")]
    Number(Day),
}

/// Every policy there was, oldest first, numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Orders policies by their first day.
    ///
    /// # Errors
    /// When two begin on one day, or numbers do not follow the days.
    pub fn new(mut policies: Vec<Policy>) -> Result<Policies, PolicyError> {
        policies.sort_by_key(|policy| policy.from);
        for (policy, number) in policies.iter().zip(1u32..) {
            let same = policies.iter().filter(|other| other.from == policy.from);
            if same.count() > 1 {
                return Err(PolicyError::SameDay(policy.from));
            }
            if policy.number != number {
                return Err(PolicyError::Number(policy.from));
            }
        }
        Ok(Policies(policies))
    }

    /// The policy that holds on a day; none before the first.
    pub fn on(&self, day: Day) -> Option<&Policy> {
        self.0.iter().rfind(|policy| policy.from <= day)
    }

    /// The policy of a number.
    pub fn number(&self, number: u32) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.number == number)
    }

    /// The day the service began: the first policy's.
    pub fn service_start(&self) -> Option<Day> {
        self.0.first().map(|policy| policy.from)
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Policy] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(number: u32, from: &str, targets: &[Target], limit: Option<u32>) -> Policy {
        Policy { number, from: from.parse().unwrap(), targets: targets.to_vec(), visits_per_person: limit, note: None }
    }

    fn kanagawa() -> Policies {
        let both = [Target::MayorConsent, Target::CaseByCase];
        Policies::new(vec![
            policy(2, "2024-12-18", &both, None),
            policy(1, "2024-10-25", &[Target::MayorConsent], Some(1)),
            policy(3, "2025-04-01", &both, None),
        ])
        .unwrap()
    }

    #[test]
    fn a_day_has_the_policy_that_began_last() {
        let on = |day: &str| kanagawa().on(day.parse().unwrap()).map(|p| p.number);
        assert_eq!(on("2024-10-24"), None);
        assert_eq!(on("2024-10-25"), Some(1));
        assert_eq!(on("2024-12-17"), Some(1));
        assert_eq!(on("2024-12-18"), Some(2));
        assert_eq!(on("2025-03-31"), Some(2));
        assert_eq!(on("2025-04-01"), Some(3));
        assert_eq!(kanagawa().service_start().unwrap().to_string(), "2024-10-25");
        assert_eq!(Policies::default().service_start(), None);
        assert_eq!(kanagawa().number(2).unwrap().from.to_string(), "2024-12-18");
    }

    #[test]
    fn the_same_person_stands_differently_before_and_after_the_review() {
        let policies = kanagawa();
        let (first, second) = (&policies.all()[0], &policies.all()[1]);
        assert_eq!(first.standing(AdmissionType::MedicalProtectionMayor), Standing::Meant);
        assert_eq!(first.standing(AdmissionType::Voluntary), Standing::Outside);
        assert_eq!(first.standing(AdmissionType::Unknown), Standing::Open);
        assert_eq!(second.standing(AdmissionType::MedicalProtectionMayor), Standing::Meant);
        assert_eq!(second.standing(AdmissionType::Voluntary), Standing::Consult);
        assert!(first.exceeds_limit(1) && !first.exceeds_limit(0));
        assert!(!second.exceeds_limit(100));
    }

    #[test]
    fn contradictory_policies_are_refused() {
        let same = vec![policy(1, "2024-10-25", &[], None), policy(2, "2024-10-25", &[], None)];
        assert!(matches!(Policies::new(same), Err(PolicyError::SameDay(_))));
        let odd = vec![policy(2, "2024-10-25", &[], None), policy(1, "2024-12-18", &[], None)];
        assert!(matches!(Policies::new(odd), Err(PolicyError::Number(_))));
    }
}
