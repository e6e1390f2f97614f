//! Random histories of requests and visits on three devices, with late offline edits: whatever
//! order they merge in, all devices count alike, and the offices add up to the whole.

use super::*;
use crate::documents::figures::figures;
use crate::documents::request::{self, RequestField, StepKind};
use crate::documents::visit::{self, FactField, PlanField, Seat};
use crate::documents::{Chunk, Document, Writer};
use crate::domain::{Decision, ExtraReason, Intent, IntentMethod, PauseReason, Standing, VisitOutcome};
use crate::ids::{Actor, DocumentId, MemberId, OfficeId};
use crate::report::sources::cell;
use crate::report::{Source, lines_of, of_office};
use crate::time::Instant;

/// Two requests and two visits, on each of three devices.
const REQUESTS: usize = 2;
const DOCUMENTS: usize = 4;
const DEVICES: usize = 3;
const ME: MemberId = MemberId([9; 8]);

#[derive(Debug, Clone)]
enum Act {
    Office(usize),
    Day(i32),
    Hospital(bool),
    /// A step of a request, an outcome of a visit.
    Next(usize),
    Seat(usize),
    Tick(usize, bool),
    /// Everything that one of the other devices has of this document.
    Receive(usize),
}

fn any_act() -> impl Strategy<Value = (usize, usize, Act)> {
    let act = prop_oneof![
        2 => (0..3usize).prop_map(Act::Office),
        2 => (0..100i32).prop_map(Act::Day),
        1 => any::<bool>().prop_map(Act::Hospital),
        4 => (0..9usize).prop_map(Act::Next),
        1 => (0..5usize).prop_map(Act::Seat),
        2 => (0..7usize, any::<bool>()).prop_map(|(at, ticked)| Act::Tick(at, ticked)),
        2 => (1..DEVICES).prop_map(Act::Receive),
    ];
    (0..DEVICES, 0..DOCUMENTS, act)
}

fn step_of(number: usize) -> StepKind {
    let visit = DocumentId([number as u8; 16]);
    let note = String::new;
    match number {
        0 => StepKind::IntentConfirmed {
            day: day("2024-11-01"),
            method: IntentMethod::Phone,
            confirmed_by: "見本 はな".to_owned(),
        },
        1 | 2 => StepKind::Judged {
            day: day("2024-12-18"),
            policy: 1,
            standing: Standing::Meant,
            decision: if number == 1 { Decision::Eligible } else { Decision::NotEligible },
            reason: "孤独".to_owned(),
        },
        3 => StepKind::Arranged { visit, reason: None, words: note(), overridden: Vec::new() },
        4 => {
            let reason = Some(ExtraReason::PersonWish);
            StepKind::Arranged { visit, reason, words: "続き".to_owned(), overridden: Vec::new() }
        }
        5 => StepKind::Paused { reason: PauseReason::Condition, ask_again: day("2025-01-10"), note: note() },
        6 => StepKind::Closed { outcome: Outcome::Information, told: note() },
        7 => StepKind::Undecided { ask_again: day("2025-01-10"), note: note() },
        _ => StepKind::Resumed { note: note() },
    }
}

struct World {
    devices: Vec<Vec<Document>>,
    made: u16,
}

