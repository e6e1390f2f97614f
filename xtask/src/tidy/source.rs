//! The files that the rules look at: all that git tracks or would track, if they are text.

use crate::steps::{command, root};
use anyhow::{Context, Result, bail};
use std::fmt;

/// A text file of the checkout.
pub struct Source {
    /// Its path from the top folder, with `/` between.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// Whether it is a Rust file under one of these folders.
    pub fn is_rust_in(&self, folders: &[&str]) -> bool {
        self.path.ends_with(".rs") && self.is_in(folders)
    }

    /// Whether it lies in one of these folders, or is the file that opens one (`components.rs` beside `components/`).
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| match self.path.strip_prefix(folder) {
            Some(rest) => rest.starts_with('/') || rest == ".rs",
            None => false,
        })
    }

    /// The lines that contain one of these texts.
    pub fn lines_with<'a>(&'a self, needles: &'a [&str]) -> impl Iterator<Item = Finding> + 'a {
        self.text.lines().enumerate().filter_map(move |(at, line)| {
            let needle = needles.iter().find(|needle| line.contains(**needle))?;
            Some(self.finding(at + 1, format!("has `{needle}`")))
        })
    }

    /// Something wrong in this file.
    pub fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into() }
    }
}

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Every text file of the checkout, new ones too, but none that git ignores.
pub fn all() -> Result<Vec<Source>> {
    let mut list = command("git");
    // A container may see the checkout as somebody else's; reading its list of files is harmless.
    list.args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let list = list.output().context("git is needed to list the files of the checkout")?;
    if !list.status.success() {
        bail!("git could not list the files of the checkout: {}", String::from_utf8_lossy(&list.stderr));
    }
    let list = String::from_utf8(list.stdout).context("a file's name is no UTF-8")?;
    let read =
        |path: &str| Some(Source { path: path.to_owned(), text: std::fs::read_to_string(root().join(path)).ok()? });
    Ok(list.split_terminator('\0').filter_map(read).collect())
}

/// A file for a test of a rule.
#[cfg(test)]
pub fn planted(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_its_files_and_the_file_beside_it() {
        let is_in = |path: &str| planted(path, "").is_in(&["app/src/store"]);
        assert!(is_in("app/src/store/visits.rs") && is_in("app/src/store.rs"));
        assert!(!is_in("app/src/stored.rs") && !is_in("app/src/storefront/a.rs"));
    }
}
