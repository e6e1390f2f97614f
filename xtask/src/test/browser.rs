//! The journeys: the built app, the real relay, Chromium and WebKit, driven by Node's own test runner.

use super::{Tally, check};
use crate::steps::{cargo, command, root, run, run_reading};
use crate::web::{self, Build};
use crate::{files, tools};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// The longest that one file of journeys may take, in milliseconds: one that waits for ever is a failure, and the others
/// are still made. The slowest takes a minute and a half on two quiet cores.
const JOURNEYS_MILLISECONDS_MAX: u32 = 900_000;

/// Builds what the journeys need and makes them.
pub fn browser() -> Tally {
    match prepared().and_then(journeys) {
        Ok(tally) => tally,
        Err(error) => check("the browser journeys", Err(error)),
    }
}

/// Installs the tools, builds app and relay. Returns the command that makes the journeys.
fn prepared() -> Result<std::process::Command> {
    let chromium = tools::chromium()?;
    tools::webkit()?;
    tools::japanese_fonts()?;
    tools::packages()?;
    web::build(Build::Web)?;
    run(&mut cargo("build -p server"))?;
    let mut runner = command(tools::node()?);
    runner.env("OTOZURE_CHROMIUM", chromium).current_dir(root().join("tests"));
    Ok(runner)
}

/// Makes every journey of tests/browser/. People read the first form of the report, this program the second.
fn journeys(mut runner: std::process::Command) -> Result<Tally> {
    let report = root().join("target/browser-tests.tap");
    files::write(&report, "")?;
    // One at a time: two cores have to carry a browser for each device and the relay.
    runner.args(["--test", "--test-concurrency=1", &format!("--test-timeout={JOURNEYS_MILLISECONDS_MAX}")]);
    runner.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    runner.args(["--test-reporter=tap", &format!("--test-reporter-destination={}", report.display())]);
    let files = all_journeys()?;
    if files.is_empty() {
        bail!("there is no journey in tests/browser/");
    }
    runner.args(files);
    let succeeded = run_reading(&mut runner, |_| ())?;
    let mut tally = Tally::default();
    read(&report)?.lines().for_each(|line| tally.read_tap(line));
    Ok(tally.or_failed(succeeded))
}

/// The files with journeys.
fn all_journeys() -> Result<Vec<String>> {
    let found = files::under(&root().join("tests/browser"))?;
    Ok(found.into_iter().filter(|path| path.ends_with(".test.mjs")).map(|path| format!("browser/{path}")).collect())
}

/// The report for programs.
fn read(report: &Path) -> Result<String> {
    files::read_text(report).context("the test runner left no report")
}
