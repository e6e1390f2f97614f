//! Who reads a document, as rows that a database can join with members: the cells of
//! `shared::access` worked out for a kind and its ties. It must never add or leave out a cell.

use std::collections::BTreeSet;

use shared::access::{Relation, Tie, cell};
use shared::documents::Kind;
use shared::domain::Role;

/// One row: whoever stands in this relation to this subject, and has this role if one is named,
/// reads the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadingRow {
    /// The relation, `member` for everybody of the programme.
    pub relation: &'static str,
    /// The office, or the member; empty for a relation without a subject.
    pub subject: String,
    /// The role it needs; none for any.
    pub role: Option<Role>,
}

/// All rows of a document of this kind with these ties.
pub fn reading_rows(kind: Kind, ties: &[Tie]) -> BTreeSet<ReadingRow> {
    let mut rows = BTreeSet::new();
    add(&mut rows, kind, Relation::Member, "member", "");
    for tie in ties {
        let (name, subject) = tie.to_row();
        let relation = match tie {
            Tie::Prefecture => continue,
            Tie::Office(_) => Relation::Office,
            Tie::Pair(_) => Relation::Pair,
            Tie::Author(_) => Relation::Author,
            Tie::Supporter(_) => Relation::Supporter,
            Tie::Safeguarding => Relation::Safeguarding,
        };
        add(&mut rows, kind, relation, name, &subject);
    }
    rows
}

fn add(rows: &mut BTreeSet<ReadingRow>, kind: Kind, relation: Relation, name: &'static str, subject: &str) {
    let row = |role| ReadingRow { relation: name, subject: subject.to_owned(), role };
    let reads = |role: &&Role| cell(kind, **role, relation).read;
    let roles: Vec<Role> = Role::ALL.iter().filter(reads).copied().collect();
    if roles.len() == Role::ALL.len() {
        rows.insert(row(None));
    } else {
        rows.extend(roles.into_iter().map(|role| row(Some(role))));
    }
}

#[cfg(test)]
mod tests {
    use shared::access::{Who, rights};
    use shared::ids::{MemberId, OfficeId};

    use super::*;

    fn holds(row: &ReadingRow, who: &Who) -> bool {
        let relation = match row.relation {
            "member" => true,
            "office" => who.offices.iter().any(|office| office.as_str() == row.subject),
            "safeguarding" => who.safeguarding,
            _ => row.subject == who.member.to_string(),
        };
        relation && row.role.is_none_or(|role| role == who.role)
    }

    #[test]
    fn the_rows_give_reading_to_exactly_those_whom_the_table_gives_it() {
        let me = MemberId([1; 8]);
        let office: OfficeId = "kokoro".parse().unwrap();
        let every_tie = [
            Tie::Prefecture,
            Tie::Office(office.clone()),
            Tie::Pair(me),
            Tie::Author(me),
            Tie::Supporter(me),
            Tie::Safeguarding,
        ];
        for kind in Kind::ALL {
            for role in Role::ALL {
                for bits in 0u32..64 {
                    for (member, offices, safeguarding) in [
                        (me, vec![office.clone()], true),
                        (me, vec![], false),
                        (MemberId([2; 8]), vec![office.clone()], false),
                        (MemberId([2; 8]), vec![], true),
                    ] {
                        let who = Who { member, role: *role, offices, safeguarding };
                        let tied = every_tie.iter().enumerate();
                        let tied = tied.filter(|(i, _)| bits & (1 << i) != 0);
                        let ties: Vec<Tie> = tied.map(|(_, tie)| tie.clone()).collect();
                        let by_rows = reading_rows(kind, &ties).iter().any(|row| holds(row, &who));
                        let by_table = rights(kind, &who, &ties).read;
                        assert_eq!(by_rows, by_table, "{kind:?} {who:?} {ties:?}");
                    }
                }
            }
        }
    }
}
