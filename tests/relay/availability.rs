//! A visitor's document at the relay: begun by the visitor or at a desk it is the same, offices and the prefecture read
//! it, no other visitor does, and what the prefecture decides in it nobody else writes.

use shared::documents::visitor::{self, AvailabilityEdit, RegisterField};
use shared::documents::{Chunk, Document};
use shared::domain::HalfDay;
use shared::ids::MemberId;
use shared::protocol::Refusal;
use shared::time::Weekday;

use crate::attack::Server;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, SECOND};
use crate::visits::session;

fn document(member: MemberId) -> Document {
    visitor::create("140007".parse().unwrap(), member).unwrap()
}

fn says(document: &mut Document, half: HalfDay) -> Chunk {
    let edit = [AvailabilityEdit::Week(Weekday::Tuesday, half, true)];
    visitor::put_availability(document, &session(), &edit).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_and_a_desk_that_begin_the_same_document_apart_lose_nothing_of_it() {
    let server = Server::start().await;
    let (mut phone, mut desk) = (server.join(FIRST).await, server.join(COORDINATOR).await);
    let (mut own, mut written_down) = (document(FIRST), document(FIRST));
    says(&mut own, HalfDay::Morning);
    says(&mut written_down, HalfDay::Afternoon);
    desk.push(written_down.id(), &written_down.changes_since(&[])).await.unwrap();
    phone.push(own.id(), &own.changes_since(&[])).await.unwrap();
    for member in [FIRST, COORDINATOR, OTHER_OFFICE, OFFICER] {
        let mut device = server.join(member).await;
        device.catch_up().await;
        assert!(!device.entries_of(own.id()).is_empty(), "{member}");
    }
    let mut other = server.join(SECOND).await;
    other.catch_up().await;
    assert!(other.entries_of(own.id()).is_empty(), "no other visitor knows when one can come");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_begins_another_visitors_document_or_registers_themself() {
    let server = Server::start().await;
    let mut phone = server.join(FIRST).await;
    let mut of_another = document(SECOND);
    says(&mut of_another, HalfDay::Morning);
    let refused = phone.push(of_another.id(), &of_another.changes_since(&[])).await.unwrap_err();
    assert_eq!(refused.0, Refusal::NoRight);
    let mut own = document(FIRST);
    says(&mut own, HalfDay::Morning);
    phone.push(own.id(), &own.changes_since(&[])).await.unwrap();
    let appointed = vec![(RegisterField::Appointment, Some("2024-08-28/".to_owned()))];
    let mut by_themself = own.clone();
    let change = visitor::put_register(&mut by_themself, &session(), appointed.clone()).unwrap().unwrap();
    assert_eq!(phone.push(own.id(), &[change]).await.unwrap_err().0, Refusal::Guarded);
    let mut prefecture = server.join(OFFICER).await;
    let change = visitor::put_register(&mut own, &session(), appointed).unwrap().unwrap();
    prefecture.push(own.id(), &[change]).await.unwrap();
}
