//! What to think over before a pair is sent (R13, R53, R57, R58): composition, a face the person
//! knows, load, briefing, the policy's number of visits. Each is a warning that a person overrides
//! with a word; it must never block: the choice is theirs.

use super::code::codes;
use super::{Category, PairMember, Policy};
use crate::ids::MemberId;

/// Over how many days before a visit a visitor's load is counted.
pub const LOAD_DAYS: i32 = 28;
/// So many visits within [`LOAD_DAYS`] are a full load; one more is warned about.
pub const LOAD_VISITS: u32 = 4;

codes! {
    /// What a coordinator may want to think over; never a bar.
    DispatchWarning, "派遣についての注意" {
        /// Neither of the pair works in support.
        NoProfessional = "dispatch_no_professional", "専門職がいない組です";
        /// A later visit without a peer or a citizen.
        NoCitizen = "dispatch_no_citizen", "2回目からは、ピアサポーターやボランティアが加わる組も考えてください";
        /// The first visit without an office's staff.
        FirstWithoutStaff = "dispatch_first_without_staff", "1回目の訪問に、事業所職員がいません";
        /// A later visit by two whom the person does not know.
        NoKnownFace = "dispatch_no_known_face", "前に会った人が、1人もいない組です";
        /// A category is not known.
        UnknownCategory = "dispatch_unknown_category", "区分が分からない人がいます";
        /// Someone has been sent often lately.
        HeavyLoad = "dispatch_heavy_load", "最近の訪問が多い人がいます。負担を確かめてください";
        /// There was no briefing with the ward.
        NoBriefing = "dispatch_no_briefing", "事前連携（病棟との打ち合わせ）がまだです";
        /// The policy foresees fewer visits for one person.
        BeyondLimit = "dispatch_beyond_limit", "方針の回数をこえる訪問です";
    }
}

/// What is known when a pair is chosen.
#[derive(Debug, Clone, Copy)]
pub struct DispatchPlan<'a> {
    /// The pair, as far as it is chosen.
    pub pair: &'a [PairMember],
    /// How many visits the person has had on this request.
    pub visits_before: u32,
    /// Whom the person has met.
    pub faces: &'a [MemberId],
    /// Visits of each visitor within [`LOAD_DAYS`] before the day; who is not named has none.
    pub load: &'a [(MemberId, u32)],
    /// Whether the briefing with the ward was held.
    pub briefed: bool,
    /// The policy of the day, if there is one.
    pub policy: Option<&'a Policy>,
}

/// Everything to think over, in the order of the form.
pub fn dispatch_warnings(plan: &DispatchPlan<'_>) -> Vec<DispatchWarning> {
    let known: Vec<Category> = plan.pair.iter().filter_map(|member| member.category).collect();
    let whole = !plan.pair.is_empty() && known.len() == plan.pair.len();
    let first = plan.visits_before == 0;
    let load = |visitor| plan.load.iter().find(|(member, _)| *member == visitor).map_or(0, |(_, visits)| *visits);
    let applies = |warning: &DispatchWarning| match warning {
        DispatchWarning::NoProfessional => whole && !known.iter().any(|category| category.is_professional()),
        DispatchWarning::NoCitizen => whole && !first && known.iter().all(|category| category.is_professional()),
        DispatchWarning::FirstWithoutStaff => whole && first && !known.contains(&Category::OfficeStaff),
        DispatchWarning::NoKnownFace => {
            let met = |member: &PairMember| plan.faces.contains(&member.visitor);
            !first && !plan.pair.is_empty() && !plan.faces.is_empty() && !plan.pair.iter().any(met)
        }
        DispatchWarning::UnknownCategory => known.len() < plan.pair.len(),
        DispatchWarning::HeavyLoad => plan.pair.iter().any(|member| load(member.visitor) >= LOAD_VISITS),
        DispatchWarning::NoBriefing => !plan.briefed,
        DispatchWarning::BeyondLimit => plan.policy.is_some_and(|policy| policy.exceeds_limit(plan.visits_before)),
    };
    DispatchWarning::ALL.iter().filter(|warning| applies(warning)).copied().collect()
}

/// The warnings that nobody has answered with a word.
pub fn unanswered(warnings: &[DispatchWarning], answers: &[(DispatchWarning, &str)]) -> Vec<DispatchWarning> {
    let answered = |warning: &DispatchWarning| {
        answers.iter().any(|(answered, word)| answered == warning && !word.trim().is_empty())
    };
    warnings.iter().filter(|warning| !answered(warning)).copied().collect()
}

