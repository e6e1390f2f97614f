//! Finds where a file names what it may not.

use super::paths::paths;
use super::source::{Finding, Source};

/// Where files of these folders, but for the excepted ones, name what they may not.
pub fn named(sources: &[Source], folders: &[&str], except: &[&str], banned: &[&str]) -> Vec<Finding> {
    let inside = sources.iter().filter(|source| source.is_rust_in(folders) && !source.is_in(except));
    inside.flat_map(|source| found_in(source, banned)).collect()
}

/// Where a file names what is banned.
pub fn found_in(source: &Source, banned: &[&str]) -> Vec<Finding> {
    let is_banned = |path: &str| {
        banned
            .iter()
            .any(|banned| path.strip_prefix(banned).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
    };
    let found = paths(source).into_iter().filter(|(line, path)| is_banned(path) && !is_plain_word(source, *line, path));
    found.map(|(line, path)| source.finding(line, format!("names `{path}`"))).collect()
}

/// Whether a name without `::` is only a field, a variable or a method: `window` is banned as a call, `.document()` and
/// `document: &Document` are not, nor is a variable called `tokio`.
fn is_plain_word(source: &Source, line: usize, path: &str) -> bool {
    if path.contains("::") || path == "SystemTime" {
        return false;
    }
    let text = source.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let imported = text.trim_start().starts_with("use ") || text.trim_start().starts_with("pub use ");
    let call = format!("{path}()");
    let called = text.match_indices(&call).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        !before.ends_with(|c: char| c == '.' || c == '_' || c.is_alphanumeric()) && !before.ends_with("fn ")
    });
    !imported && !called
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_name_is_banned_with_all_below_it_but_not_with_a_longer_name() {
        let find = |text: &str| found_in(&planted("app/src/a.rs", text), &["crate::store"]).len();
        assert_eq!(find("use crate::store;"), 1);
        assert_eq!(find("use crate::store::visits;"), 1);
        assert_eq!(find("use crate::stored;"), 0);
    }

    #[test]
    fn a_single_word_is_banned_only_as_an_import_or_a_call() {
        let find = |text: &str| found_in(&planted("app/src/a.rs", text), &["window"]).len();
        assert_eq!(find("use window;"), 1);
        assert_eq!(find("let w = window();"), 1);
        assert_eq!(find("let window = event.window(); f(window); fn window() {}"), 0);
    }
}
