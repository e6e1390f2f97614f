//! What earlier visits say about the next one: how many there were, who knows the person, who has
//! been sent often.

use leptos::prelude::*;
use shared::documents::request::Request;
use shared::domain::dispatch::LOAD_DAYS;
use shared::domain::{PairMember, VisitOutcome};
use shared::ids::MemberId;
use shared::time::Day;

use crate::store::{Store, VisitRow, VisitState, VisitsStoreFields};

/// What the visits of this request so far say about the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// How many met the person.
    pub done: u32,
    /// How many were arranged and not called off: what the policy's number counts.
    pub arranged: u32,
    /// Whom the person has met.
    pub faces: Vec<MemberId>,
}

/// The visits of a request so far, as far as this device has them.
pub fn before(store: &Store, request: &Request) -> Before {
    store.visits.rows().with(|rows: &Vec<VisitRow>| {
        let of_request = rows.iter().filter(|row| request.course.arranged.contains(&row.id));
        let of_request: Vec<&VisitRow> = of_request.collect();
        // A visit that is not on this device is taken to stand.
        let off = of_request.iter().filter(|row| is_off(row)).count();
        let met: Vec<&VisitRow> = of_request.into_iter().filter(|row| is_met(row)).collect();
        Before {
            done: u32::try_from(met.len()).unwrap_or(u32::MAX),
            arranged: u32::try_from(request.course.arranged.len().saturating_sub(off)).unwrap_or(u32::MAX),
            faces: met.iter().flat_map(|row| row.pair.iter().map(|seat| seat.member)).collect(),
        }
    })
}

fn is_off(row: &VisitRow) -> bool {
    matches!(row.state, VisitState::Ended(_) | VisitState::Accepted(VisitOutcome::NotMet))
}

fn is_met(row: &VisitRow) -> bool {
    matches!(row.state, VisitState::Accepted(VisitOutcome::Met) | VisitState::ChangedAfter(VisitOutcome::Met))
        || row.state == VisitState::ToAccept
}

/// How many visits each of the pair has in the days before one.
pub fn load(store: &Store, pair: &[PairMember], day: Day) -> Vec<(MemberId, u32)> {
    let from = day.plus_days(-LOAD_DAYS);
    store.visits.rows().with(|rows: &Vec<VisitRow>| {
        let counted = |member: MemberId| {
            let near = rows.iter().filter(|row| row.day.is_some_and(|on| on > from && on <= day));
            let own = near.filter(|row| !matches!(row.state, VisitState::Ended(_)));
            let count = own.filter(|row| row.pair.iter().any(|seat| seat.member == member)).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        pair.iter().map(|one| (one.visitor, counted(one.visitor))).collect()
    })
}