/// The composition the programme suggests (R58): staff first, then a peer beside a face that the
/// person knows.
pub fn suggested_pair(visits_before: u32) -> [Category; 2] {
    match visits_before {
        0 => [Category::OfficeStaff, Category::OfficeStaff],
        _ => [Category::OfficeStaff, Category::Peer],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(n: u8, category: Option<Category>) -> PairMember {
        PairMember { visitor: MemberId([n; 8]), appointed: true, category }
    }

    fn warned(pair: &[PairMember], before: u32, faces: &[MemberId]) -> Vec<DispatchWarning> {
        let plan = DispatchPlan { pair, visits_before: before, faces, load: &[], briefed: true, policy: None };
        dispatch_warnings(&plan)
    }

    #[test]
    fn every_composition_of_a_first_and_a_later_visit_is_told() {
        use Category as C;
        use DispatchWarning as W;
        let face = [MemberId([1; 8])];
        for (one, other, first, later) in [
            (C::OfficeStaff, C::OfficeStaff, vec![], vec![W::NoCitizen]),
            (C::OfficeStaff, C::Peer, vec![], vec![]),
            (C::OfficeStaff, C::Volunteer, vec![], vec![]),
            (C::Psw, C::Peer, vec![W::FirstWithoutStaff], vec![]),
            (C::Psw, C::Government, vec![W::FirstWithoutStaff], vec![W::NoCitizen]),
            (C::Peer, C::Volunteer, vec![W::NoProfessional, W::FirstWithoutStaff], vec![W::NoProfessional]),
            (C::Peer, C::Peer, vec![W::NoProfessional, W::FirstWithoutStaff], vec![W::NoProfessional]),
        ] {
            for (one, other) in [(one, other), (other, one)] {
                let pair = [member(1, Some(one)), member(2, Some(other))];
                assert_eq!(warned(&pair, 0, &[]), first, "first: {one:?} {other:?}");
                assert_eq!(warned(&pair, 1, &face), later, "later: {one:?} {other:?}");
            }
        }
        assert_eq!(warned(&[member(1, None)], 0, &[]), [W::UnknownCategory]);
        assert_eq!(warned(&[], 0, &[]), []);
    }

    #[test]
    fn the_suggested_pair_raises_no_warning() {
        for before in 0..3 {
            let [one, other] = suggested_pair(before).map(Some);
            let pair = [member(1, one), member(2, other)];
            assert_eq!(warned(&pair, before, &[MemberId([1; 8])]), []);
        }
    }

    #[test]
    fn a_later_visit_keeps_a_face_the_person_knows() {
        let pair = [member(1, Some(Category::OfficeStaff)), member(2, Some(Category::Peer))];
        assert_eq!(warned(&pair, 1, &[MemberId([2; 8]), MemberId([9; 8])]), []);
        assert_eq!(warned(&pair, 1, &[MemberId([9; 8])]), [DispatchWarning::NoKnownFace]);
        assert_eq!(warned(&pair, 0, &[MemberId([9; 8])]), []);
    }

    #[test]
    fn load_briefing_and_limit_are_told_at_their_edge() {
        let pair = [member(1, Some(Category::OfficeStaff)), member(2, Some(Category::Peer))];
        let policy = Policy {
            number: 1,
            from: "2024-10-25".parse().unwrap(),
            targets: Vec::new(),
            visits_per_person: Some(1),
            note: None,
        };
        let plan = |visits, briefed, before| {
            let load = [(MemberId([2; 8]), visits)];
            let faces = [MemberId([1; 8])];
            let (load, faces) = (&load, &faces);
            dispatch_warnings(&DispatchPlan {
                pair: &pair,
                visits_before: before,
                faces,
                load,
                briefed,
                policy: Some(&policy),
            })
        };
        assert_eq!(plan(LOAD_VISITS - 1, true, 0), []);
        assert_eq!(plan(LOAD_VISITS, true, 0), [DispatchWarning::HeavyLoad]);
        assert_eq!(plan(0, false, 0), [DispatchWarning::NoBriefing]);
        assert_eq!(plan(0, true, 1), [DispatchWarning::BeyondLimit]);
    }

    #[test]
    fn a_warning_is_answered_by_a_word_and_by_nothing_less() {
        use DispatchWarning as W;
        let warnings = [W::HeavyLoad, W::NoBriefing];
        assert_eq!(unanswered(&warnings, &[]), warnings);
        assert_eq!(unanswered(&warnings, &[(W::HeavyLoad, " "), (W::BeyondLimit, "理由")]), warnings);
        assert_eq!(unanswered(&warnings, &[(W::NoBriefing, "電話で済ませた")]), [W::HeavyLoad]);
        assert_eq!(unanswered(&[], &[]), []);
    }
}
