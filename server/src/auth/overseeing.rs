//! Whose devices somebody looks after: the coordinators those of their offices' members and of visitors who
//! are in no office, the prefecture everybody's, each their own. Pure, every cell tested.

use shared::domain::Role;

use crate::storage::MemberRow;

/// Whether a member looks after the devices of another.
pub fn oversees(looker: &MemberRow, holder: &MemberRow) -> bool {
    let shares_office = || holder.fields.offices.iter().any(|office| looker.fields.offices.contains(office));
    looker.active
        && match (looker.fields.role, holder.fields.role) {
            _ if looker.id == holder.id => true,
            (Role::Prefecture, _) => true,
            (Role::Coordinator, Role::Prefecture) => false,
            (Role::Coordinator, Role::Coordinator) => shares_office(),
            (Role::Coordinator, Role::Visitor) => holder.fields.offices.is_empty() || shares_office(),
            (Role::Visitor, _) => false,
        }
}

#[cfg(test)]
mod tests {
    use shared::ids::MemberId;

    use super::*;
    use crate::storage::MemberFields;

    fn member(n: u8, role: Role, office: Option<&str>) -> MemberRow {
        let fields = MemberFields {
            name: "見本".to_owned(),
            yomi: "みほん".to_owned(),
            role,
            category: None,
            appointed_on: None,
            offices: office.into_iter().map(|office| office.parse().unwrap()).collect(),
            safeguarding: false,
        };
        MemberRow { id: MemberId([n; 8]), fields, active: true, rev: 1 }
    }

    #[test]
    fn devices_are_looked_after_by_those_who_enrol_them() {
        let officer = member(1, Role::Prefecture, None);
        let coordinator = member(2, Role::Coordinator, Some("east"));
        let visitor = member(3, Role::Visitor, Some("east"));
        let holders = [
            ("oneself or the prefecture", member(9, Role::Prefecture, None), [true, false, false]),
            ("of the office", member(9, Role::Coordinator, Some("east")), [true, true, false]),
            ("of another office", member(9, Role::Coordinator, Some("west")), [true, false, false]),
            ("a visitor of the office", member(9, Role::Visitor, Some("east")), [true, true, false]),
            ("a visitor of another office", member(9, Role::Visitor, Some("west")), [true, false, false]),
            ("a visitor of none", member(9, Role::Visitor, None), [true, true, false]),
        ];
        for (what, holder, expected) in &holders {
            let found = [&officer, &coordinator, &visitor].map(|looker| oversees(looker, holder));
            assert_eq!(found, *expected, "{what}");
        }
        for own in [&officer, &coordinator, &visitor] {
            assert!(oversees(own, own));
        }
        let ended = MemberRow { active: false, ..officer };
        assert!(!oversees(&ended, &visitor) && !oversees(&ended, &ended));
    }
}
