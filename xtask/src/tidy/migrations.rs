//! Rules about the database's migrations: a list beside this crate holds the hash of each that may never change again.

use super::Rule;
use super::source::{Finding, Source, all};
use crate::files;
use crate::steps::root;
use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

/// The list: a hash and a path a line.
const LIST: &str = "xtask/frozen-migrations.txt";
/// Where the migrations stand.
const FOLDER: &str = "server/migrations/";

/// Migrations are only added.
pub const ONLY_ADDED: Rule = Rule {
    says: "a migration is listed in xtask/frozen-migrations.txt, and never changed or removed afterwards",
    why: "a relay somewhere has run it: changed afterwards, it would leave two kinds of database under one number \
          (a new one is listed by `cargo xtask tidy --freeze-migrations`)",
    find: changed,
};

/// Adds the migrations that are not yet listed. Never alters what the list has.
pub fn freeze() -> Result<()> {
    let sources = all()?;
    let mut list = std::fs::read_to_string(root().join(LIST)).unwrap_or_default();
    let frozen = entries(&list).len();
    for source in migrations(&sources) {
        if !entries(&list).iter().any(|(_, path)| *path == source.path) {
            println!("listing {}", source.path);
            list += &format!("{} {}\n", hash(&source.text), source.path);
        }
    }
    println!("{} listed before, {} now", frozen, entries(&list).len());
    files::write(&root().join(LIST), &list)?;
    let broken = changed(&all()?);
    if let Some(first) = broken.first() {
        bail!("{first}");
    }
    Ok(())
}

/// The migrations that are not what the list says.
fn changed(sources: &[Source]) -> Vec<Finding> {
    let empty = Source { path: LIST.to_owned(), text: String::new() };
    let list = sources.iter().find(|source| source.path == LIST).unwrap_or(&empty);
    let frozen = entries(&list.text);
    let mut found = Vec::new();
    for source in migrations(sources) {
        match frozen.iter().find(|(_, path)| *path == source.path) {
            None => found.push(source.finding(1, "is not listed")),
            Some((hash_then, _)) if *hash_then != hash(&source.text) => {
                found.push(source.finding(1, "has changed since it was listed"))
            }
            Some(_) => {}
        }
    }
    let missing = frozen.iter().filter(|(_, path)| !sources.iter().any(|source| source.path == *path));
    found.extend(missing.map(|(_, path)| list.finding(1, format!("lists {path}, which is gone"))));
    found
}

/// The migrations among these files.
fn migrations(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.path.starts_with(FOLDER) && source.path.ends_with(".sql"))
}

/// The lines of the list: hash and path.
fn entries(list: &str) -> Vec<(&str, &str)> {
    list.lines().filter_map(|line| line.split_once(' ')).collect()
}

/// The hash of a migration.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_changed_a_removed_and_an_unlisted_migration_are_found() {
        let path = "server/migrations/1_start.sql";
        let list = || planted(LIST, &format!("{} {path}\n", hash("create")));
        assert_eq!(changed(&[list(), planted(path, "create")]), []);
        assert_eq!(changed(&[list(), planted(path, "create more")]).len(), 1);
        assert_eq!(changed(&[list()]).len(), 1);
        assert_eq!(changed(&[planted(path, "create")]).len(), 1);
    }
}
