//! Installs Debian packages as root, or through sudo; otherwise says what to install.

use super::on_path;
use crate::steps::{command, output_of, run};
use anyhow::{Context, Result, bail};
use std::io::IsTerminal;
use std::process::{Command, Stdio};

/// Installs packages. `why` is said when that is not possible.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = || format!("{why}: please install it (on Debian or Ubuntu: `sudo apt-get install -y {list}`)");
    if on_path("apt-get").is_none() {
        bail!(by_hand());
    }
    let known = packages.iter().all(|package| has_candidate(package));
    if !known {
        run(as_root().with_context(by_hand)?.args(["apt-get", "update"])).with_context(by_hand)?;
    }
    let mut installing = as_root().with_context(by_hand)?;
    installing.args(["apt-get", "install", "-y", "--no-install-recommends"]).args(packages);
    run(&mut installing).with_context(by_hand)
}

/// Whether apt-get has heard of a version of this package that it can install.
fn has_candidate(package: &str) -> bool {
    output_of(command("apt-cache").args(["policy", package]))
        .is_some_and(|text| text.contains("Candidate:") && !text.contains("Candidate: (none)"))
}

/// The start of a command line that runs as root. Asks for a password only where a person can answer.
fn as_root() -> Result<Command> {
    let environment = "DEBIAN_FRONTEND=noninteractive";
    if output_of(command("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        let mut plain = command("env");
        plain.arg(environment);
        return Ok(plain);
    }
    let asks_nothing = output_of(command("sudo").args(["-n", "true"])).is_some();
    let a_person_can_answer = std::io::stdin().is_terminal() && on_path("sudo").is_some();
    if !asks_nothing && !a_person_can_answer {
        bail!("this user is not root and may not use sudo without a password");
    }
    let mut sudo = command("sudo");
    sudo.arg(environment);
    if a_person_can_answer {
        sudo.stdin(Stdio::inherit());
    }
    Ok(sudo)
}
