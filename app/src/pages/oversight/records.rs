//! What a record is called to whoever looks after devices: by what their own device shows of it. It must never name one
//! by what the relay says: the relay knows no names.

use leptos::prelude::*;
use shared::ids::DocumentId;
use shared::time::Day;

use crate::messages::devices as say;
use crate::store::{
    ConsultRow, ConsultsStoreFields, RequestRow, RequestsStoreFields, Store, VisitRow, VisitsStoreFields,
};

/// A record's words, and where it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is called.
    pub words: String,
    /// Its page.
    pub href: String,
}

/// The record of an id, if it is among one's own lists.
pub fn record(store: Store, id: DocumentId) -> Option<Record> {
    let visit = || {
        store.visits.rows().with(|rows: &Vec<VisitRow>| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some(Record {
                words: say::visit(&row.hospital_name, row.day.map(Day::japanese).as_deref()),
                href: format!("/visits/{id}"),
            })
        })
    };
    let request = || {
        store.requests.rows().with(|rows: &Vec<RequestRow>| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some(Record {
                words: say::request(&row.name, row.received.map(Day::japanese).as_deref()),
                href: format!("/requests/{id}"),
            })
        })
    };
    let consult = || {
        store.consults.rows().with(|rows: &Vec<ConsultRow>| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some(Record {
                words: say::consult(row.asked_at.map(|at| at.tokyo_day().japanese()).as_deref()),
                href: format!("/consults/{id}"),
            })
        })
    };
    visit().or_else(request).or_else(consult)
}
