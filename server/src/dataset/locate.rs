//! Finds the line and column of a field in a JSON text that was read before, so that a rule broken
//! between fields can be shown where it stands. It must never be trusted to judge JSON.

/// One step from the whole file down to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value of a field.
    Field(&'static str),
    /// The n-th value of a list, from 0.
    Item(usize),
}

/// Line and column of a place, both from 1; columns count characters.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}

/// The byte at which the value of a path begins; the nearest value above it when it is not there.
pub(super) fn find(text: &str, path: &[Step]) -> usize {
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    for step in path {
        let here = reader.at;
        let found = match step {
            Step::Field(name) => reader.enter_field(name),
            Step::Item(index) => reader.enter_item(*index),
        };
        if found.is_none() {
            return here;
        }
    }
    reader.at
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Stands at an object; moves to the value of a field.
    fn enter_field(&mut self, name: &str) -> Option<()> {
        self.take(b'{')?;
        loop {
            self.skip_space();
            let start = self.at;
            self.skip_string()?;
            let key = self.text.get(start + 1..self.at - 1)?;
            let found = key == name;
            self.skip_space();
            self.take(b':')?;
            self.skip_space();
            if found {
                return Some(());
            }
            self.skip_value()?;
            self.skip_space();
            self.take(b',')?;
        }
    }

    /// Stands at a list; moves to its n-th value.
    fn enter_item(&mut self, index: usize) -> Option<()> {
        self.take(b'[')?;
        self.skip_space();
        for _ in 0..index {
            self.skip_value()?;
            self.skip_space();
            self.take(b',')?;
            self.skip_space();
        }
        (self.peek()? != b']').then_some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'"' => return self.take(b'"'),
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Counts brackets rather than calling itself: depth costs no stack.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' => return Some(()),
                _ => {
                    self.at += 1;
                    let more = self.peek().is_some_and(|b| !b",}] \n\r\t".contains(&b));
                    if more {
                        continue;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n  \"a\": [1, {\"x\": \"}]\\\"\"}, -2.5e3],\n  \"日\": {\"b\": null, \"c\": [ [], [true] ]},\n \"d\":{}}";

    fn at(path: &[Step]) -> &str {
        TEXT.get(find(TEXT, path)..).unwrap()
    }

    #[test]
    fn a_value_is_found_by_its_path() {
        use Step::{Field, Item};
        assert!(at(&[Field("a"), Item(0)]).starts_with('1'));
        assert!(at(&[Field("a"), Item(1), Field("x")]).starts_with("\"}]"));
        assert!(at(&[Field("a"), Item(2)]).starts_with("-2.5e3"));
        assert!(at(&[Field("日"), Field("b")]).starts_with("null"));
        assert!(at(&[Field("日"), Field("c"), Item(1), Item(0)]).starts_with("true"));
        assert_eq!(at(&[Field("d")]), "{}}");
    }

    #[test]
    fn what_is_not_there_is_shown_at_the_nearest_value_above() {
        use Step::{Field, Item};
        assert!(at(&[Field("a"), Item(9)]).starts_with("[1,"));
        assert!(at(&[Field("d"), Field("x")]).starts_with("{}}"));
        assert_eq!(find("", &[Field("a")]), 0);
        assert_eq!(find("{\"a\"", &[Field("b")]), 0);
    }

    #[test]
    fn lines_and_columns_are_counted_as_people_count() {
        assert_eq!(line_and_column("ab\nあいう", 0), (1, 1));
        assert_eq!(line_and_column("ab\nあいう", 3), (2, 1));
        assert_eq!(line_and_column("ab\nあいう", 9), (2, 3));
    }
}
