//! Visits to try a relay with.

use std::sync::atomic::{AtomicU8, Ordering};

use shared::documents::visit::{self, PlanField, Seat, Section, put_plan, splice_note};
use shared::documents::{Chunk, Document, Splice, Writer};
use shared::domain::{Category, Intent, IntentMethod};
use shared::ids::{Actor, MemberId};
use shared::time::Instant;

static NEXT: AtomicU8 = AtomicU8::new(1);

/// A number that this process has not used.
fn fresh() -> u8 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A nonce that this process has not used.
pub fn nonce() -> [u8; 16] {
    [fresh(); 16]
}

/// A new writing session.
pub fn session() -> Writer {
    Writer { actor: Actor([fresh(); 16]), at: Instant::from_ms(server::clock::now_ms()) }
}

/// A visit before anybody planned it.
pub fn bare() -> Document {
    let intent = Intent {
        day: "2024-12-10".parse().unwrap(),
        method: IntentMethod::InPerson,
        confirmed_by: "見本 はな".to_owned(),
    };
    visit::create("140007".parse().unwrap(), None, intent, [fresh(); 16]).unwrap()
}

/// How a plan holds a visitor.
pub fn seat(member: MemberId) -> Option<String> {
    let category = Category::Peer;
    Some(Seat { member, category }.to_text())
}

/// A visit of the office こころ for a pair, as its coordinator makes it.
pub fn planned(writer: &Writer, pair: &[MemberId]) -> Document {
    let mut document = bare();
    let mut fields = vec![
        (PlanField::Office, Some("kokoro".to_owned())),
        (PlanField::Hospital, Some("soshu".to_owned())),
        (PlanField::Day, Some("2024-12-18".to_owned())),
    ];
    let seats = [PlanField::First, PlanField::Second];
    fields.extend(seats.into_iter().zip(pair).map(|(place, member)| (place, seat(*member))));
    put_plan(&mut document, writer, fields).unwrap();
    document
}

/// Writes at a place of what was talked about.
pub fn write(document: &mut Document, writer: &Writer, at_utf16: usize, text: &str) -> Chunk {
    let splice = Splice { at_utf16, deleted_utf16: 0, inserted: text.to_owned() };
    splice_note(document, writer, Section::Talked, &splice).unwrap().unwrap()
}

/// What was talked about.
pub fn talked(document: &Document) -> String {
    visit::read(document).unwrap().note[&Section::Talked].clone()
}
