//! `cargo xtask bench`: measurements, which are apart from the tests because a busy machine must not fail them.

use crate::web::{self, Build, sizes};
use anyhow::Result;
use clap::Subcommand;

/// What can be measured.
#[derive(Subcommand)]
pub enum Measurement {
    /// The size of the shipped app, file by file, against its budget
    Sizes,
}

/// Measures one thing, or says what can be measured.
pub fn bench(what: Option<Measurement>) -> Result<()> {
    match what {
        Some(Measurement::Sizes) => {
            web::build(Build::Dist)?;
            sizes::hold_to_budget(&Build::Dist.folder())
        }
        None => {
            println!(
                "There is one measurement so far:\n  cargo xtask bench sizes   the size of the shipped app, file by file, against its budget"
            );
            Ok(())
        }
    }
}
