//! `cargo xtask run`: the whole product on this machine, at http://localhost, with the figures of Kanagawa in
//! fiscal year R6, or with the cases of a fictional prefecture. Needs neither Node nor a browser driver.

use crate::steps::{cargo, command, run as run_step, say};
use crate::web::{self, Build};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// What an empty data folder is filled with.
#[derive(clap::Args)]
pub struct Sample {
    /// A fictional prefecture, with requests, visits and care in every state, instead of Kanagawa's figures
    #[arg(long)]
    demo: bool,
    /// The same after `--`, as one writes it for other cargo commands
    #[arg(last = true, value_parser = ["--demo"], hide = true)]
    after: Vec<String>,
}

impl Sample {
    /// The dataset's name, and the folder that is its own: two prefectures do not share one.
    fn chosen(&self) -> (&'static str, &'static str) {
        if self.demo || !self.after.is_empty() { ("demo", "data-demo") } else { ("kanagawa-r6", "data") }
    }
}

/// Builds the app and the relay and becomes the relay.
pub fn run(port: u16, data: Option<PathBuf>, sample: &Sample) -> Result<()> {
    let (dataset, folder) = sample.chosen();
    let data = data.unwrap_or_else(|| PathBuf::from(folder));
    web::build(Build::Web)?;
    run_step(&mut cargo("build -p server"))?;
    say(&format!("starting on http://localhost:{port} with data in {}; Ctrl+C ends it", data.display()));
    let mut relay = command(crate::steps::root().join("target/debug/otozure"));
    relay
        .args(["serve", "--links", "--dataset", dataset, "--app", "target/web"])
        .arg("--data")
        .arg(&data)
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"));
    become_it(relay).context("could not start the relay")
}

/// Replaces this process, so that a signal reaches the relay itself.
#[cfg(unix)]
fn become_it(mut relay: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = relay.exec();
    bail!(error)
}

#[cfg(not(unix))]
fn become_it(mut relay: std::process::Command) -> Result<()> {
    let status = relay.status()?;
    if !status.success() {
        bail!("the relay ended with {status}");
    }
    Ok(())
}
