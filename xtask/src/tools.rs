//! Finds the tools that the tasks need, and installs what is missing or says exactly what to install.
//! Never touches what is there already.

mod debian;
mod node;

pub use node::{node, packages};

use crate::steps::{command, output_of, run};
use anyhow::{Context, Result};
use std::path::PathBuf;

/// The target that the web app is built for.
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler can build for the browser.
pub fn wasm_target() -> Result<()> {
    let missing = "rustup is needed to add the wasm target: install it, or add the target \
                   wasm32-unknown-unknown to this toolchain in your own way";
    let sysroot = output_of(command("rustc").args(["--print", "sysroot"])).context("rustc cannot be started")?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir() {
        return Ok(());
    }
    run(command("rustup").args(["target", "add", WASM_TARGET])).context(missing)
}

/// The browser that the journeys are made in.
pub fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = names.iter().find_map(|name| on_path(name)) {
        return Ok(found);
    }
    debian::install(&["chromium"], "the browser journeys need Chromium")?;
    on_path("chromium").context("Debian's package chromium is installed, but there is no command `chromium`")
}

/// The other engine that the journeys are made in, its driver, and a screen that nobody sees.
pub fn webkit() -> Result<()> {
    if on_path("WebKitWebDriver").is_some() && on_path("Xvfb").is_some() {
        return Ok(());
    }
    debian::install(&["webkit2gtk-driver", "xvfb"], "some browser journeys are made in WebKit, on a screen of Xvfb")
}

/// Fonts with Japanese in them, without which the journeys' pictures and widths would show empty boxes.
pub fn japanese_fonts() -> Result<()> {
    let listed = output_of(command("fc-list").args([":lang=ja", "family"])).unwrap_or_default();
    if !listed.trim().is_empty() {
        return Ok(());
    }
    debian::install(&["fonts-noto-cjk", "fontconfig"], "the browser journeys need a Japanese font")
}

/// The tool that shows the order of a process's system calls, for the test that a change is durable before it is
/// acknowledged.
pub fn strace() -> Result<()> {
    if on_path("strace").is_some() {
        return Ok(());
    }
    debian::install(&["strace"], "a storage test follows the relay's system calls with strace")
}

/// Everything that the tests need. Goes on after a failure, so that one look shows all that is missing.
pub fn all() -> Vec<(&'static str, Result<()>)> {
    vec![
        ("wasm target", wasm_target()),
        ("chromium", chromium().map(drop)),
        ("webkit", webkit()),
        ("Japanese fonts", japanese_fonts()),
        ("strace", strace()),
        ("npm packages", packages()),
    ]
}

/// Where a command is found.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}
