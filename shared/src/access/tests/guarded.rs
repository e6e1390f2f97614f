//! Who writes what within a document, cell by cell: every guarded field of every kind, and what is
//! not guarded.

use super::*;
use crate::documents::guarded_fields;

/// `w` writes, `o` only until the report is submitted; columns are the relations in the order of
/// `Relation::ALL`: member, office, pair, author, supporter, safeguarding. A role without a row writes
/// in no cell.
const GUARDED: &[(Kind, &[&str], Role, [&str; 6])] = &[
    (
        Kind::Visit,
        &[
            "office",
            "hospital",
            "ward",
            "day",
            "time",
            "place",
            "meet",
            "first",
            "second",
            "exception",
            "outcome",
            "accepted",
            "quotes",
            "nth",
        ],
        Role::Coordinator,
        ["", "w", "", "", "", ""],
    ),
    (Kind::Request, &["office"], Role::Coordinator, ["", "w", "", "", "", ""]),
    (Kind::Consult, &["office"], Role::Coordinator, ["", "w", "", "", "", ""]),
    (Kind::Consult, &["answer"], Role::Prefecture, ["w", "", "", "", "", ""]),
    (Kind::Visitor, &["category", "appointment", "training"], Role::Prefecture, ["w", "", "", "", "", ""]),
    (Kind::Visitor, &["proposed"], Role::Prefecture, ["w", "", "", "", "", ""]),
    (Kind::Visitor, &["proposed"], Role::Coordinator, ["w", "", "", "", "", ""]),
    (Kind::Report, &["accepted", "returned"], Role::Prefecture, ["w", "", "", "", "", ""]),
    (Kind::Report, &["submitted"], Role::Coordinator, ["", "o", "", "", "", ""]),
    (Kind::Aftercare, &["before", "after", "day", "wish", "enough"], Role::Visitor, ["", "", "", "w", "", ""]),
    (Kind::Aftercare, &["calls"], Role::Prefecture, ["", "", "", "", "w", ""]),
    (Kind::Aftercare, &["calls"], Role::Coordinator, ["", "", "", "", "w", ""]),
    (Kind::Aftercare, &["calls"], Role::Visitor, ["", "", "", "", "w", ""]),
    (Kind::Handbook, &["approved"], Role::Prefecture, ["w", "w", "w", "w", "w", "w"]),
    (Kind::Board, &["decided"], Role::Prefecture, ["w", "", "", "", "", ""]),
];

/// The same of what is not guarded, where that is not simply what `TABLE` lets write.
const OPEN: &[(Kind, Role, [&str; 6])] = &[
    (Kind::Report, Role::Prefecture, ["", "", "", "", "", ""]),
    (Kind::Report, Role::Coordinator, ["", "o", "", "", "", ""]),
    (Kind::Report, Role::Visitor, ["", "", "", "", "", ""]),
];

fn expected(letter: &str, stage: Stage) -> bool {
    match letter {
        "" => false,
        "w" => true,
        "o" => stage == Stage::Open,
        other => panic!("{other}"),
    }
}

/// Every field that any row names, of any kind.
fn fields() -> Vec<&'static str> {
    let mut fields: Vec<&str> = GUARDED.iter().flat_map(|(_, fields, ..)| fields.iter().copied()).collect();
    fields.push("anything");
    fields.sort_unstable();
    fields.dedup();
    fields
}

#[test]
fn every_cell_of_the_guarded_fields_is_as_promised() {
    let mut cells = 0;
    for kind in Kind::ALL {
        // Fields of other kinds too: one that a kind does not have is written by nobody.
        for field in fields().into_iter().filter(|field| kind != Kind::Visit || visit_has(field)) {
            for role in Role::ALL {
                let row = GUARDED.iter().find(|(k, f, r, _)| *k == kind && f.contains(&field) && r == role);
                let letters = row.map_or([""; 6], |(.., letters)| *letters);
                for (relation, letter) in Relation::ALL.into_iter().zip(letters) {
                    for stage in Stage::ALL {
                        let got = guarded_cell(kind, field, (*role, relation), stage);
                        let want = expected(letter, stage);
                        assert_eq!(got, want, "{kind:?} {field} {role:?} {relation:?} {stage:?}");
                        cells += 1;
                    }
                }
            }
        }
    }
    assert!(cells > 8_000, "{cells}");
}

/// A visit has no guarded field but those of its schema: the guards refuse every other key.
fn visit_has(field: &str) -> bool {
    guarded_fields(Kind::Visit).contains(&field)
}

#[test]
fn every_guarded_field_of_every_schema_has_its_row() {
    let mut found = 0;
    for kind in Kind::ALL {
        for field in guarded_fields(kind) {
            assert!(GUARDED.iter().any(|(k, fields, ..)| *k == kind && fields.contains(&field)), "{kind:?} {field}");
            found += 1;
        }
    }
    assert!(found >= 16, "{found}");
}

#[test]
fn every_cell_of_what_is_not_guarded_is_as_promised() {
    for (kind, role, cells) in TABLE {
        let other = OPEN.iter().find(|(k, r, _)| k == kind && r == role).map(|(.., letters)| letters);
        for (at, relation) in Relation::ALL.into_iter().enumerate() {
            for stage in Stage::ALL {
                let want = match other {
                    Some(letters) => expected(letters[at], stage),
                    None => cells[at].contains('w'),
                };
                assert_eq!(open_cell(*kind, *role, relation, stage), want, "{kind:?} {role:?} {relation:?} {stage:?}");
            }
        }
    }
}
