//! Who does not go, and which visit this is. Staying away takes one press and no reason: none is asked for, none can be
//! written, and nothing is counted. It must never hold why, nor settle for somebody that they go.

use std::collections::BTreeMap;

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::{ABSENCES, NTH, SERIES};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, Writer};
use crate::documents::field::{Scalar, Stated};
use crate::documents::log::Entry;
use crate::ids::MemberId;
use crate::time::Instant;

/// Which visit one may be: past this, a number is a slip of the finger.
pub const NTH_MAX: u32 = 999;

/// A visitor who does not go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub member: MemberId,
    /// Since when, by their device's clock.
    pub since: Instant,
}

/// Says that a visitor does not go, or goes after all. `key` is random.
pub fn stay_away(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    away: bool,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, away]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(3)?.bytes(&by.0)?.i64(writer.at.ms())?.bool(away)?;
        Ok(())
    })();
    visit.append(writer, ABSENCES, key, bytes)
}

/// Says which visit to the person this is, from 1. Guarded: coordinators.
///
/// # Errors
/// `Limit` for 0, and past `NTH_MAX`.
pub fn put_nth(visit: &mut Document, writer: &Writer, nth: u32) -> Result<Option<Chunk>, EditError> {
    if !(1..=NTH_MAX).contains(&nth) {
        return Err(EditError::Limit);
    }
    visit.set_all(writer, SERIES, vec![(NTH.to_owned(), Some(Scalar::Number(i64::from(nth))))])
}

/// Who does not go: each visitor's last word in the order that all devices share.
pub(super) fn away(document: &Document) -> Vec<Away> {
    let mut last: BTreeMap<MemberId, (Instant, bool)> = BTreeMap::new();
    for (member, since, away) in document.entries(ABSENCES).iter().filter_map(read) {
        last.insert(member, (since, away));
    }
    let stay = last.into_iter().filter(|(_, (_, away))| *away);
    stay.map(|(member, (since, _))| Away { member, since }).collect()
}

/// Which visit this is, if a coordinator said so.
pub(super) fn nth(document: &Document) -> Stated<u32> {
    document.stated(SERIES, NTH, None).filter_map(|value| match value {
        Scalar::Number(nth) => u32::try_from(*nth).ok().filter(|nth| (1..=NTH_MAX).contains(nth)),
        _ => None,
    })
}

/// How many of the entries this version cannot read.
pub(super) fn unread(document: &Document) -> usize {
    document.entries(ABSENCES).iter().filter(|entry| read(entry).is_none()).count()
}

fn read(entry: &Entry) -> Option<(MemberId, Instant, bool)> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 3 {
        return None;
    }
    let member = MemberId::from_slice(d.bytes().ok()?)?;
    Some((member, Instant::from_ms(d.i64().ok()?), d.bool().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Stage, Who, may_touch};
    use crate::documents::tests::{a_visit, meet, session};
    use crate::documents::visit::{PlanField, put_plan, read};
    use crate::documents::{Touch, ties, touches};
    use crate::domain::Role;

    const HANAKO: MemberId = MemberId([1; 8]);
    const TARO: MemberId = MemberId([2; 8]);

    fn says(document: &mut Document, number: u8, by: MemberId, away: bool) -> Chunk {
        let key = [number; 16];
        stay_away(document, &session(number), key, by, away).unwrap().unwrap()
    }

    fn who(document: &Document) -> Vec<MemberId> {
        read(document).unwrap().away.into_iter().map(|away| away.member).collect()
    }

    #[test]
    fn a_visitor_stays_away_and_goes_after_all() {
        let mut document = a_visit();
        assert_eq!(who(&document), []);
        says(&mut document, 1, HANAKO, true);
        assert_eq!(who(&document), [HANAKO]);
        says(&mut document, 2, HANAKO, false);
        assert_eq!(who(&document), []);
        says(&mut document, 3, TARO, true);
        assert_eq!(who(&document), [TARO], "each speaks for themself");
    }

    #[test]
    fn what_two_said_apart_both_stands() {
        let (mut one, mut other) = (a_visit(), a_visit());
        says(&mut one, 1, HANAKO, true);
        says(&mut other, 2, TARO, true);
        meet(&mut one, &mut other);
        assert_eq!(who(&one), [HANAKO, TARO]);
        assert_eq!(who(&one), who(&other));
    }

    #[test]
    fn no_reason_has_a_place_in_it() {
        let mut document = a_visit();
        says(&mut document, 1, HANAKO, true);
        let entry = document.entries(ABSENCES).remove(0).bytes.unwrap();
        // One list of three: bytes(8), a number, a boolean, and not a byte more.
        let wanted = session(1).at.ms();
        let mut d = Decoder::new(&entry);
        assert_eq!((d.array().unwrap(), d.bytes().unwrap().len()), (Some(3), 8));
        assert_eq!((d.i64().unwrap(), d.bool().unwrap(), d.position()), (wanted, true, entry.len()));
    }

    #[test]
    fn an_entry_of_another_form_is_counted_and_holds_nobody_back() {
        let mut document = a_visit();
        document.append(&session(1), ABSENCES, [1; 16], vec![0x82, 0x40, 0x00]).unwrap();
        let visit = read(&document).unwrap();
        assert_eq!((visit.away.len(), visit.unread_sayings), (0, 1));
    }

    #[test]
    fn which_visit_it_is_says_a_coordinator_and_nobody_else() {
        let mut document = a_visit();
        let plan = vec![
            (PlanField::Office, Some("keno".to_owned())),
            (PlanField::First, Some(format!("{HANAKO} peer_supporter"))),
        ];
        put_plan(&mut document, &session(9), plan).unwrap();
        let put = put_nth(&mut document, &session(1), 2).unwrap().unwrap();
        assert_eq!(read(&document).unwrap().nth.settled(), Some(&2));
        assert_eq!(touches(&document, &put), Ok(vec![Touch::Guarded(NTH)]));
        let away = says(&mut document, 2, HANAKO, true);
        assert_eq!(touches(&document, &away), Ok(vec![Touch::Open]));
        let ties = ties(&document);
        let may = |member, role, offices: &[&str], touch: &Touch| {
            let offices = offices.iter().map(|office| office.parse().unwrap()).collect();
            let who = Who { member, role, offices, safeguarding: false };
            may_touch(document.kind(), &who, (&ties, Stage::Open), touch)
        };
        assert!(may(HANAKO, Role::Visitor, &[], &Touch::Open));
        assert!(!may(HANAKO, Role::Visitor, &[], &Touch::Guarded(NTH)));
        assert!(may(TARO, Role::Coordinator, &["keno"], &Touch::Guarded(NTH)));
        assert!(!may(TARO, Role::Coordinator, &["reiji"], &Touch::Guarded(NTH)));
    }

    #[test]
    fn a_number_that_is_no_visit_is_not_written() {
        let mut document = a_visit();
        for nth in [0, NTH_MAX + 1] {
            assert!(matches!(put_nth(&mut document, &session(1), nth), Err(EditError::Limit)), "{nth}");
        }
        put_nth(&mut document, &session(1), NTH_MAX).unwrap().unwrap();
        assert_eq!(read(&document).unwrap().nth.settled(), Some(&NTH_MAX));
    }
}
