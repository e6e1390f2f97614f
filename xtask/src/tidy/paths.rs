//! The paths that a Rust file names, each written out in full: `use a::{b, c::d}` names `a::b` and `a::c::d`, and
//! `super::` is resolved by where the file lies.

use super::scan::{Piece, pieces};
use super::source::Source;

/// Every path that the file names, with its line.
pub fn paths(source: &Source) -> Vec<(usize, String)> {
    let pieces = pieces(&source.text);
    let module = module_of(&source.path);
    let mut reader = Reader { pieces: &pieces, at: 0, found: Vec::new() };
    while reader.at < pieces.len() {
        match reader.word() {
            Some(_) => reader.tree(&[]),
            None => reader.at += 1,
        }
    }
    reader.found.into_iter().map(|(line, path)| (line, resolved(path, &module))).collect()
}

/// The module that a file is, as names below its crate: `app/src/store/visits.rs` is store, visits.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.split_once("/src/").map_or("", |(_, inside)| inside);
    let names = inside.trim_end_matches(".rs").split('/').filter(|name| !["", "main", "lib"].contains(name));
    names.map(str::to_owned).collect()
}

/// A path from the top of its crate, if it is written from the module that it stands in.
fn resolved(path: Vec<String>, module: &[String]) -> String {
    let up = path.iter().take_while(|name| *name == "super").count();
    let is_self = path.first().is_some_and(|name| name == "self");
    if up == 0 && !is_self {
        return path.join("::");
    }
    let above = module.len().saturating_sub(up);
    let names = std::iter::once("crate".to_owned()).chain(module.iter().take(above).cloned());
    names.chain(path.into_iter().skip(if is_self { 1 } else { up })).collect::<Vec<_>>().join("::")
}

struct Reader<'a> {
    pieces: &'a [(usize, Piece)],
    at: usize,
    found: Vec<(usize, Vec<String>)>,
}

impl Reader<'_> {
    /// The word that stands here.
    fn word(&self) -> Option<(usize, String)> {
        match self.pieces.get(self.at) {
            Some((line, Piece::Word(word))) => Some((*line, word.clone())),
            _ => None,
        }
    }

    /// Whether these signs stand here.
    fn signs(&self, signs: &str) -> bool {
        signs.chars().enumerate().all(
            |(after, sign)| matches!(self.pieces.get(self.at + after), Some((_, Piece::Sign(found))) if *found == sign),
        )
    }

    /// Reads a path, or a tree of them in braces, that continues `before`.
    fn tree(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        let mut line = self.pieces.get(self.at).map_or(0, |(line, _)| *line);
        while let Some((here, word)) = self.word() {
            line = here;
            path.push(word);
            self.at += 1;
            if !self.signs("::") {
                break;
            }
            self.at += 2;
        }
        if self.signs("{") && path.len() > before.len() && self.follows_colons() {
            self.at += 1;
            while self.at < self.pieces.len() && !self.signs("}") {
                if self.word().is_some() { self.tree(&path) } else { self.at += 1 }
            }
            self.at += 1;
        } else {
            self.found.push((line, path));
        }
    }

    /// Whether `::` stands just before.
    fn follows_colons(&self) -> bool {
        self.at >= 2 && Reader { pieces: self.pieces, at: self.at - 2, found: Vec::new() }.signs("::")
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    fn named(path: &str, text: &str) -> Vec<String> {
        paths(&planted(path, text)).into_iter().map(|(_, path)| path).collect()
    }

    #[test]
    fn a_tree_is_written_out() {
        let found = named("app/src/a.rs", "use crate::{store::{visits, self as s}, pages};\nfn f() { x::y(); }");
        for path in ["crate::store::visits", "crate::pages", "x::y"] {
            assert!(found.iter().any(|found| found == path), "{path} is not in {found:?}");
        }
    }

    #[test]
    fn super_is_resolved_by_the_place_of_the_file() {
        assert!(
            named("app/src/components/field.rs", "use super::super::store::visits;")
                .contains(&"crate::store::visits".to_owned())
        );
        assert!(
            named("app/src/components/field.rs", "super::label()").contains(&"crate::components::label".to_owned())
        );
    }

    #[test]
    fn a_block_after_a_name_is_no_tree() {
        let found = named("a/src/b.rs", "struct S { field: other::T } impl S { fn g() { q::r } }");
        assert!(found.contains(&"other::T".to_owned()) && found.contains(&"q::r".to_owned()), "{found:?}");
    }
}
