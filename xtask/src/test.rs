//! `cargo xtask test`: installs what the tests need, then every stage from format to the journeys in a browser.
//!
//! A failing stage does not stop those after it. The last line is `N passed, N failed`, alone on its line: each test,
//! each check of format or lint and each tidy rule counts as one.

mod browser;
mod native;
mod tally;

use crate::steps::{cargo, run, say, took};
use crate::{tidy, tools};
use anyhow::Result;
use clap::ValueEnum;
use std::process::ExitCode;
use std::time::Instant;
use tally::Tally;

/// One part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// Install what the tests need where it is missing
    Tools,
    /// The form of the source text
    Format,
    /// Clippy, with warnings denied
    Lint,
    /// The rules of the source tree
    Tidy,
    /// The tests of every crate that runs on this machine
    Native,
    /// The seeded network: OTOZURE_SEEDS says how many (1000)
    Simulation,
    /// The journeys in a real browser
    Browser,
}

/// Runs one stage, or all.
pub fn test(stage: Option<Stage>) -> ExitCode {
    let mut total = Tally::default();
    let mut times = Vec::new();
    for stage in stage.map_or_else(|| Stage::value_variants().to_vec(), |one| vec![one]) {
        let started = Instant::now();
        println!("\n=== {} ===", name(stage));
        let tally = run_stage(stage);
        times.push(format!("{:<11}{:>10}   {tally}", name(stage), took(started)));
        total += tally;
    }
    println!("\n{}\n{total}", times.join("\n"));
    if total.is_green() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs one stage.
fn run_stage(stage: Stage) -> Tally {
    match stage {
        Stage::Tools => install_tools(),
        Stage::Format => check("the source text is formatted", run(&mut cargo("fmt --all --check"))),
        Stage::Lint => lint(),
        Stage::Tidy => tidy_rules(),
        Stage::Native => native::native(),
        Stage::Simulation => native::simulation(),
        Stage::Browser => browser::browser(),
    }
}

/// What a stage is called on the command line.
fn name(stage: Stage) -> String {
    stage.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Counts one check, and says why it failed.
fn check(what: &str, result: Result<()>) -> Tally {
    match result {
        Ok(()) => Tally::passed(1),
        Err(error) => {
            println!("FAILED: {what}: {error:#}");
            Tally::failed(1)
        }
    }
}

/// Looks for every tool. A tool that is there is no test passed; one that cannot be had is a failure.
fn install_tools() -> Tally {
    let mut tally = Tally::default();
    for (what, result) in tools::all() {
        match result {
            Ok(()) => say(&format!("{what}: there")),
            Err(error) => tally += check(what, Err(error)),
        }
    }
    tally
}

/// Clippy where each crate runs.
fn lint() -> Tally {
    let here = run(&mut cargo("clippy --workspace --exclude app --all-targets -- -D warnings"));
    let wasm = tools::wasm_target()
        .and_then(|()| run(&mut cargo("clippy -p app --target wasm32-unknown-unknown -- -D warnings")));
    let mut tally = check("clippy", here);
    tally += check("clippy for the browser", wasm);
    if tools::on_path("cargo-deny").is_some() {
        tally += check("licences and advisories", run(&mut cargo("deny check licenses bans sources")));
    }
    tally
}

/// The rules of the source tree, each counted.
fn tidy_rules() -> Tally {
    match tidy::broken_rules() {
        Err(error) => check("the rules of the source tree", Err(error)),
        Ok(broken) => {
            broken.iter().for_each(|rule| print!("{rule}"));
            Tally { passed: tidy::count() - broken.len() as u64, failed: broken.len() as u64 }
        }
    }
}
