//! Who may read what the relay keeps in quarantine: words that were refused for lack of right alone.
//! Its author always reads their own; it must never give somebody's words to who may not read the
//! document they were meant for.

use super::{Tie, Who, rights};
use crate::documents::Kind;
use crate::domain::Role;

/// Whether somebody reads all of a document's quarantine: the coordinators of its office, who hand over
/// what was refused. Anybody else reads what they wrote themselves.
pub fn reads_quarantine(kind: Kind, who: &Who, ties: &[Tie]) -> bool {
    let of_office = |tie: &Tie| matches!(tie, Tie::Office(office) if who.offices.contains(office));
    who.role == Role::Coordinator && ties.iter().any(of_office) && rights(kind, who, ties).read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{MemberId, OfficeId};

    #[test]
    fn the_coordinators_of_the_office_read_all_and_nobody_else_does() {
        let own: OfficeId = "kokoro".parse().unwrap();
        let other: OfficeId = "yuimaru".parse().unwrap();
        let me = MemberId([1; 8]);
        for kind in Kind::ALL {
            for role in Role::ALL.iter().copied() {
                for offices in [vec![], vec![own.clone()], vec![other.clone()]] {
                    let who = Who { member: me, role, offices: offices.clone(), safeguarding: true };
                    let ties = [Tie::Office(own.clone()), Tie::Pair(me), Tie::Author(me), Tie::Safeguarding];
                    let has_office =
                        matches!(kind, Kind::Desk | Kind::Request | Kind::Visit | Kind::Consult | Kind::Report);
                    let expected = role == Role::Coordinator && offices.contains(&own);
                    let reads = reads_quarantine(kind, &who, &ties);
                    if has_office {
                        assert_eq!(reads, expected, "{kind:?} {role:?} {offices:?}");
                    } else {
                        assert!(!reads || rights(kind, &who, &ties).read && expected, "{kind:?} {role:?} {offices:?}");
                    }
                    assert!(!reads_quarantine(kind, &who, &[Tie::Author(me)]), "{kind:?} without an office");
                }
            }
        }
    }
}
