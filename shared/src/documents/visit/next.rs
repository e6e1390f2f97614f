//! What a visit hands on to the next one, so that it is made in one step (R13, R49, R58): where,
//! the briefing with what the pair wrote for the next ones, and whom the person knows. It must
//! never carry a value that two set differently, nor the note's other words.

use super::{BriefingField, Plan, PlanField, Seat, Section, Visit};
use crate::documents::field::Stated;
use crate::documents::request::Request;
use crate::ids::DocumentId;
use crate::protocol::limits;

use crate::domain::VisitOutcome;

/// What the next visit begins with; a coordinator may change all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NextVisit {
    /// The request it answers.
    pub request: Option<DocumentId>,
    /// Office, hospital, ward, place.
    pub plan: Vec<(PlanField, String)>,
    /// The briefing; what the last pair wrote for the next stands under the topics.
    pub briefing: Vec<(BriefingField, String)>,
    /// The last pair.
    pub pair: Vec<Seat>,
    /// Whether the person met that pair: then one of them should come again.
    pub met: bool,
}

impl NextVisit {
    /// The face to keep: of the last pair, if the person met it, the one who works in support,
    /// so that a peer may come beside (R58); else the first.
    pub fn kept_face(&self) -> Option<&Seat> {
        let professional = self.pair.iter().find(|seat| seat.category.is_professional());
        professional.or(self.pair.first()).filter(|_| self.met)
    }
}

/// What a visit hands on to the next.
pub fn next_from(visit: &Visit) -> NextVisit {
    let handover = visit.note.get(&Section::Handover).map_or("", |text| text.trim());
    let briefing = BriefingField::ALL.into_iter().filter_map(|field| {
        let said = visit.briefing.get(&field).and_then(Stated::settled).map_or("", |text| text.trim());
        let text = match field {
            BriefingField::Topics => joined(said, handover),
            _ => said.to_owned(),
        };
        (!text.is_empty()).then_some((field, text))
    });
    NextVisit {
        request: visit.request,
        plan: places(&visit.plan),
        briefing: briefing.collect(),
        pair: visit.plan.pair.iter().filter_map(|seat| seat.settled().cloned()).collect(),
        met: visit.plan.outcome.settled() == Some(&VisitOutcome::Met),
    }
}

/// What a request hands on to its first visit.
pub fn first_from(request: &Request) -> NextVisit {
    let fields = [
        (PlanField::Office, request.office.settled().map(ToString::to_string)),
        (PlanField::Hospital, request.hospital.settled().map(ToString::to_string)),
        (PlanField::Ward, request.ward.settled().cloned()),
    ];
    NextVisit { request: Some(request.id), plan: given(fields), ..NextVisit::default() }
}

fn places(plan: &Plan) -> Vec<(PlanField, String)> {
    given([
        (PlanField::Office, plan.office.settled().map(ToString::to_string)),
        (PlanField::Hospital, plan.hospital.settled().map(ToString::to_string)),
        (PlanField::Ward, plan.ward.settled().cloned()),
        (PlanField::Place, plan.place.settled().cloned()),
    ])
}

fn given<const N: usize>(fields: [(PlanField, Option<String>); N]) -> Vec<(PlanField, String)> {
    fields.into_iter().filter_map(|(field, value)| Some((field, value?))).collect()
}

