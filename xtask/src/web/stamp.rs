//! Remembers what a build was made from, so that a second one can be left out.

use super::{Build, hash};
use crate::files;
use crate::steps::root;
use anyhow::Result;
use std::path::PathBuf;

/// Everything that goes into the web app: folders and files of the checkout.
const INPUTS: [&str; 9] =
    ["app", "shared", "public", "xtask", ".cargo", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "clippy.toml"];

/// The state of the sources.
pub struct Stamp {
    file: PathBuf,
    built: PathBuf,
    value: String,
}

impl Stamp {
    /// The state of the sources as they are.
    pub fn now(build: Build) -> Result<Self> {
        let mut hashes = String::new();
        for input in INPUTS {
            let path = root().join(input);
            if path.is_file() {
                hashes += &format!("{input} {}\n", hash::short(&files::read(&path)?));
            }
            for file in files::under(&path)? {
                hashes += &format!("{input}/{file} {}\n", hash::short(&files::read(&path.join(&file))?));
            }
        }
        let file = build.folder().with_extension("stamp");
        Ok(Self { file, built: build.folder(), value: hash::short(hashes.as_bytes()) })
    }

    /// Whether the last finished build was made from exactly these sources.
    pub fn is_kept(&self) -> bool {
        let kept = std::fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.value);
        kept && self.built.join("index.html").is_file()
    }

    /// Forgets the last build, before the next begins.
    pub fn forget(&self) -> Result<()> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Remembers that the build from these sources is finished.
    pub fn keep(&self) -> Result<()> {
        files::write(&self.file, &self.value)
    }
}
