//! The words and texts of a Rust file, without its comments: just enough of the language for the rules.

/// A piece of a Rust file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A name or keyword.
    Word(String),
    /// What a string literal says.
    Text(String),
    /// Any other character.
    Sign(char),
}

/// The pieces of a Rust file, each with its line.
pub fn pieces(text: &str) -> Vec<(usize, Piece)> {
    let mut scanner = Scanner { rest: text, line: 1, pieces: Vec::new() };
    while scanner.step() {}
    scanner.pieces
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    pieces: Vec<(usize, Piece)>,
}

impl Scanner<'_> {
    /// Reads one piece. False at the end.
    fn step(&mut self) -> bool {
        let Some(next) = self.rest.chars().next() else {
            return false;
        };
        if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(self.rest.find("*/").map_or(self.rest.len(), |end| end + 2));
        } else if let Some((open, close)) = string_ends(self.rest) {
            self.string(open, &close);
        } else if next == '\'' {
            self.quote();
        } else if is_word(next) {
            let word = self.take(self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len()));
            self.pieces.push((self.line, Piece::Word(word)));
        } else {
            let line = self.line;
            self.take(next.len_utf8());
            if !next.is_whitespace() {
                self.pieces.push((line, Piece::Sign(next)));
            }
        }
        true
    }

    /// Moves on by this many bytes and returns them.
    fn take(&mut self, bytes: usize) -> String {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken.to_owned()
    }

    /// Reads a string literal that begins with `open` bytes and ends with `close`.
    fn string(&mut self, open: usize, close: &str) {
        let line = self.line;
        self.take(open);
        let raw = close.len() > 1 || open > 2;
        let mut end = 0;
        while let Some(rest) = self.rest.get(end..) {
            let Some(first) = rest.chars().next() else {
                break;
            };
            if rest.starts_with(close) {
                break;
            }
            let escaped = if first == '\\' && !raw { rest.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
            end += first.len_utf8() + escaped;
        }
        let text = self.take(end);
        self.take(close.len());
        self.pieces.push((line, Piece::Text(text)));
    }

    /// Reads a character or a lifetime.
    fn quote(&mut self) {
        let mut chars = self.rest.chars().skip(1);
        let (first, second) = (chars.next(), chars.next());
        let bytes = match (first, second) {
            (Some('\\'), Some(escaped)) => {
                let from = 2 + escaped.len_utf8();
                self.rest.get(from..).and_then(|rest| rest.find('\'')).map_or(1, |end| from + end + 1)
            }
            (Some(one), Some('\'')) => 2 + one.len_utf8(),
            _ => 1,
        };
        self.take(bytes);
    }
}

/// How long the opening of a string literal is, if the text starts with one, and what closes it.
fn string_ends(text: &str) -> Option<(usize, String)> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with('"') || (prefix.ends_with('r') && rest.starts_with('#')))
    })?;
    let rest = text.strip_prefix(prefix)?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    // `r#type` is a name, not a string.
    rest.get(hashes..)?.starts_with('"').then(|| (prefix.len() + hashes + 1, format!("\"{}", "#".repeat(hashes))))
}

/// Whether a character may stand in a name.
fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let only = |(_, piece)| {
            if let Piece::Word(word) = piece { Some(word) } else { None }
        };
        pieces(text).into_iter().filter_map(only).collect()
    }

    #[test]
    fn comments_and_literals_hold_no_words() {
        let text = "// no\n/* no\nno */ a 'n' '\\'' &'life b\"no\" r#\"no \" no\"# \"no \\\" no\" z";
        assert_eq!(words(text), ["a", "life", "z"]);
    }

    #[test]
    fn texts_are_kept_with_their_line() {
        let found = pieces("a\n\"b\\\"c\"\nr#type");
        assert_eq!(found.get(1), Some(&(2, Piece::Text("b\\\"c".to_owned()))));
        assert_eq!(words("r#type"), ["r", "type"]);
    }
}
