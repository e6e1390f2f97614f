//! The size of the shipped app, and the budget that it must keep (a first load over a hospital's guest network).
//! docs/performance.md says what the modules are made of, and how the way down to the aim is meant.

use super::Build;
use super::wasm;
use crate::files;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// What the modules of a first load may weigh together, in bytes, compressed with Brotli: what starts, lets a person in,
/// and shows the frame of their first page.
const WASM_BYTES_MAX: u64 = 550_000;
/// The same with the documents, which are fetched while the person is being let in. No budget was set for it: it is
/// held to what it is, so that it grows only knowingly.
const WORKING_BYTES_MAX: u64 = 940_000;
/// What everything else may weigh together, in bytes, compressed with Brotli where that helps.
const REST_BYTES_MAX: u64 = 100_000;
/// The parts that the first page of some role needs beside the first module: an office's board, the tables of the
/// prefecture (a visitor's first page stands in the first module).
const FIRST_PARTS: [&str; 2] = ["lists", "tables"];
/// The part that every first page is filled from.
const DOCUMENTS: &str = "documents";
/// The module that starts, and the worker's that makes a key of a secret.
const FIRST_MODULES: [&str; 2] = ["app_bg.wasm", "stretch_bg.wasm"];

/// One file: its path, its size, and its size as it travels.
struct Size {
    path: String,
    plain: u64,
    sent: u64,
}

/// Prints a table of the sizes. Fails if the budget is not kept.
pub fn hold_to_budget(build: Build) -> Result<()> {
    judge(&measured(&build.folder())?, &wasm::parts(build)?)
}

fn judge(sizes: &[Size], parts: &BTreeMap<String, Vec<String>>) -> Result<()> {
    let mut table = format!("{:>10} {:>10}\n", "bytes", "brotli");
    for Size { path, plain, sent } in sizes {
        let _ = writeln!(table, "{plain:>10} {sent:>10}  {path}");
    }
    let weight = |name: &str| -> u64 {
        sizes.iter().filter(|size| size.path.rsplit('/').next() == Some(name)).map(|size| size.sent).sum()
    };
    let first: u64 = FIRST_MODULES.iter().map(|name| weight(name)).sum();
    // A file that two parts share is fetched once.
    let together = |names: &BTreeSet<&String>| -> u64 {
        first + names.iter().map(|name| weight(&format!("{name}.wasm"))).sum::<u64>()
    };
    let documents: BTreeSet<&String> = parts.get(DOCUMENTS).into_iter().flatten().collect();
    let (mut wasm, mut working) = (first, together(&documents));
    for (part, names) in parts {
        let own: BTreeSet<&String> = names.iter().collect();
        let (alone, filled) = (together(&own), together(&own.union(&documents).copied().collect()));
        let _ = writeln!(table, "{alone:>10} {filled:>10}  first module and part `{part}`; with the documents");
        if FIRST_PARTS.contains(&part.as_str()) {
            (wasm, working) = (wasm.max(alone), working.max(filled));
        }
    }
    let all: u64 = sizes.iter().filter(|size| size.path.ends_with(".wasm")).map(|size| size.sent).sum();
    let rest: u64 = sizes.iter().filter(|size| !size.path.ends_with(".wasm")).map(|size| size.sent).sum();
    let _ = writeln!(table, "{:>10} {all:>10}  all wasm: what a device keeps", "");
    let _ = writeln!(table, "{:>10} {wasm:>10}  wasm of the largest first load (at most {WASM_BYTES_MAX})", "");
    let _ = writeln!(table, "{:>10} {working:>10}  the same with the documents (at most {WORKING_BYTES_MAX})", "");
    let _ = writeln!(table, "{:>10} {rest:>10}  all the rest (at most {REST_BYTES_MAX})", "");
    print!("{table}");
    if wasm > WASM_BYTES_MAX || working > WORKING_BYTES_MAX || rest > REST_BYTES_MAX {
        bail!(
            "the app is over its budget: {wasm} of {WASM_BYTES_MAX} bytes of wasm, {working} of {WORKING_BYTES_MAX} \
             with the documents, {rest} of {REST_BYTES_MAX} of the rest"
        );
    }
    Ok(())
}

/// The size of each file of a built app.
fn measured(folder: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for path in files::under(folder)? {
        if path.ends_with(".br") || path.ends_with(".gz") {
            continue;
        }
        let plain = folder.join(&path).metadata()?.len();
        let compressed = folder.join(format!("{path}.br"));
        let sent = compressed.metadata().map_or(plain, |twin| twin.len());
        sizes.push(Size { path, plain, sent });
    }
    Ok(sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(path: &str, sent: u64) -> Size {
        Size { path: path.to_owned(), plain: sent, sent }
    }

    fn parts() -> BTreeMap<String, Vec<String>> {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        BTreeMap::from([
            ("lists".to_owned(), of(&["chunk_1", "split_lists"])),
            ("office".to_owned(), of(&["chunk_1", "split_office"])),
        ])
    }

    #[test]
    fn the_first_load_is_the_first_module_and_all_that_a_first_page_needs() {
        let mut sizes = vec![
            size("assets/app/app_bg.wasm", 500_000),
            size("assets/app/chunk_1.wasm", 20_000),
            size("assets/app/split_lists.wasm", 30_000),
            size("assets/app/split_office.wasm", 300_000),
        ];
        assert!(judge(&sizes, &parts()).is_ok(), "no first page needs the part `office`");
        sizes.push(size("assets/app/chunk_1.wasm", 1));
        assert!(judge(&sizes, &parts()).is_err());
    }

    #[test]
    fn what_fills_the_first_page_is_held_as_well_and_a_shared_file_counts_once() {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let parts = BTreeMap::from([
            ("documents".to_owned(), of(&["chunk_1", "split_documents"])),
            ("lists".to_owned(), of(&["chunk_1", "split_lists"])),
        ]);
        let mut sizes = vec![
            size("assets/app/app_bg.wasm", 180_000),
            size("assets/app/chunk_1.wasm", 40_000),
            size("assets/app/split_lists.wasm", 50_000),
            size("assets/app/split_documents.wasm", 670_000),
        ];
        assert!(judge(&sizes, &parts).is_ok());
        sizes.push(size("assets/app/split_documents.wasm", 1));
        assert!(judge(&sizes, &parts).is_err());
    }

    #[test]
    fn a_first_module_or_a_rest_over_the_budget_fails() {
        assert!(judge(&[size("assets/app/app_bg.wasm", 550_001)], &BTreeMap::new()).is_err());
        assert!(judge(&[size("assets/style.css", 100_001)], &BTreeMap::new()).is_err());
    }

    #[test]
    fn what_counts_is_what_travels() {
        let folder = std::env::temp_dir().join(format!("otozure-sizes-{}", std::process::id()));
        files::write(&folder.join("app_bg.wasm"), vec![0; 600_000]).unwrap();
        assert!(judge(&measured(&folder).unwrap(), &BTreeMap::new()).is_err());
        files::write(&folder.join("app_bg.wasm.br"), b"small").unwrap();
        assert!(judge(&measured(&folder).unwrap(), &BTreeMap::new()).is_ok());
        files::remove_folder(&folder).unwrap();
    }
}
