//! What a kill leaves: the real program, killed in the middle of its work, has after a new start
//! everything that it acknowledged, and its folder is sound.

use std::path::Path;
use std::time::Duration;

use crate::hammer::Hammer;

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_otozure");

/// How often it is killed here; `cargo xtask bench kill` does it as often as one likes.
const TRIES: u64 = 200;
/// Far longer than it takes, so that a relay that hangs ends the test.
const PATIENCE: Duration = Duration::from_secs(500);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_each_of_two_hundred_kills() {
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let killing = async { Hammer::new(Path::new(PROGRAM), seed).await.run(TRIES, |_| {}).await };
    let outcome = tokio::time::timeout(PATIENCE, killing).await.expect("it takes too long");
    println!("{outcome:?}");
    assert_eq!((outcome.tries, outcome.lost), (TRIES, 0));
    assert!(outcome.acknowledged > TRIES * 5, "too little was under way: {outcome:?}");
}
