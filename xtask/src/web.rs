//! Builds the web app: a folder that the relay serves as it stands.
//!
//! Cargo makes the module, wasm-bindgen its JavaScript, and everything whose address may be kept for ever gets the hash
//! of its own final bytes into its address. The folder is made beside the old one and put in its place whole, so that a
//! relay that is serving never sees half of it.

mod compress;
mod hash;
mod page;
mod service_worker;
pub mod sizes;
mod stamp;
mod styles;
mod trusted;
mod wasm;

use crate::files;
use crate::steps::{root, say, took};
use crate::tools;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// The files of the app in memory: path inside the folder, bytes.
type Folder = BTreeMap<String, Vec<u8>>;

/// Which of the two builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// For `run` and the journeys: built fast.
    Web,
    /// As it is shipped: small.
    Dist,
}

impl Build {
    /// The cargo profile of the module.
    fn profile(self) -> &'static str {
        match self {
            Self::Web => "web-fast",
            Self::Dist => "web-dist",
        }
    }

    /// Where the built app is put.
    pub fn folder(self) -> PathBuf {
        root().join(match self {
            Self::Web => "target/web",
            Self::Dist => "target/dist/web",
        })
    }
}

/// Builds the web app, or leaves it if nothing that goes into it has changed.
pub fn build(build: Build) -> Result<()> {
    tools::wasm_target()?;
    let stamp = stamp::Stamp::now(build)?;
    if build == Build::Web && stamp.is_kept() {
        say("the web app is as its sources are: not built again");
        return Ok(());
    }
    stamp.forget()?;
    let modules = wasm::build(build)?;
    let started = Instant::now();
    say(&format!("putting the app together in {}", shown(&build.folder())));
    let mut folder = public_files()?;
    let assets = page::Assets {
        app: add_hashed_folder(&mut folder, "app", modules.app),
        stretch: add_hashed_folder(&mut folder, "stretch", with_worker(modules.stretch)?),
        boot: add_hashed_folder(&mut folder, "boot", boot_files()?),
        style: add_style(&mut folder)?,
    };
    page::write(&mut folder, &assets)?;
    service_worker::write(&mut folder)?;
    compress::add_compressed(&mut folder, build);
    put_in_place(&folder, build)?;
    println!("  {}", took(started));
    stamp.keep()
}

/// What stands in public/ and keeps its own address. Styles, boot modules and the worker are hashed apart.
fn public_files() -> Result<Folder> {
    let public = root().join("public");
    let mut folder = Folder::new();
    for path in files::under(&public)? {
        if !["styles/", "boot/", "stretch/"].iter().any(|apart| path.starts_with(apart)) {
            folder.insert(path.clone(), files::read(&public.join(&path))?);
        }
    }
    Ok(folder)
}

/// The modules that start the app, as they are.
fn boot_files() -> Result<Folder> {
    let boot = root().join("public/boot");
    let scripts = files::under(&boot)?.into_iter().filter(|path| path.ends_with(".js"));
    scripts.map(|path| Ok((path.clone(), files::read(&boot.join(&path))?))).collect()
}

/// The module that makes secrets long, with the worker that runs it.
fn with_worker(mut files: Folder) -> Result<Folder> {
    files.insert("worker.js".to_owned(), files::read(&root().join("public/stretch/worker.js"))?);
    Ok(files)
}

/// Adds files under one address with the hash of them all, so that they may name each other as their sources do.
/// Returns that address's folder.
fn add_hashed_folder(folder: &mut Folder, name: &str, files: Folder) -> String {
    let all = files.iter().flat_map(|(path, bytes)| [path.as_bytes(), &[0], bytes, &[0]].concat());
    let place = format!("assets/{name}-{}", hash::short(&all.collect::<Vec<u8>>()));
    for (path, bytes) in files {
        folder.insert(format!("{place}/{path}"), bytes);
    }
    place
}

/// Adds the style sheet. Returns its path.
fn add_style(folder: &mut Folder) -> Result<String> {
    let bytes = styles::bundle(&root().join("public"))?.into_bytes();
    let path = format!("assets/style-{}.css", hash::short(&bytes));
    folder.insert(path.clone(), bytes);
    Ok(path)
}

/// Writes the folder beside the old one, then changes their places.
fn put_in_place(folder: &Folder, build: Build) -> Result<()> {
    let to = build.folder();
    let staging = to.with_extension("new");
    let old = to.with_extension("old");
    files::remove_folder(&staging)?;
    files::remove_folder(&old)?;
    for (path, bytes) in folder {
        files::write(&staging.join(path), bytes)?;
    }
    if to.exists() {
        std::fs::rename(&to, &old)?;
    }
    std::fs::rename(&staging, &to)?;
    files::remove_folder(&old)
}

/// A path as seen from the top folder.
fn shown(path: &std::path::Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_any_byte_of_its_files() {
        let address = |bytes: &[u8]| {
            let files = Folder::from([("a.js".to_owned(), b"1".to_vec()), ("b.js".to_owned(), bytes.to_vec())]);
            add_hashed_folder(&mut Folder::new(), "boot", files)
        };
        assert_eq!(address(b"2"), address(b"2"));
        assert_ne!(address(b"2"), address(b"3"));
        assert!(address(b"2").starts_with("assets/boot-"));
    }
}
