//! Rules about what the browser is given to run.

use super::Rule;
use super::source::{Finding, Source};

/// Ways to make markup out of a text.
const RAW_MARKUP: [&str; 6] =
    ["inner_html", "innerHTML", "outerHTML", "insertAdjacentHTML", "insert_adjacent_html", "document.write("];

/// No text becomes markup.
pub const NO_RAW_MARKUP: Rule = Rule {
    says: "no text is turned into markup",
    why: "the words of a note come from other people's devices; as markup they could run in this person's name",
    find: |sources| {
        let shown = sources.iter().filter(|source| source.is_in(&["app/src", "public"]));
        shown.flat_map(|source| source.lines_with(&RAW_MARKUP)).collect()
    },
};

/// The page holds no script or style of its own.
pub const NOTHING_INLINE: Rule = Rule {
    says: "no page in public/ has a script, a style or a handler within it",
    why: "the policy that the relay sends forbids them all, so that no injected one can run either",
    find: |sources| {
        let pages = sources.iter().filter(|source| source.is_in(&["public"]) && source.path.ends_with(".html"));
        pages.flat_map(inline).collect()
    },
};

/// What stands within a page.
fn inline(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        let line = line.to_lowercase();
        let script = line.contains("<script") && !line.contains(" src=");
        let handler = line.split_whitespace().any(|word| word.starts_with("on") && word.contains("=\""));
        for (wrong, what) in [
            (script, "a script"),
            (line.contains("<style"), "a style sheet"),
            (line.contains(" style="), "a style"),
            (handler, "a handler"),
            (line.contains("javascript:"), "an address that is a script"),
        ] {
            if wrong {
                found.push(source.finding(at + 1, format!("has {what} within it")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn text_made_into_markup_is_found() {
        let find = |path: &str, text: &str| (NO_RAW_MARKUP.find)(&[planted(path, text)]).len();
        assert_eq!(find("app/src/pages/note.rs", "<p inner_html=note/>"), 1);
        assert_eq!(find("public/boot/panel.js", "panel.innerHTML = text"), 1);
        assert_eq!(find("public/boot/panel.js", "panel.textContent = text"), 0);
    }

    #[test]
    fn whatever_is_within_the_page_is_found() {
        let find = |text: &str| (NOTHING_INLINE.find)(&[planted("public/index.html", text)]).len();
        for text in ["<script>go()</script>", "<style>a{}</style>", "<p style=\"color:red\">", "<p onclick=\"go()\">"] {
            assert_eq!(find(text), 1, "{text}");
        }
        assert_eq!(find("<script type=\"module\" src=\"/boot.js\"></script>\n<meta content=\"one\">"), 0);
    }
}
