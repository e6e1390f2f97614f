//! Node, which drives the browser in the journeys, and its packages by lockfile. Neither the app nor the relay needs it.

use super::{debian, on_path};
use crate::files;
use crate::steps::{command, output_of, root, run};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha384};
use std::path::PathBuf;

/// The oldest Node whose test runner and WebSocket-free `fetch` the journeys use.
const OLDEST: u32 = 20;
/// The version taken from npm where the system's own is too old: it comes as a package, so npm is all it needs.
const FROM_NPM: &str = "22";

/// A recent enough Node.
pub fn node() -> Result<PathBuf> {
    if let Some(found) = usable() {
        return Ok(found);
    }
    if on_path("npm").is_none() {
        debian::install(&["nodejs", "npm"], &format!("the browser journeys need Node {OLDEST} or later, with npm"))?;
    }
    if let Some(found) = usable() {
        return Ok(found);
    }
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => {
            bail!("please install Node {OLDEST} or later: there is no package of it for {other}")
        }
    };
    let package = format!("node-linux-{machine}@{FROM_NPM}");
    let to = own_folder();
    std::fs::create_dir_all(&to)?;
    let mut install = command("npm");
    install
        .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
        .arg(&to)
        .arg(package);
    let advice = format!("Node {OLDEST} or later is needed, and the one here is older: please install it");
    run(&mut install).with_context(|| advice.clone())?;
    usable().context(advice)
}

/// Makes sure that tests/node_modules is what the lockfile says.
pub fn packages() -> Result<()> {
    let node = node()?;
    let tests = root().join("tests");
    let lock = files::read(&tests.join("package-lock.json"))?;
    let wanted = format!("{:x?}", Sha384::digest(&lock).as_slice());
    let stamp = tests.join("node_modules/.installed-lockfile");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if on_path("npm").is_none() {
        debian::install(&["npm"], "the packages of the browser journeys are installed with npm")?;
    }
    let mut install = command("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&tests);
    if let Some(folder) = node.parent() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
        install.env("PATH", std::env::join_paths(path)?);
    }
    run(&mut install)?;
    files::write(&stamp, wanted)
}

/// The first Node that is new enough: the system's, or the one that this program installed.
fn usable() -> Option<PathBuf> {
    let own = own_folder().join("node_modules");
    let packaged = ["x64", "arm64"].map(|machine| own.join(format!("node-linux-{machine}/bin/node")));
    on_path("node").into_iter().chain(packaged).find(|path| {
        let version = output_of(command(path).arg("--version"));
        version.as_deref().and_then(major).is_some_and(|major| major >= OLDEST)
    })
}

/// Where a Node from npm is kept.
fn own_folder() -> PathBuf {
    root().join("target/node")
}

/// The first number of `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("18.1.0"), None);
        assert_eq!(major(""), None);
    }
}
