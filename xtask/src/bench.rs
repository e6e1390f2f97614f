//! `cargo xtask bench`: measurements, which are apart from the tests because a busy machine must not fail them.

use crate::steps::{cargo, command, root, run};
use crate::tools;
use crate::web::{self, Build, sizes};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What can be measured.
#[derive(Subcommand)]
pub enum Measurement {
    /// The size of the shipped app, file by file, against its budget
    Sizes,
    /// How long the app takes with an office's many visits: to start without a network, to open a note, a key to the disk
    App {
        /// How many visits the office has
        #[arg(long, default_value_t = 10_000)]
        visits: u32,
        /// In how many edits the long note was written
        #[arg(long, default_value_t = 20_000)]
        edits: u32,
        /// Which prefecture of that size
        #[arg(long, default_value_t = 1)]
        seed: u32,
        /// Where the figures are written as JSON
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
    },
    /// Kill the relay at any moment with writes in flight: nothing that it acknowledged may be lost
    Kill {
        /// How often
        #[arg(long, default_value_t = 1_000)]
        times: u64,
        #[command(flatten)]
        how: How,
    },
    /// What it costs a device to catch up with 500 documents over a line of 100 ms: round trips, messages, bytes
    Trips {
        #[command(flatten)]
        how: How,
    },
    /// The relay's memory with 100,000 documents, 2,000 connections and ten minutes of writes: it may not grow
    Soak {
        /// 2,000 documents, 100 connections and a minute instead
        #[arg(long)]
        quick: bool,
        #[command(flatten)]
        how: How,
    },
}

/// How the relay is measured.
#[derive(Args)]
pub struct How {
    /// Where the figures are written as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measure the relay as it is shipped, which takes minutes to build
    #[arg(long)]
    release: bool,
}

/// Measures one thing, or says what can be measured.
pub fn bench(what: Option<Measurement>) -> Result<()> {
    match what {
        Some(Measurement::Sizes) => {
            web::build(Build::Dist)?;
            sizes::hold_to_budget(Build::Dist)
        }
        Some(Measurement::App { visits, edits, seed, json }) => app([visits, edits, seed], json),
        Some(Measurement::Kill { times, how }) => relay(&how, &["kill", "--times", &times.to_string()]),
        Some(Measurement::Trips { how }) => relay(&how, &["trips"]),
        Some(Measurement::Soak { quick, how }) => {
            let less = ["soak", "--documents", "2000", "--connections", "100", "--seconds", "60"];
            relay(&how, if quick { &less } else { &["soak"] })
        }
        None => {
            println!(
                "What can be measured:\n  \
                 cargo xtask bench sizes   the size of the shipped app, file by file, against its budget\n  \
                 cargo xtask bench app     how long the app takes with an office's many visits\n  \
                 cargo xtask bench kill    whether a killed relay has everything that it acknowledged\n  \
                 cargo xtask bench trips   what it costs a device to catch up over a slow line\n  \
                 cargo xtask bench soak    the relay's memory with many documents and connections"
            );
            Ok(())
        }
    }
}

/// Builds app and relay, and measures the app in a browser.
fn app([visits, edits, seed]: [u32; 3], json: Option<PathBuf>) -> Result<()> {
    tools::chromium()?;
    tools::packages()?;
    web::build(Build::Web)?;
    run(&mut cargo("build -p server"))?;
    let mut measure = command(tools::node()?);
    measure.arg(root().join("tests/bench/app.mjs")).current_dir(root().join("tests"));
    for (name, number) in [("--visits", visits), ("--edits", edits), ("--seed", seed)] {
        measure.arg(name).arg(number.to_string());
    }
    if let Some(json) = &json {
        // Where the caller stands, not where this program runs it.
        measure
            .arg("--json")
            .arg(std::path::absolute(json).with_context(|| format!("{} is no place", json.display()))?);
    }
    run(&mut measure)
}

/// Builds the relay and what measures it, and measures.
fn relay(how: &How, words: &[&str]) -> Result<()> {
    let (profile, folder) = if how.release { (" --release", "release") } else { ("", "debug") };
    run(&mut cargo(&format!("build -p server -p tests --bins{profile}")))?;
    let target = root().join("target").join(folder);
    let mut measure = command(target.join("measure"));
    measure.arg("--program").arg(target.join("otozure"));
    if let Some(json) = &how.json {
        // Where the caller stands, not where this program runs it.
        let file = std::path::absolute(json).with_context(|| format!("{} is no place", json.display()))?;
        measure.arg("--json").arg(file);
    }
    run(measure.args(words))
}
