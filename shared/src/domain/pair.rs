//! Gate B (D2): two appointed visitors, or an exception that someone recorded. Who they are may be
//! warned about and must never block: the choice is a person's.

use super::Category;
use super::code::codes;
use crate::ids::MemberId;
use crate::time::Day;

codes! {
    /// Why gate B stays shut.
    PairProblem, "組の不足" {
        /// Nobody is chosen.
        Nobody = "pair_nobody", "訪問支援員を選んでください";
        /// One is chosen, and no exception is recorded.
        OnlyOne = "pair_only_one", "訪問支援員を2人選ぶか、例外の理由を記録してください";
        /// More than two are chosen.
        TooMany = "pair_too_many", "訪問支援員は2人までです";
        /// One person is chosen twice.
        SamePerson = "pair_same_person", "同じ人が2回選ばれています";
        /// Someone is not appointed, and no exception is recorded.
        NotAppointed = "pair_not_appointed", "選任されていない人がいます。選任を確かめるか、例外の理由を記録してください";
        /// The exception has no reason.
        NoReason = "pair_exception_reason", "例外の理由を入れてください";
    }
}

codes! {
    /// What a coordinator may want to think over; never a bar.
    PairWarning, "組についての注意" {
        /// Neither works in support.
        NoProfessional = "pair_no_professional", "専門職がいない組です";
        /// Both work in support: no peer, no citizen.
        NoCitizen = "pair_no_citizen", "ピアサポーターやボランティアがいない組です";
        /// A category is not known.
        UnknownCategory = "pair_unknown_category", "区分が分からない人がいます";
    }
}

/// One visitor of a pair, as the register has them on the day of the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairMember {
    /// Who.
    pub visitor: MemberId,
    /// Whether the governor appointed them (選任).
    pub appointed: bool,
    /// Their category, if known.
    pub category: Option<Category>,
}

/// A recorded decision to go in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairException {
    /// Why, in words.
    pub reason: String,
    /// Who decided.
    pub decided_by: MemberId,
    /// When.
    pub day: Day,
}

/// How gate B was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateB {
    /// Two appointed visitors.
    TwoAppointed,
    /// By the recorded exception.
    ByException,
}

/// Gate B.
///
/// # Errors
/// Everything that keeps it shut. An exception opens it for one visitor alone or one not yet
/// appointed, never for nobody.
pub fn gate_b(pair: &[PairMember], exception: Option<&PairException>) -> Result<GateB, Vec<PairProblem>> {
    let mut lasting = Vec::new();
    let mut excusable = Vec::new();
    match pair {
        [] => lasting.push(PairProblem::Nobody),
        [_] => excusable.push(PairProblem::OnlyOne),
        [first, second] if first.visitor == second.visitor => {
            lasting.push(PairProblem::SamePerson);
        }
        [_, _] => {}
        _ => lasting.push(PairProblem::TooMany),
    }
    if pair.iter().any(|member| !member.appointed) {
        excusable.push(PairProblem::NotAppointed);
    }
    let passed = match exception {
        None => {
            lasting.append(&mut excusable);
            GateB::TwoAppointed
        }
        Some(_) if excusable.is_empty() => GateB::TwoAppointed,
        Some(exception) => {
            if exception.reason.trim().is_empty() {
                lasting.push(PairProblem::NoReason);
            }
            GateB::ByException
        }
    };
    if lasting.is_empty() { Ok(passed) } else { Err(lasting) }
}

/// What to think over about a pair of two.
pub fn pair_warnings(pair: &[PairMember]) -> Vec<PairWarning> {
    let known: Vec<Category> = pair.iter().filter_map(|member| member.category).collect();
    if known.len() < pair.len() {
        return vec![PairWarning::UnknownCategory];
    }
    let professionals = known.iter().filter(|category| category.is_professional()).count();
    match professionals {
        _ if known.is_empty() => Vec::new(),
        0 => vec![PairWarning::NoProfessional],
        count if count == known.len() => vec![PairWarning::NoCitizen],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(n: u8, appointed: bool, category: Option<Category>) -> PairMember {
        PairMember { visitor: MemberId([n; 8]), appointed, category }
    }

    fn exception(reason: &str) -> PairException {
        PairException { reason: reason.to_owned(), decided_by: MemberId([9; 8]), day: "2024-12-20".parse().unwrap() }
    }

    #[test]
    fn two_appointed_visitors_pass_whatever_their_categories() {
        for first in Category::ALL {
            for second in Category::ALL {
                let pair = [member(1, true, Some(*first)), member(2, true, Some(*second))];
                assert_eq!(gate_b(&pair, None), Ok(GateB::TwoAppointed));
            }
        }
    }

    #[test]
    fn less_than_two_appointed_needs_a_recorded_exception() {
        let one = [member(1, true, None)];
        assert_eq!(gate_b(&one, None), Err(vec![PairProblem::OnlyOne]));
        assert_eq!(gate_b(&one, Some(&exception("急な欠席"))), Ok(GateB::ByException));
        assert_eq!(gate_b(&one, Some(&exception(" "))), Err(vec![PairProblem::NoReason]));
        let unappointed = [member(1, true, None), member(2, false, None)];
        assert_eq!(gate_b(&unappointed, None), Err(vec![PairProblem::NotAppointed]));
        assert_eq!(gate_b(&unappointed, Some(&exception("見学"))), Ok(GateB::ByException));
    }

    #[test]
    fn no_exception_sends_nobody_or_one_person_twice() {
        let excuse = exception("理由");
        assert_eq!(gate_b(&[], Some(&excuse)), Err(vec![PairProblem::Nobody]));
        let twice = [member(1, true, None), member(1, true, None)];
        assert_eq!(gate_b(&twice, Some(&excuse)), Err(vec![PairProblem::SamePerson]));
        let three = [member(1, true, None), member(2, true, None), member(3, true, None)];
        assert_eq!(gate_b(&three, Some(&excuse)), Err(vec![PairProblem::TooMany]));
    }

    #[test]
    fn composition_is_told_and_nothing_more() {
        let pair = |a, b| [member(1, true, Some(a)), member(2, true, Some(b))];
        assert_eq!(pair_warnings(&pair(Category::Peer, Category::Volunteer)), [PairWarning::NoProfessional]);
        assert_eq!(pair_warnings(&pair(Category::OfficeStaff, Category::Psw)), [PairWarning::NoCitizen]);
        assert_eq!(pair_warnings(&pair(Category::OfficeStaff, Category::Peer)), []);
        let unknown = [member(1, true, Some(Category::Peer)), member(2, true, None)];
        assert_eq!(pair_warnings(&unknown), [PairWarning::UnknownCategory]);
        assert_eq!(pair_warnings(&[]), []);
    }
}
