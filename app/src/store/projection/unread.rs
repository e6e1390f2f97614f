//! What lists show of a document of which nothing could be read: that it is there. It must never
//! let one vanish.

use shared::domain::RequestState;
use shared::ids::DocumentId;

use super::{ConsultLine, RequestLine, VisitLine};
use crate::store::VisitState;

/// Of a visit.
pub fn visit() -> VisitLine {
    VisitLine {
        day: None,
        time: None,
        hospital: None,
        ward: String::new(),
        place: String::new(),
        meet: String::new(),
        office: None,
        pair: Vec::new(),
        state: VisitState::Planned,
        briefed: false,
        nth: None,
        away: Vec::new(),
        asked: false,
        disputed: false,
    }
}

/// Of a request.
pub fn request() -> RequestLine {
    RequestLine {
        received: None,
        channel: None,
        name: String::new(),
        kana: String::new(),
        hospital: None,
        ward: String::new(),
        office: None,
        state: RequestState::Received,
        since: None,
        ask_again: None,
        visits: Vec::new(),
        consult: None,
        disputed: false,
    }
}

/// Of a question to the prefecture.
pub fn consult() -> ConsultLine {
    ConsultLine {
        request: DocumentId([0; 16]),
        office: None,
        asked_at: None,
        admission: None,
        answer: None,
        waits: false,
        disputed: false,
    }
}
