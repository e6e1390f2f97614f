//! The journeys: the built app, the real relay, Chromium and WebKit, driven by Node's own test runner.

use super::{Tally, check};
use crate::steps::{cargo, command, root, run, run_reading, say};
use crate::web::{self, Build};
use crate::{files, tools};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The longest that one file of journeys may take, in milliseconds: one that waits for ever is a failure, and the others
/// are still made. The slowest takes a minute and a half on two quiet cores.
const JOURNEYS_MILLISECONDS_MAX: u32 = 900_000;

/// How many files of journeys are made once more: where more fail, something is broken.
const FILES_AGAIN_MAX: usize = 3;

/// Builds what the journeys need and makes them.
pub fn browser() -> Tally {
    match prepared().and_then(|environment| journeys(&environment)) {
        Ok(tally) => tally,
        Err(error) => check("the browser journeys", Err(error)),
    }
}

/// What the journeys are made with.
struct Environment {
    node: PathBuf,
    chromium: PathBuf,
}

/// Installs the tools, builds app and relay.
fn prepared() -> Result<Environment> {
    let chromium = tools::chromium()?;
    tools::webkit()?;
    tools::japanese_fonts()?;
    tools::packages()?;
    web::build(Build::Web)?;
    run(&mut cargo("build -p server"))?;
    Ok(Environment { node: tools::node()?, chromium })
}

/// Makes every journey of tests/browser/. Where a few files failed they are made once more: two cores carry four browsers
/// and the relay, and one late answer of a browser is no fault of the app. What failed at first is told by name, so that a
/// journey that shakes is seen and mended; what fails twice has failed.
fn journeys(environment: &Environment) -> Result<Tally> {
    let files = all_journeys()?;
    if files.is_empty() {
        bail!("there is no journey in tests/browser/");
    }
    let (first, report) = run_files(environment, &files)?;
    let failed: Vec<String> = files.into_iter().filter(|file| has_failed(&report, file)).collect();
    if first.is_green() || failed.is_empty() || failed.len() > FILES_AGAIN_MAX {
        return Ok(first);
    }
    say(&format!("failed, and are made once more: {}", failed.join(", ")));
    let (second, _) = run_files(environment, &failed)?;
    if second.is_green() {
        println!("SHAKY: {} failed at first and passed the second time", failed.join(", "));
    }
    Ok(first.after_again(second))
}

/// Makes the journeys of these files. Returns their counts and the report for programs; people read the other form.
fn run_files(environment: &Environment, files: &[String]) -> Result<(Tally, String)> {
    let report = root().join("target/browser-tests.tap");
    files::write(&report, "")?;
    let mut runner = command(&environment.node);
    runner.env("OTOZURE_CHROMIUM", &environment.chromium).current_dir(root().join("tests"));
    // One at a time: two cores have to carry a browser for each device and the relay.
    runner.args(["--test", "--test-concurrency=1", &format!("--test-timeout={JOURNEYS_MILLISECONDS_MAX}")]);
    runner.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    runner.args(["--test-reporter=tap", &format!("--test-reporter-destination={}", report.display())]);
    runner.args(files);
    let succeeded = run_reading(&mut runner, |_| ())?;
    let text = files::read_text(&report).context("the test runner left no report")?;
    let mut tally = Tally::default();
    text.lines().for_each(|line| tally.read_tap(line));
    Ok((tally.or_failed(succeeded), text))
}

/// Whether a test of a file failed: the report names the place of each that did.
fn has_failed(report: &str, file: &str) -> bool {
    let place = format!("/{file}:");
    let mut in_failed = false;
    report.lines().any(|line| {
        let line = line.trim_start();
        match line.split_once(' ') {
            Some(("not", _)) => in_failed = true,
            Some(("ok", _)) => in_failed = false,
            _ => {}
        }
        in_failed && line.starts_with("location:") && line.contains(&place)
    })
}

/// The files with journeys.
fn all_journeys() -> Result<Vec<String>> {
    let found = files::under(&root().join("tests/browser"))?;
    Ok(found.into_iter().filter(|path| path.ends_with(".test.mjs")).map(|path| format!("browser/{path}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_failed_journeys_are_found_in_the_report() {
        let report = "# Subtest: one\nok 1 - one\n  ---\n  location: '/a/tests/browser/good.test.mjs:3:1'\n  ...\n\
            # Subtest: two\nnot ok 2 - two\n  ---\n  duration_ms: 3\n  location: '/a/tests/browser/bad.test.mjs:81:1'\n  ...";
        assert!(has_failed(report, "browser/bad.test.mjs"));
        assert!(!has_failed(report, "browser/good.test.mjs"));
    }
}
