//! service-worker.js: told the list of all files with their hashes, which it keeps for use without a network.

use super::{Folder, hash};
use anyhow::{Context, Result};

/// The worker's file. Not in its own list: the browser fetches it by a way of its own.
const WORKER: &str = "service-worker.js";

/// Puts the list and the version made from it before the worker's source.
pub fn write(folder: &mut Folder) -> Result<()> {
    let source = folder.remove(WORKER).with_context(|| format!("public/{WORKER} is missing"))?;
    let source = String::from_utf8(source).with_context(|| format!("public/{WORKER} is no UTF-8"))?;
    let list: Vec<[String; 2]> = folder.iter().map(|(path, bytes)| [address(path), hash::integrity(bytes)]).collect();
    let list = serde_json::to_string(&list)?;
    // The worker's own source is part of the version: a changed worker is an update even when no file is.
    let version = hash::short(format!("{list}{source}").as_bytes());
    folder.insert(
        WORKER.to_owned(),
        format!("const VERSION = \"{version}\";\nconst PRECACHE = {list};\n{source}").into_bytes(),
    );
    Ok(())
}

/// The address under which a file is asked for.
fn address(path: &str) -> String {
    if path == "index.html" { "/".to_owned() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker_of(page: &str) -> String {
        let mut folder = Folder::from([
            ("index.html".to_owned(), page.as_bytes().to_vec()),
            (WORKER.to_owned(), b"// the worker".to_vec()),
        ]);
        write(&mut folder).unwrap();
        String::from_utf8(folder.remove(WORKER).unwrap()).unwrap()
    }

    #[test]
    fn the_list_has_every_file_but_the_worker_and_the_page_as_the_root() {
        let worker = worker_of("");
        assert!(worker.contains(&format!("const PRECACHE = [[\"/\",\"{}\"]];", hash::integrity(b""))), "{worker}");
        assert!(worker.ends_with("// the worker"));
    }

    #[test]
    fn a_changed_file_is_a_new_version() {
        assert_eq!(worker_of("1"), worker_of("1"));
        assert_ne!(worker_of("1").lines().next(), worker_of("2").lines().next());
    }
}
