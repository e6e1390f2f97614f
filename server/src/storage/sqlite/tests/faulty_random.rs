//! Failures, kills and power cuts in any order: each run prints its seed, and a seed gives its run again.

use faulty_disk::{Failing, Fault, On};

use super::faulty::Scene;

/// Runs that are tried; each some forty steps.
const SEEDS: u64 = 60;

/// A small generator: the same numbers for the same seed on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn failing(&mut self) -> Failing {
        let part = usize::try_from(self.below(5_000)).unwrap();
        let faults = [Fault::Full, Fault::Write, Fault::Part(part), Fault::Sync, Fault::SyncForgets];
        let places = [On::Any, On::Log, On::Database];
        Failing {
            fault: faults[usize::try_from(self.below(5)).unwrap()],
            on: places[usize::try_from(self.below(3)).unwrap()],
            after: self.below(12),
            times: [1, 2, 5, u64::MAX][usize::try_from(self.below(4)).unwrap()],
        }
    }
}

async fn run(seed: u64) -> (usize, u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut scene = Scene::new().await;
    for _ in 0..40 {
        match dice.below(10) {
            0 | 1 => scene.disk.fail(dice.failing()),
            2 => scene.disk.mend(),
            3 => {
                if dice.below(2) == 0 {
                    scene.kill().await;
                } else {
                    // None, all, or any of what was under way reaches the medium.
                    let share = [0, 4, 2][usize::try_from(dice.below(3)).unwrap()];
                    scene.power_cut(|| dice.below(4) < share).await;
                }
                // A disk that fails may keep a store from opening; one that works may not.
                if scene.open().await.is_err() {
                    scene.disk.mend();
                    scene.open().await.unwrap();
                }
                scene.check().await;
            }
            _ => {
                // Refused or stored: `check` asks for what was stored alone.
                let _refused = scene.write().await;
            }
        }
    }
    scene.disk.mend();
    scene.write().await.expect("a disk that works stores");
    scene.power_cut(|| false).await;
    scene.open().await.unwrap();
    scene.check().await;
    (scene.acknowledged.len(), scene.disk.failures())
}

#[tokio::test]
async fn nothing_that_was_answered_for_is_lost_whatever_the_disk_does() {
    let (mut stored, mut failures) = (0, 0);
    for seed in 1..=SEEDS {
        println!("seed {seed}");
        let (more, failed) = run(seed).await;
        stored += more;
        failures += failed;
    }
    println!("{stored} writes answered for, {failures} calls of the disk failed");
    assert!(stored > 500 && failures > 100, "too little was tried: {stored} stored, {failures} failures");
}
