//! The rules on whole members and documents, as the relay asks them.

use super::*;

const ME: MemberId = MemberId([1; 8]);
const OTHER: MemberId = MemberId([2; 8]);

fn office() -> OfficeId {
    "kokoro".parse().unwrap()
}

fn who(role: Role, offices: &[OfficeId], safeguarding: bool) -> Who {
    Who { member: ME, role, offices: offices.to_vec(), safeguarding }
}

/// The tie that gives a relation to the one who asks.
fn tie(relation: Relation) -> Option<Tie> {
    Some(match relation {
        Relation::Member => return None,
        Relation::Office => Tie::Office(office()),
        Relation::Pair => Tie::Pair(ME),
        Relation::Author => Tie::Author(ME),
        Relation::Supporter => Tie::Supporter(ME),
        Relation::Safeguarding => Tie::Safeguarding,
    })
}

/// The ties of a document that is somebody else's in every way.
fn of_others() -> Vec<Tie> {
    vec![Tie::Pair(OTHER), Tie::Author(OTHER), Tie::Supporter(OTHER)]
}

#[test]
fn each_cell_is_what_a_member_with_that_relation_may_do() {
    for (kind, role, cells) in TABLE {
        for (relation, letters_of_cell) in Relation::ALL.into_iter().zip(cells) {
            let mut ties = of_others();
            ties.extend(tie(relation));
            let who = who(*role, &[office()], relation == Relation::Safeguarding);
            let member_cell = cell(*kind, *role, Relation::Member);
            let got = rights(*kind, &who, &ties);
            assert_eq!(got, cell(*kind, *role, relation).or(member_cell), "{kind:?} {role:?} {relation:?}");
            assert!(letters(got).contains(letters_of_cell), "{kind:?} {role:?} {relation:?}");
        }
    }
}

#[test]
fn what_is_another_members_gives_nothing_beyond_membership() {
    for (kind, role, cells) in TABLE {
        let mut ties = of_others();
        ties.extend([Tie::Safeguarding, Tie::Office("smile".parse().unwrap())]);
        let who = who(*role, &[office()], false);
        assert_eq!(letters(rights(*kind, &who, &ties)), cells[0], "{kind:?} {role:?}");
    }
}

#[test]
fn a_concern_is_read_by_its_author_and_safeguarding_officers_whatever_their_role() {
    for role in Role::ALL {
        let ties = [Tie::Author(OTHER), Tie::Safeguarding];
        let officer = who(*role, &[office()], true);
        assert_eq!(letters(rights(Kind::Safeguard, &officer, &ties)), "rw");
        assert!(may_touch(Kind::Safeguard, &officer, (&ties, Stage::Open), &Touch::Open));
        let colleague = who(*role, &[office()], false);
        assert_eq!(letters(rights(Kind::Safeguard, &colleague, &ties)), "");
        assert!(!may_touch(Kind::Safeguard, &colleague, (&ties, Stage::Open), &Touch::Open));
        let author = who(*role, &[], false);
        assert_eq!(letters(rights(Kind::Safeguard, &author, &[Tie::Author(ME)])), "crw");
    }
}

#[test]
fn after_a_report_is_submitted_only_the_prefecture_answers() {
    let ties = [Tie::Office(office())];
    let coordinator = who(Role::Coordinator, &[office()], false);
    let officer = who(Role::Prefecture, &[], false);
    let may = |who, stage, touch| may_touch(Kind::Report, who, (&ties, stage), &touch);
    assert!(may(&coordinator, Stage::Open, Touch::Open));
    assert!(may(&coordinator, Stage::Open, Touch::Guarded("submitted")));
    for touch in [Touch::Open, Touch::Guarded("submitted"), Touch::Guarded("accepted"), Touch::Guarded("returned")] {
        assert!(!may(&coordinator, Stage::Submitted, touch));
    }
    for stage in Stage::ALL {
        assert!(may(&officer, stage, Touch::Guarded("accepted")));
        assert!(may(&officer, stage, Touch::Guarded("returned")));
        assert!(!may(&officer, stage, Touch::Open));
        assert!(!may(&officer, stage, Touch::Guarded("submitted")));
    }
    assert!(rights(Kind::Report, &coordinator, &ties).read && rights(Kind::Report, &officer, &ties).read);
}

#[test]
fn a_visitor_proposes_nothing_about_themself_and_writes_the_rest() {
    let ties = [Tie::Pair(ME)];
    let visitor = who(Role::Visitor, &[], false);
    assert!(may_touch(Kind::Visitor, &visitor, (&ties, Stage::Open), &Touch::Open));
    for field in ["proposed", "category", "appointment", "training"] {
        assert!(!may_touch(Kind::Visitor, &visitor, (&ties, Stage::Open), &Touch::Guarded(field)), "{field}");
    }
    let coordinator = who(Role::Coordinator, &[office()], false);
    assert!(may_touch(Kind::Visitor, &coordinator, (&ties, Stage::Open), &Touch::Guarded("proposed")));
    assert!(!may_touch(Kind::Visitor, &coordinator, (&ties, Stage::Open), &Touch::Guarded("category")));
}
