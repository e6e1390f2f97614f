//! Three devices, random edits, random deliveries: all end with the same document, and every
//! character that was typed and not deleted stands in it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::documents::visit::{FactField, PlanField};
use crate::domain::Content;
use crate::ids::ChangeHash;

#[derive(Debug, Clone)]
enum Step {
    Type(Section, prop::sample::Index),
    Delete(Section, prop::sample::Index),
    Fact(u8),
    Tick(prop::sample::Index, bool),
    Plan(u8),
    /// One of the other devices hands over some of what this one lacks, perhaps again.
    Receive(u8, prop::sample::Index),
}

fn step() -> impl Strategy<Value = (u8, Step)> {
    let section = || proptest::sample::select(Section::ALL.to_vec());
    let index = || any::<prop::sample::Index>();
    let step = prop_oneof![
        6 => (section(), index()).prop_map(|(s, i)| Step::Type(s, i)),
        2 => (section(), index()).prop_map(|(s, i)| Step::Delete(s, i)),
        1 => (0u8..3).prop_map(Step::Fact),
        1 => (index(), any::<bool>()).prop_map(|(i, b)| Step::Tick(i, b)),
        1 => (0u8..3).prop_map(Step::Plan),
        3 => ((1u8..3), index()).prop_map(|(d, i)| Step::Receive(d, i)),
    ];
    (0u8..3, step)
}

/// A mark of its own for each character typed, so that each can be found again.
fn mark(number: usize) -> String {
    char::from_u32(0x2_0000 + u32::try_from(number).unwrap()).unwrap().to_string()
}

struct World {
    devices: Vec<Document>,
    typed: usize,
    deleted: BTreeSet<String>,
}

impl World {
    fn act(&mut self, who: u8, step: &Step) {
        let index = usize::from(who);
        let writer = session(who + 1);
        let words = mark(self.typed);
        let device = &mut self.devices[index];
        match step {
            Step::Type(section, at) => {
                let length = note(device, *section).chars().count();
                type_at(device, &writer, *section, at.index(length + 1) * 2, &words);
                self.typed += 1;
            }
            Step::Delete(section, at) => {
                let characters: Vec<char> = note(device, *section).chars().collect();
                if characters.is_empty() {
                    return;
                }
                let at = at.index(characters.len());
                let splice = Splice { at_utf16: at * 2, deleted_utf16: 2, inserted: String::new() };
                visit::splice_note(device, &writer, *section, &splice).unwrap();
                self.deleted.insert(characters[at].to_string());
            }
            Step::Fact(n) => {
                let code = ["meet_again", "think", "end"][usize::from(*n)];
                visit::set_fact(device, &writer, FactField::Next, Some(code.to_owned())).unwrap();
            }
            Step::Tick(which, ticked) => {
                let content = Content::ALL[which.index(Content::ALL.len())];
                visit::set_content(device, &writer, content, *ticked).unwrap();
            }
            Step::Plan(n) => {
                let day = format!("2024-12-2{n}");
                visit::put_plan(device, &writer, vec![(PlanField::Day, Some(day))]).unwrap();
            }
            Step::Receive(distance, amount) => {
                let from = usize::from((who + distance) % 3);
                let lacking = self.devices[from].changes_since(&self.devices[index].heads());
                // Any beginning of an order in which each comes after what it builds on.
                let some = amount.index(lacking.len() + 1);
                self.devices[index].apply(&lacking[..some]).unwrap();
            }
        }
    }

    fn settle(&mut self) {
        for _ in 0..2 {
            for (one, other) in [(0, 1), (1, 2), (2, 0)] {
                let given = self.devices[one].changes_since(&[]);
                self.devices[other].apply(&given).unwrap();
            }
        }
    }
}

fn heads(documents: &[Document]) -> Vec<Vec<ChangeHash>> {
    documents.iter().map(Document::heads).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_and_however_it_travels_all_devices_end_alike_and_nothing_is_missing(
        steps in proptest::collection::vec(step(), 1..60),
        rotation in any::<prop::sample::Index>(),
    ) {
        let mut world = World {
            devices: vec![a_visit(), a_visit(), a_visit()],
            typed: 0,
            deleted: BTreeSet::new(),
        };
        for (who, step) in &steps {
            world.act(*who, step);
        }
        world.settle();
        let heads = heads(&world.devices);
        prop_assert_eq!(&heads[0], &heads[1]);
        prop_assert_eq!(&heads[1], &heads[2]);
        let read: Vec<_> = world.devices.iter().map(|d| visit::read(d).unwrap()).collect();
        prop_assert_eq!(&read[0], &read[1]);
        prop_assert_eq!(&read[1], &read[2]);
        let all: String = read[0].note.values().cloned().collect();
        for number in 0..world.typed {
            let mark = mark(number);
            prop_assert_eq!(all.matches(&mark).count() == 1, !world.deleted.contains(&mark));
        }
        // Read from its chunks in any order, it is the same document.
        let mut bytes = all_bytes(&world.devices[0]);
        let turn = rotation.index(bytes.len());
        bytes.rotate_left(turn);
        bytes.reverse();
        let reopened = Document::open(&bytes).unwrap();
        prop_assert_eq!(visit::read(&reopened).unwrap(), read[0].clone());
    }
}
