//! `cargo xtask bench`: measurements, which are apart from the tests because a busy machine must not fail them.

use crate::steps::{cargo, command, root, run};
use crate::tools;
use crate::web::{self, Build, sizes};
use anyhow::Result;
use clap::Subcommand;

/// What can be measured.
#[derive(Subcommand)]
pub enum Measurement {
    /// The size of the shipped app, file by file, against its budget
    Sizes,
    /// How long the app takes to start without a network, and a key to the disk
    Start,
}

/// Measures one thing, or says what can be measured.
pub fn bench(what: Option<Measurement>) -> Result<()> {
    match what {
        Some(Measurement::Sizes) => {
            web::build(Build::Dist)?;
            sizes::hold_to_budget(&Build::Dist.folder())
        }
        Some(Measurement::Start) => {
            tools::chromium()?;
            tools::packages()?;
            web::build(Build::Web)?;
            run(&mut cargo("build -p server"))?;
            run(command(tools::node()?).arg(root().join("tests/bench/start.mjs")).current_dir(root().join("tests")))
        }
        None => {
            println!(
                "What can be measured:\n  cargo xtask bench sizes   the size of the shipped app, file by file, against its budget\n  cargo xtask bench start   how long the app takes to start without a network, and a key to the disk"
            );
            Ok(())
        }
    }
}
