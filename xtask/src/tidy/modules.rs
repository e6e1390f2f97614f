//! Rules about files as modules.

use super::Rule;
use super::source::{Finding, Source};

/// The crates.
const CRATES: [&str; 5] = ["app", "server", "shared", "xtask", "tests"];
/// How long a file of code or of tests may be, in lines.
const LINES_MAX: usize = 300;

/// Every module says what it is for.
pub const OPENS_WITH_PURPOSE: Rule = Rule {
    says: "every Rust file opens with `//!`",
    why: "a reader must learn what a module is for, and what it must never do, before reading any of it",
    find: |sources| {
        let rust = sources.iter().filter(|source| source.is_rust_in(&CRATES));
        rust.filter(|source| !source.text.starts_with("//!"))
            .map(|source| source.finding(1, "does not open with `//!`"))
            .collect()
    },
};

/// One form of module files.
pub const NO_MOD_RS: Rule = Rule {
    says: "no file is called mod.rs",
    why: "`foo.rs` beside `foo/` gives each file a name that tells it apart in an editor",
    find: |sources| {
        sources
            .iter()
            .filter(|source| source.path.ends_with("/mod.rs"))
            .map(|source| source.finding(1, "is a mod.rs"))
            .collect()
    },
};

/// Files that fit into one head.
pub const SHORT_FILES: Rule = Rule {
    says: "no file of code or of tests has more than 300 lines",
    why: "the largest file of every codebase is where several roles met; part them while it is easy",
    find: too_long,
};

fn too_long(sources: &[Source]) -> Vec<Finding> {
    let is_code = |source: &&Source| [".rs", ".js", ".mjs"].iter().any(|kind| source.path.ends_with(kind));
    let counted = sources.iter().filter(is_code).map(|source| (source, source.text.lines().count()));
    counted
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(source, lines)| source.finding(LINES_MAX + 1, format!("has {lines} lines")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_module_without_a_purpose_is_found() {
        let sources = [planted("app/src/a.rs", "use b;"), planted("app/src/c.rs", "//! C."), planted("app/a.toml", "")];
        assert_eq!((OPENS_WITH_PURPOSE.find)(&sources), [sources[0].finding(1, "does not open with `//!`")]);
    }

    #[test]
    fn a_mod_rs_is_found() {
        assert_eq!(
            (NO_MOD_RS.find)(&[planted("app/src/a/mod.rs", "//! A."), planted("app/src/model.rs", "")]).len(),
            1
        );
    }

    #[test]
    fn line_301_is_found() {
        let file = |lines: usize| planted("app/src/a.rs", &"x\n".repeat(lines));
        assert_eq!(too_long(&[file(300)]), []);
        assert_eq!(too_long(&[file(301)]).len(), 1);
        let tests = |lines: usize| planted("app/src/a/tests.rs", &"x\n".repeat(lines));
        assert_eq!(too_long(&[tests(300)]), []);
        assert_eq!(too_long(&[tests(301)]).len(), 1);
    }
}
