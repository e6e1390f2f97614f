//! A row of the store as a card shows it.

use shared::domain::VisitOutcome;
use shared::ids::MemberId;

use crate::components::{VisitStage, VisitSummary};
use crate::messages::visit as say;
use crate::store::{VisitRow, VisitState};

/// A row as a card, seen by `me`.
pub fn summary(row: &VisitRow, me: Option<MemberId>) -> VisitSummary {
    let name = |member: MemberId, name: &Option<String>| match name {
        _ if Some(member) == me => say::YOU.to_owned(),
        Some(name) => name.clone(),
        None => say::SOMEBODY.to_owned(),
    };
    let parts = [row.ward.trim(), row.place.trim()];
    let place: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    VisitSummary {
        href: format!("/visits/{}", row.id),
        day: row.day,
        time: row.time,
        hospital: match row.hospital_name.as_str() {
            _ if row.unread => say::UNREAD.to_owned(),
            "" => format!("{}：{}", say::HOSPITAL, say::OPEN),
            name => name.to_owned(),
        },
        place: if row.unread { say::UNREAD_MORE.to_owned() } else { place.join("　") },
        pair: row.pair.iter().map(|seat| name(seat.member, &seat.name)).collect(),
        stage: stage(row),
    }
}

fn stage(row: &VisitRow) -> VisitStage {
    match row.state {
        _ if row.unread => VisitStage::Unreadable,
        VisitState::Ended(_) => VisitStage::Cancelled,
        VisitState::Accepted(VisitOutcome::Cancelled | VisitOutcome::Discharged) => VisitStage::Cancelled,
        _ if row.disputed => VisitStage::TwoValues,
        VisitState::ChangedAfter(_) => VisitStage::AddedAfter,
        VisitState::Accepted(_) => VisitStage::Accepted,
        VisitState::ToAccept => VisitStage::Written,
        VisitState::Writing => VisitStage::Writing,
        VisitState::Planned => VisitStage::Planned,
    }
}
