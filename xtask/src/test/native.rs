//! The tests that run on this machine: those of every crate, and the seeded simulation apart, because it takes its time.

use super::{Tally, check};
use crate::steps::{cargo, output_of, root, run_reading};
use crate::{files, tools};
use anyhow::{Context, Result};

/// The test target of the seeded network.
const SIMULATION: &str = "simulation";
/// How many seeds the simulation tries if OTOZURE_SEEDS does not say.
const SEEDS: &str = "1000";
/// The packages that are tested together, so that each dependency is built once.
const PACKAGES: &str = "--workspace --exclude app";

/// Every test but the simulation's.
pub fn native() -> Tally {
    // The one test that needs a tool of the system's.
    let mut tally = match tools::strace() {
        Ok(()) => Tally::default(),
        Err(error) => check("strace", Err(error)),
    };
    tally += match other_targets() {
        Ok(targets) => cargo_test(&format!("{PACKAGES} --lib --bins {targets}")),
        Err(error) => check("the list of tests", Err(error)),
    };
    tally += documentation_tests();
    tally += app_tests();
    tally
}

/// The seeded network.
pub fn simulation() -> Tally {
    let seeds = std::env::var("OTOZURE_SEEDS").unwrap_or_else(|_| SEEDS.to_owned());
    println!("{seeds} seeds (OTOZURE_SEEDS)");
    let mut command = cargo(&format!("test {PACKAGES} --test {SIMULATION} --no-fail-fast"));
    command.env("OTOZURE_SEEDS", seeds);
    counted(&mut command)
}

/// Runs `cargo test` with these words.
fn cargo_test(words: &str) -> Tally {
    counted(&mut cargo(&format!("test {words} --no-fail-fast")))
}

/// Runs a test command and counts what it prints.
fn counted(command: &mut std::process::Command) -> Tally {
    let mut tally = Tally::default();
    match run_reading(command, |line| tally.read_cargo(line)) {
        Ok(succeeded) => tally.or_failed(succeeded),
        Err(error) => check("cargo test", Err(error)),
    }
}

/// The examples in the documentation of the libraries. That there are none is no failure.
fn documentation_tests() -> Tally {
    let mut tally = Tally::default();
    match run_reading(&mut cargo(&format!("test --doc {PACKAGES}")), |line| tally.read_cargo(line)) {
        Ok(true) => tally,
        Ok(false) => tally.or_failed(false),
        Err(error) => check("the examples of the documentation", Err(error)),
    }
}

/// The app's own tests, if it has any: only then is its framework worth building for this machine.
fn app_tests() -> Tally {
    let app = root().join("app/src");
    let has_tests = files::under(&app).unwrap_or_default().iter().any(|path| {
        path.ends_with(".rs") && files::read_text(&app.join(path)).is_ok_and(|text| text.contains("#[test]"))
    });
    if has_tests { cargo_test("-p app") } else { Tally::default() }
}

/// The test targets of the workspace but the simulation, as words for cargo.
fn other_targets() -> Result<String> {
    let metadata = output_of(&mut cargo("metadata --no-deps --format-version 1")).context("cargo metadata failed")?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata.get("packages").and_then(|packages| packages.as_array()).context("no packages")?;
    Ok(test_targets(packages).filter(|name| *name != SIMULATION).map(|name| format!(" --test {name}")).collect())
}

/// The names of the test targets of these packages.
fn test_targets(packages: &[serde_json::Value]) -> impl Iterator<Item = &str> {
    let targets = packages.iter().filter_map(|package| package.get("targets")?.as_array()).flatten();
    let is_test = |target: &&serde_json::Value| target.pointer("/kind/0").is_some_and(|kind| kind == "test");
    targets.filter(is_test).filter_map(|target| target.get("name")?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_targets_are_named() {
        let packages = serde_json::json!([
            { "targets": [{ "kind": ["lib"], "name": "server" }, { "kind": ["test"], "name": "relay" }] },
            { "targets": [{ "kind": ["test"], "name": "simulation" }] },
        ]);
        let names: Vec<_> = test_targets(packages.as_array().unwrap()).collect();
        assert_eq!(names, ["relay", "simulation"]);
    }
}
