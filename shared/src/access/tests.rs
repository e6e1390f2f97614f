//! The table, cell by cell: what is written here is the promise, not the code above it.

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
    (Kind::Visitor, Role::Visitor, ["", "", "rw", "", "", ""]),
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
fn guarded_fields_are_written_by_those_who_answer_for_them_alone() {
    for role in Role::ALL {
        for relation in Relation::ALL {
            let may = |kind, field| guarded_cell(kind, field, *role, relation);
            let coordinator_of_office = *role == Role::Coordinator && relation == Relation::Office;
            let officer = *role == Role::Prefecture && relation == Relation::Member;
            for field in crate::documents::visit::PlanField::ALL {
                assert_eq!(may(Kind::Visit, field.key()), coordinator_of_office);
            }
            for field in ["category", "appointment", "training"] {
                assert_eq!(may(Kind::Visitor, field), officer);
            }
            assert_eq!(may(Kind::Consult, "answer"), officer);
            assert_eq!(may(Kind::Report, "accepted"), officer);
            assert_eq!(may(Kind::Report, "returned"), officer);
            assert_eq!(may(Kind::Board, "decided"), officer);
            assert_eq!(may(Kind::Handbook, "approved"), *role == Role::Prefecture);
            let own_check = *role == Role::Visitor && relation == Relation::Author;
            assert_eq!(may(Kind::Aftercare, "before"), own_check);
            assert_eq!(may(Kind::Aftercare, "calls"), relation == Relation::Supporter);
            assert!(!may(Kind::Visitor, "anything"));
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