/// Two texts one under the other, once where they are the same, up to what one value may hold.
fn joined(said: &str, handover: &str) -> String {
    let mut text = match (said.is_empty(), handover.is_empty() || said.contains(handover)) {
        (_, true) => said.to_owned(),
        (true, false) => handover.to_owned(),
        (false, false) => format!("{said}\n{handover}"),
    };
    while text.len() > limits::SCALAR_BYTES_MAX {
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::tests::{a_visit, session, type_at};
    use crate::documents::visit::{put_briefing, put_plan, read};
    use crate::documents::{Document, request};
    use crate::domain::Category;
    use crate::ids::MemberId;

    fn seat(n: u8, category: Category) -> Seat {
        Seat { member: MemberId([n; 8]), category }
    }

    fn visited() -> Document {
        let mut document = a_visit();
        let plan = vec![
            (PlanField::Office, Some("keno".to_owned())),
            (PlanField::Hospital, Some("mihon".to_owned())),
            (PlanField::Ward, Some("東3".to_owned())),
            (PlanField::Day, Some("2024-12-20".to_owned())),
            (PlanField::First, Some(seat(1, Category::Peer).to_text())),
            (PlanField::Second, Some(seat(2, Category::OfficeStaff).to_text())),
            (PlanField::Outcome, Some("met".to_owned())),
        ];
        put_plan(&mut document, &session(1), plan).unwrap();
        let briefing = vec![
            (BriefingField::Called, Some("はなさん".to_owned())),
            (BriefingField::Topics, Some("猫の話".to_owned())),
        ];
        put_briefing(&mut document, &session(1), briefing).unwrap();
        type_at(&mut document, &session(2), Section::Talked, 0, "ここだけの話");
        type_at(&mut document, &session(2), Section::Handover, 0, "好きな騎手の話\n");
        document
    }

    #[test]
    fn the_next_visit_begins_where_the_last_one_ended_and_carries_no_other_word() {
        let next = next_from(&read(&visited()).unwrap());
        let plan: Vec<_> = next.plan.iter().map(|(field, value)| (*field, value.as_str())).collect();
        assert_eq!(plan, [(PlanField::Office, "keno"), (PlanField::Hospital, "mihon"), (PlanField::Ward, "東3")]);
        assert_eq!(
            next.briefing,
            [
                (BriefingField::Called, "はなさん".to_owned()),
                (BriefingField::Topics, "猫の話\n好きな騎手の話".to_owned())
            ]
        );
        assert!(!format!("{next:?}").contains("ここだけの話"));
        assert_eq!(next.pair, [seat(1, Category::Peer), seat(2, Category::OfficeStaff)]);
        assert_eq!(next.kept_face(), Some(&seat(2, Category::OfficeStaff)));
    }

    #[test]
    fn a_pair_the_person_has_not_met_is_no_face_to_keep() {
        let mut document = visited();
        put_plan(&mut document, &session(1), vec![(PlanField::Outcome, Some("cancelled".to_owned()))]).unwrap();
        let next = next_from(&read(&document).unwrap());
        assert_eq!((next.met, next.kept_face()), (false, None));
        assert_eq!(next.pair.len(), 2);
    }

    #[test]
    fn a_handover_that_stands_in_the_topics_already_is_not_repeated_and_a_long_one_is_cut_whole() {
        assert_eq!(joined("猫の話", "猫の話"), "猫の話");
        assert_eq!(joined("", "猫の話"), "猫の話");
        assert_eq!(joined("猫の話", ""), "猫の話");
        let long = joined("猫", &"話".repeat(limits::SCALAR_BYTES_MAX));
        assert!(long.len() <= limits::SCALAR_BYTES_MAX && long.len() > limits::SCALAR_BYTES_MAX - 3);
    }

    #[test]
    fn a_first_visit_begins_with_what_the_request_knows() {
        let mut asked = request::create("140007".parse().unwrap(), [4; 16]).unwrap();
        request::put_office(&mut asked, &session(1), &"keno".parse().unwrap()).unwrap();
        let fields = vec![
            (request::RequestField::Hospital, Some("mihon".to_owned())),
            (request::RequestField::Name, Some("見本 さくら".to_owned())),
        ];
        request::put(&mut asked, &session(1), fields).unwrap();
        let next = first_from(&request::read(&asked).unwrap());
        assert_eq!(next.request, Some(asked.id()));
        assert_eq!(next.plan.len(), 2);
        assert!(!format!("{next:?}").contains("見本"));
    }
}
