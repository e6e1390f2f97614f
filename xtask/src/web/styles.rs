//! One style sheet out of public/styles/ and the little that the static shell needs, in public/boot/.

use crate::files;
use anyhow::{Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use std::path::Path;

/// The sheets that come before all others (other fields are made of `field`), and the one that comes last,
/// because later rules win.
const FIRST: [&str; 3] = ["styles/tokens.css", "styles/base.css", "styles/components/field.css"];
const LAST: &str = "styles/print.css";

/// Puts all style sheets of public/ into one, in their order, without what only people read.
pub fn bundle(public: &Path) -> Result<String> {
    let mut sheets = files::under(public)?;
    sheets.retain(|path| path.ends_with(".css"));
    sheets.sort_by_key(|path| place(path));
    let mut out = String::new();
    for path in sheets {
        out += &minified(&path, &files::read_text(&public.join(&path))?)?;
    }
    Ok(out)
}

/// The place of a sheet in the order.
fn place(path: &str) -> (usize, String) {
    let place = FIRST.iter().position(|first| *first == path);
    (place.unwrap_or(if path == LAST { FIRST.len() + 1 } else { FIRST.len() }), path.to_owned())
}

/// One sheet, made small. Fails on what is no CSS, naming file and line.
fn minified(path: &str, text: &str) -> Result<String> {
    let wrong = |error: &dyn std::fmt::Display| anyhow!("public/{path}: {error}");
    let options = ParserOptions { filename: path.to_owned(), ..ParserOptions::default() };
    let mut sheet = StyleSheet::parse(text, options).map_err(|error| wrong(&error))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| wrong(&error))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.map_err(|error| wrong(&error))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_and_print_last() {
        let mut sheets =
            ["styles/print.css", "styles/lists.css", "styles/base.css", "boot/shell.css", "styles/tokens.css"];
        sheets.sort_by_key(|path| place(path));
        let order = ["styles/tokens.css", "styles/base.css", "boot/shell.css", "styles/lists.css", "styles/print.css"];
        assert_eq!(sheets, order);
    }

    #[test]
    fn comments_and_spaces_go() {
        assert_eq!(minified("styles/a.css", "/* why */ a { color : red ; }").unwrap(), "a{color:red}");
    }

    #[test]
    fn a_mistake_names_its_file() {
        let error = minified("styles/a.css", "a { color: red } } b").unwrap_err();
        assert!(error.to_string().contains("public/styles/a.css"), "{error}");
    }
}