impl World {
    fn new() -> World {
        let prefecture = || "140007".parse().unwrap();
        let intent = Intent { day: day("2024-11-01"), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
        let documents: Vec<Document> = (0..DOCUMENTS)
            .map(|number| {
                let nonce = [number as u8 + 1; 16];
                let answers = Some(DocumentId([number as u8; 16]));
                match number < REQUESTS {
                    true => request::create(prefecture(), nonce).unwrap(),
                    false => visit::create(prefecture(), answers, intent.clone(), nonce).unwrap(),
                }
            })
            .collect();
        World { devices: vec![documents; DEVICES], made: 0 }
    }

    fn act(&mut self, device: usize, number: usize, act: &Act) {
        if let Act::Receive(distance) = act {
            let from = self.devices[(device + distance) % DEVICES][number].changes_since(&[]);
            self.devices[device][number].apply(&from).unwrap();
            return;
        }
        self.made += 1;
        let writer = Writer { actor: Actor([device as u8 + 1; 16]), at: Instant::from_ms(1_734_000_000_000) };
        let mut key = [device as u8; 16];
        key[14..].copy_from_slice(&self.made.to_be_bytes());
        let document = &mut self.devices[device][number];
        if number < REQUESTS {
            act_on_request(document, &writer, key, act);
        } else {
            act_on_visit(document, &writer, act);
        }
    }

    /// Gives every device everything, in an order that the seed decides.
    fn settle(&mut self, turn: usize) {
        for round in 0..DEVICES {
            for one in 0..DEVICES {
                let other = (one + turn + round) % DEVICES;
                for number in 0..DOCUMENTS {
                    let given = self.devices[one][number].changes_since(&[]);
                    self.devices[other][number].apply(&given).unwrap();
                }
            }
        }
    }

    fn sources(&self, device: usize) -> Vec<Source> {
        self.devices[device].iter().map(|document| (document.id().to_string(), figures(document))).collect()
    }
}

fn act_on_request(document: &mut Document, writer: &Writer, key: [u8; 16], act: &Act) {
    let put = |document: &mut Document, field, value: String| {
        request::put(document, writer, vec![(field, Some(value))]).unwrap();
    };
    match act {
        Act::Office(at) => {
            request::put_office(document, writer, &OFFICES[*at].parse().unwrap()).unwrap();
        }
        Act::Day(days) => put(document, RequestField::Received, day("2024-10-25").plus_days(*days).to_string()),
        Act::Hospital(_) => put(document, RequestField::Hospital, "mihon".to_owned()),
        Act::Seat(at) => put(document, RequestField::Admission, ["voluntary", "unknown"][at % 2].to_owned()),
        Act::Tick(_, _) => put(document, RequestField::Channel, "self_phone".to_owned()),
        Act::Next(number) => {
            request::add_step(document, writer, key, ME, &step_of(*number)).unwrap();
        }
        Act::Receive(_) => {}
    }
}

fn act_on_visit(document: &mut Document, writer: &Writer, act: &Act) {
    let put = |document: &mut Document, field, value: String| {
        visit::put_plan(document, writer, vec![(field, Some(value))]).unwrap();
    };
    match act {
        Act::Office(at) => put(document, PlanField::Office, OFFICES[*at].to_owned()),
        Act::Day(days) => put(document, PlanField::Day, day("2024-10-25").plus_days(*days).to_string()),
        Act::Hospital(known) => put(document, PlanField::Hospital, if *known { "mihon" } else { "reiji" }.to_owned()),
        Act::Seat(at) => {
            let seat = Seat { member: ME, category: Category::ALL[*at] };
            put(document, PlanField::First, seat.to_text());
        }
        Act::Tick(at, ticked) => {
            visit::set_content(document, writer, Content::ALL[*at], *ticked).unwrap();
        }
        Act::Next(number) if number % 3 == 0 => {
            visit::set_fact(document, writer, FactField::Repeat, Some("wanted".to_owned())).unwrap();
        }
        Act::Next(number) => {
            let outcome = if *number < 7 { VisitOutcome::Met } else { VisitOutcome::NotMet };
            visit::accept(document, writer, ME, outcome).unwrap();
        }
        Act::Receive(_) => {}
    }
}

/// The visits of a table without the numbers of their rows.
fn visits_of(report: &Report) -> Vec<String> {
    let Report::Visits(table) = report else { unreachable!("visits are listed one by one") };
    let mut rows: Vec<String> =
        table.rows.iter().map(|row| format!("{:?}", VisitRow { number: 0, ..row.clone() })).collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn offices_add_up_to_the_whole_and_all_devices_count_alike(
        acts in proptest::collection::vec(any_act(), 1..70),
        turns in (0..DEVICES, 0..DEVICES),
        as_of in 0..200i32,
    ) {
        let mut world = World::new();
        for (device, number, act) in &acts {
            world.act(*device, *number, act);
        }
        let mut other = World { devices: world.devices.clone(), made: world.made };
        world.settle(turns.0);
        other.settle(turns.1);
        let sources = world.sources(0);
        for device in 0..DEVICES {
            prop_assert_eq!(&world.sources(device), &sources);
            prop_assert_eq!(&other.sources(device), &sources);
        }
        // Read from its changes in another order, it counts the same.
        for (document, (_, lines)) in world.devices[0].iter().zip(&sources) {
            let mut bytes: Vec<Vec<u8>> = document.changes_since(&[]).into_iter().map(Chunk::into_bytes).collect();
            bytes.reverse();
            prop_assert_eq!(&figures(&Document::open(&bytes).unwrap()), lines);
        }
        let (programme, as_of) = (programme(), day("2024-10-01").plus_days(as_of));
        let offices = OFFICES.map(|id| id.parse::<OfficeId>().unwrap());
        let parts: Vec<Vec<Line>> = offices.iter().map(|office| lines_of(&of_office(&sources, office))).collect();
        let lines = lines_of(&sources);
        prop_assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), lines.len());
        for kind in ReportKind::ALL {
            let whole = Report::make(kind, &lines, &programme, as_of);
            let of_parts: Vec<Report> =
                parts.iter().map(|part| Report::make(kind, part, &programme, as_of)).collect();
            let Report::Counts(table) = &whole else {
                let mut rows: Vec<String> = of_parts.iter().flat_map(visits_of).collect();
                rows.sort();
                prop_assert_eq!(visits_of(&whole), rows);
                continue;
            };
            for row in table.rows.iter().map(|row| row.id.as_str()).chain(["total"]) {
                for column in table.columns.iter().map(|column| column.id.as_str()).chain(["total"]) {
                    let of_offices: u32 = of_parts.iter().map(|part| match part {
                        Report::Counts(part) => cell(part, row, column).unwrap_or(0),
                        Report::Visits(_) => 0,
                    }).sum();
                    prop_assert_eq!(of_offices, cell(table, row, column).unwrap_or(0), "{:?} {} {}", kind, row, column);
                }
            }
        }
        // Requests and their answers are equal in every month: no note says otherwise.
        if let Report::Counts(outcomes) = Report::make(ReportKind::Outcomes, &lines, &programme, as_of) {
            prop_assert!(outcomes.notes.iter().all(|note| !note.contains("数が合っていません")), "{:?}", outcomes.notes);
        }
    }
}
