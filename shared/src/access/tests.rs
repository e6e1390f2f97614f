//! The table, cell by cell: what is written here is the promise, not the code above it.

mod guarded;
mod whole;

use super::*;

/// `c` create, `r` read, `w` write; columns are the relations in the order of `Relation::ALL`:
/// member, office, pair, author, supporter, safeguarding.
const TABLE: &[(Kind, Role, [&str; 6])] = &[
    (Kind::Programme, Role::Prefecture, ["rw", "rw", "rw", "rw", "rw", "rw"]),
    (Kind::Programme, Role::Coordinator, ["r", "r", "r", "r", "r", "r"]),
    (Kind::Programme, Role::Visitor, ["r", "r", "r", "r", "r", "r"]),
    (Kind::Handbook, Role::Prefecture, ["crw", "crw", "crw", "crw", "crw", "crw"]),
    (Kind::Handbook, Role::Coordinator, ["r", "r", "r", "r", "r", "r"]),
    (Kind::Handbook, Role::Visitor, ["r", "r", "r", "r", "r", "r"]),
    (Kind::Desk, Role::Prefecture, ["r", "", "", "", "", ""]),
    (Kind::Desk, Role::Coordinator, ["", "crw", "", "", "", ""]),
    (Kind::Desk, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Visitor, Role::Prefecture, ["crw", "", "", "", "", ""]),
    (Kind::Visitor, Role::Coordinator, ["crw", "", "", "", "", ""]),
    (Kind::Visitor, Role::Visitor, ["", "", "crw", "", "", ""]),
    (Kind::Course, Role::Prefecture, ["crw", "", "", "", "", ""]),
    (Kind::Course, Role::Coordinator, ["r", "", "", "", "", ""]),
    (Kind::Course, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Request, Role::Prefecture, ["", "", "", "", "", ""]),
    (Kind::Request, Role::Coordinator, ["", "crw", "", "", "", ""]),
    (Kind::Request, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Visit, Role::Prefecture, ["", "", "rw", "", "", ""]),
    (Kind::Visit, Role::Coordinator, ["", "crw", "rw", "", "", ""]),
    (Kind::Visit, Role::Visitor, ["", "", "rw", "", "", ""]),
    (Kind::Aftercare, Role::Prefecture, ["", "", "", "", "rw", ""]),
    (Kind::Aftercare, Role::Coordinator, ["", "", "", "", "rw", ""]),
    (Kind::Aftercare, Role::Visitor, ["", "", "", "crw", "rw", ""]),
    (Kind::Consult, Role::Prefecture, ["rw", "", "", "", "", ""]),
    (Kind::Consult, Role::Coordinator, ["", "crw", "", "", "", ""]),
    (Kind::Consult, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Report, Role::Prefecture, ["rw", "", "", "", "", ""]),
    (Kind::Report, Role::Coordinator, ["", "crw", "", "", "", ""]),
    (Kind::Report, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Board, Role::Prefecture, ["crw", "", "", "", "", ""]),
    (Kind::Board, Role::Coordinator, ["crw", "", "", "", "", ""]),
    (Kind::Board, Role::Visitor, ["", "", "", "", "", ""]),
    (Kind::Safeguard, Role::Prefecture, ["", "", "", "crw", "", "rw"]),
    (Kind::Safeguard, Role::Coordinator, ["", "", "", "crw", "", "rw"]),
    (Kind::Safeguard, Role::Visitor, ["", "", "", "crw", "", "rw"]),
];

fn letters(rights: Rights) -> String {
    let mut out = String::new();
    for (has, letter) in [(rights.create, 'c'), (rights.read, 'r'), (rights.write, 'w')] {
        if has {
            out.push(letter);
        }
    }
    out
}

#[test]
fn every_cell_of_the_table_is_as_promised() {
    assert_eq!(TABLE.len(), Kind::ALL.len() * Role::ALL.len());
    for (kind, role, cells) in TABLE {
        for (relation, expected) in Relation::ALL.into_iter().zip(cells) {
            let got = letters(cell(*kind, *role, relation));
            assert_eq!(got, *expected, "{kind:?} {role:?} {relation:?}");
        }
    }
}

#[test]
fn a_tie_gives_a_relation_to_the_one_it_names_and_nobody_else() {
    let office: OfficeId = "kokoro".parse().unwrap();
    let who =
        Who { member: MemberId([1; 8]), role: Role::Coordinator, offices: vec![office.clone()], safeguarding: false };
    let other: OfficeId = "smile".parse().unwrap();
    assert_eq!(relations(&who, &[Tie::Office(other), Tie::Pair(MemberId([2; 8]))]), [Relation::Member]);
    let ties = [Tie::Office(office), Tie::Pair(MemberId([1; 8]))];
    assert_eq!(relations(&who, &ties), [Relation::Member, Relation::Office, Relation::Pair]);
    for tie in ties {
        let (relation, subject) = tie.to_row();
        assert_eq!(Tie::from_row(relation, &subject), Some(tie));
    }
}

#[test]
fn where_two_offices_stand_either_settles_which_and_writes_nothing_else_that_is_guarded() {
    let (keno, kensei): (OfficeId, OfficeId) = ("keno".parse().unwrap(), "kensei".parse().unwrap());
    let one = [Tie::Office(keno.clone())];
    let two = [Tie::Office(keno.clone()), Tie::Office(kensei.clone()), Tie::Pair(MemberId([5; 8]))];
    let of = |role, office: &OfficeId| Who {
        member: MemberId([1; 8]),
        role,
        offices: vec![office.clone()],
        safeguarding: false,
    };
    for kind in [Kind::Request, Kind::Visit, Kind::Consult] {
        for office in [&keno, &kensei] {
            let who = of(Role::Coordinator, office);
            let rights = rights(kind, &who, &two);
            assert_eq!((rights.create, rights.read, rights.write), (false, true, true), "{kind:?}");
            assert!(may_touch(kind, &who, (&two, Stage::Open), &Touch::Guarded(OFFICE_FIELD)));
            assert!(may_touch(kind, &who, (&two, Stage::Open), &Touch::Open));
            for field in ["first", "day", "accepted", "outcome", "answer"] {
                assert!(!may_touch(kind, &who, (&two, Stage::Open), &Touch::Guarded(field)), "{kind:?} {field}");
            }
        }
        let third = of(Role::Coordinator, &"smile".parse().unwrap());
        assert!(
            !rights(kind, &third, &two).read
                && !may_touch(kind, &third, (&two, Stage::Open), &Touch::Guarded(OFFICE_FIELD))
        );
        let visitor = of(Role::Visitor, &keno);
        assert!(!may_touch(kind, &visitor, (&two, Stage::Open), &Touch::Guarded(OFFICE_FIELD)));
    }
    // What does not hang on the office is as it was: the pair writes, the prefecture answers.
    let pair = Who { member: MemberId([5; 8]), role: Role::Visitor, offices: Vec::new(), safeguarding: false };
    assert!(may_touch(Kind::Visit, &pair, (&two, Stage::Open), &Touch::Open));
    let officer = Who { member: MemberId([6; 8]), role: Role::Prefecture, offices: Vec::new(), safeguarding: false };
    assert!(may_touch(Kind::Consult, &officer, (&two, Stage::Open), &Touch::Guarded("answer")));
    // Settled, the one office has all that is guarded again.
    let who = of(Role::Coordinator, &keno);
    assert!(may_touch(Kind::Visit, &who, (&one, Stage::Open), &Touch::Guarded("accepted")));
    assert!(rights(Kind::Visit, &who, &one).create);
}
