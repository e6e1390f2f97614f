//! Rules about rights as values.

use super::Rule;
use super::source::{Finding, Source};

/// The one module that makes rights.
const MINT: &str = "server/src/access.rs";
/// The rights.
const RIGHTS: [&str; 2] = ["ReadAccess", "WriteAccess"];
/// Where a member's row becomes who they are, for the rules of access.
const ROWS: [&str; 1] = ["server/src/storage/people.rs"];

/// Rights come from one place.
pub const RIGHTS_FROM_ONE_PLACE: Rule = Rule {
    says: "only server/src/access.rs makes a right, and only a member's row says who a member is",
    why: "a right that can be made elsewhere is one that nobody judged; a member put together elsewhere may lack what \
          the row says of them",
    find: |sources| sources.iter().filter(|source| source.is_rust_in(&["server/src"])).flat_map(made).collect(),
};

/// Where a file makes what it must not; in the mint, where a right could be made from outside.
fn made(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut in_right = false;
    let code = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    for (at, line) in code.lines().enumerate() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let names = |name: &str| line.contains(&format!("{name} {{"));
        let makes = |name: &str| names(name) && !line.contains("->") && !line.starts_with("impl ");
        if source.path == MINT {
            in_right = match in_right {
                true => line != "}",
                false => RIGHTS.iter().any(|right| line.starts_with(&format!("pub struct {right} "))),
            };
            if in_right && line.starts_with("pub ") && !line.starts_with("pub struct") {
                found.push(source.finding(at + 1, "opens a field of a right"));
            }
        } else if let Some(right) = RIGHTS.iter().find(|right| makes(right)) {
            found.push(source.finding(at + 1, format!("makes a {right}")));
        }
        let starts = line.contains(" Who {") || line.starts_with("Who {");
        if starts && !line.contains("->") && !ROWS.contains(&source.path.as_str()) && !is_test(source) {
            found.push(source.finding(at + 1, "makes a Who"));
        }
    }
    found
}

/// Whether a file is compiled for tests alone: its module says so.
fn is_test(source: &Source) -> bool {
    source.path.contains("/tests") || source.path.ends_with("/edges.rs")
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    fn finds(path: &str, text: &str) -> usize {
        (RIGHTS_FROM_ONE_PLACE.find)(&[planted(path, text)]).len()
    }

    #[test]
    fn a_right_made_elsewhere_is_found() {
        assert_eq!(finds("server/src/relay/desk.rs", "let a = WriteAccess { document };"), 1);
        assert_eq!(finds("server/src/relay/desk.rs", "    Some(ReadAccess { document })"), 1);
        assert_eq!(finds("server/src/relay/desk.rs", "// ReadAccess { document }"), 0);
        assert_eq!(finds("server/src/relay/desk.rs", "fn given() -> WriteAccess {"), 0);
        assert_eq!(finds(MINT, "    Some(ReadAccess { document })"), 0);
    }

    #[test]
    fn a_right_with_an_open_field_is_found() {
        let with = |field: &str| format!("pub struct ReadAccess {{\n    {field}\n}}\npub fn read() {{}}\n");
        assert_eq!(finds(MINT, &with("pub document: DocumentId,")), 1);
        assert_eq!(finds(MINT, &with("document: DocumentId,")), 0);
    }

    #[test]
    fn a_member_put_together_elsewhere_is_found() {
        assert_eq!(finds("server/src/relay/desk.rs", "    let who = Who { member };"), 1);
        assert_eq!(finds(ROWS[0], "        Who { member }"), 0);
    }
}
