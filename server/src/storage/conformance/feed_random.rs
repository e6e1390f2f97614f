//! The feed's whole promise, tried with random histories: a device that follows it, however it
//! pages and whenever it began, holds exactly the changes of exactly the documents that its
//! member may read now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::access::{Tie, rights};
use shared::documents::Kind;
use shared::domain::Role;
use shared::ids::DocumentId;

use super::fixture::*;
use crate::access::{FiguresOf, figures_of};
use crate::storage::{Carried, Cursor, DocumentState, Figures, PageLimits, Storage, What};

const SEEDS: u64 = 12;
const STEPS: u64 = 60;
const MEMBERS: [u8; 5] = [OFFICER, COORDINATOR, VISITOR, SECOND_VISITOR, OTHER_COORDINATOR];
const DOCUMENTS: u64 = 7;

/// SplitMix64: enough to choose steps, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn small(&mut self, below: u64) -> u8 {
        u8::try_from(self.roll(below)).unwrap()
    }

    fn office(&mut self) -> &'static str {
        ["east", "west"][usize::from(self.small(2))]
    }

    fn ties(&mut self) -> Vec<Tie> {
        let mut ties = visit_ties(self.office(), &[]);
        for n in MEMBERS {
            if self.roll(3) == 0 {
                ties.push(Tie::Pair(member_id(n)));
            }
        }
        ties
    }
}

/// What a device holds: positions of each document, and figures.
#[derive(Default)]
struct Device {
    cursor: Option<Cursor>,
    holds: BTreeMap<DocumentId, BTreeSet<u64>>,
    figures: BTreeMap<String, Figures>,
}

impl Device {
    async fn follow(&mut self, store: &dyn Storage, member: u8, limits: PageLimits) {
        loop {
            let page = store.feed(member_id(member), self.cursor, limits).await.unwrap();
            for row in page.rows {
                match row.what {
                    What::Changes { document, changes: Carried::Here(changes) }
                    | What::Grant { document, changes: Carried::Here(changes) } => {
                        let positions = changes.iter().map(|change| change.position);
                        self.holds.entry(document).or_default().extend(positions);
                    }
                    What::Changes { document, changes: Carried::TooLarge { first, last } }
                    | What::Grant { document, changes: Carried::TooLarge { first, last } } => {
                        self.holds.entry(document).or_default().extend(first..=last);
                    }
                    What::Loss { document } | What::Purged { document } => {
                        self.holds.remove(&document);
                    }
                    What::Figures(figures) if figures.lines.is_empty() => {
                        self.figures.remove(&figures.source);
                    }
                    What::Figures(figures) => {
                        self.figures.insert(figures.source.clone(), figures);
                    }
                    What::FiguresForgotten => self.figures.clear(),
                    What::People { .. } => {}
                }
            }
            self.cursor = page.next;
            if page.at_end {
                return;
            }
        }
    }
}

async fn step(store: &dyn Storage, dice: &mut Dice, seqs: &mut BTreeMap<u8, u64>) {
    let document = 1 + dice.small(DOCUMENTS);
    let known = store.document(document_id(document)).await.unwrap();
    if dice.roll(40) == 0 {
        store.purge(document_id(document), 7).await.unwrap();
    }
    if known.is_none() || is_live(store, document).await {
        write_something(store, dice, seqs, document).await;
    }
}

async fn is_live(store: &dyn Storage, document: u8) -> bool {
    let head = store.document(document_id(document)).await.unwrap();
    head.is_some_and(|head| head.state == DocumentState::Live)
}

async fn write_something(store: &dyn Storage, dice: &mut Dice, seqs: &mut BTreeMap<u8, u64>, document: u8) {
    let known = store.document(document_id(document)).await.unwrap();
    match dice.roll(10) {
        0..=4 => {
            let seq = seqs.entry(document).or_default();
            let changes = (0..1 + dice.roll(3))
                .map(|_| {
                    *seq += 1;
                    change(document, COORDINATOR, *seq, 10)
                })
                .collect();
            let retie = known.is_none() || dice.roll(3) == 0;
            let ties = retie.then(|| dice.ties());
            let mut batch = batch(store, document, changes, ties).await;
            let lines = dice.roll(3);
            batch.figures = (dice.roll(2) == 0).then(|| (0..lines).map(|_| line("2024-12")).collect());
            commit(store, batch).await.unwrap();
        }
        5..=7 if known.is_some() => {
            tie(store, document, dice.ties()).await;
        }
        9 => {
            let name = ["paper", "wood"][usize::from(dice.small(2))];
            import(store, name, (0..dice.roll(3)).map(|_| line("2024-11")).collect()).await;
        }
        8 => {
            let n = MEMBERS[usize::from(dice.small(5))];
            let role = Role::ALL[usize::from(dice.small(3))];
            let offices: &[&str] = [&[][..], &["east"], &["west"], &["east", "west"]][usize::from(dice.small(4))];
            store.put_member(member_id(n), fields(role, offices)).await.unwrap();
        }
        _ => {}
    }
}

async fn check(store: &dyn Storage, member: u8, device: &Device, seed: u64) {
    let row = store.member(member_id(member)).await.unwrap().unwrap();
    for n in 1..=u8::try_from(DOCUMENTS).unwrap() {
        let id = document_id(n);
        let ties = store.ties(id).await.unwrap();
        let head = store.document(id).await.unwrap();
        let may = is_live(store, n).await && rights(Kind::Visit, &row.who(), &ties).read;
        let all = head.map_or(0, |head| head.changes);
        let expected: BTreeSet<u64> = if may { (1..=all).collect() } else { BTreeSet::new() };
        let holds = device.holds.get(&id).cloned().unwrap_or_default();
        assert_eq!(holds, expected, "seed {seed}: member {member}, document {n}");
    }
    let scope = figures_of(row.fields.role);
    let sources = store.sources().await.unwrap().into_iter();
    let may = sources.filter(|one| scope == FiguresOf::Everybody || (one.imported && scope == FiguresOf::Imports));
    let expected: BTreeMap<_, _> = may.map(|one| (one.figures.source.clone(), one.figures)).collect();
    assert_eq!(device.figures, expected, "seed {seed}: figures of member {member}");
}

pub(super) async fn devices_that_follow_the_feed_hold_what_they_may_read(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let mut devices: Vec<(u8, Device)> = MEMBERS.iter().map(|member| (*member, Device::default())).collect();
    let mut seqs = BTreeMap::new();
    for seed in 0..SEEDS {
        let mut dice = Dice(seed);
        for _ in 0..STEPS / SEEDS * 3 {
            step(store, &mut dice, &mut seqs).await;
            let rows_max = 1 + usize::from(dice.small(4));
            let limits = PageLimits { rows_max, bytes_max: 10 + usize::from(dice.small(40)) };
            for (member, device) in &mut devices {
                if dice.roll(4) == 0 {
                    device.follow(store, *member, limits).await;
                    check(store, *member, device, seed).await;
                }
            }
        }
        for (member, device) in &mut devices {
            device.follow(store, *member, WIDE).await;
            check(store, *member, device, seed).await;
            let mut new = Device::default();
            let few = PageLimits { rows_max: 2, bytes_max: 50 };
            new.follow(store, *member, few).await;
            check(store, *member, &new, seed).await;
        }
    }
}
