//! Whether the colours of the tokens can be read on one another, light and dark (WCAG 2.2, 1.4.3
//! and 1.4.11): text at 4.5 to 1, borders of controls, bars and focus at 3 to 1.

use std::collections::BTreeMap;
use std::path::Path;

type Tokens = BTreeMap<String, String>;

/// Text and what it may stand on.
const TEXTS: [(&str, &[&str]); 12] = [
    (
        "text",
        &[
            "surface-page",
            "surface",
            "surface-sunken",
            "surface-key",
            "surface-error",
            "surface-success",
            "surface-warning",
        ],
    ),
    (
        "text-strong",
        &[
            "surface-page",
            "surface",
            "surface-sunken",
            "surface-key",
            "surface-error",
            "surface-success",
            "surface-warning",
        ],
    ),
    ("text-support", &["surface-page", "surface", "surface-sunken"]),
    ("text-on-key", &["key", "key-hover", "key-active"]),
    ("key", &["surface-page", "surface", "surface-key"]),
    ("key-hover", &["surface", "surface-key"]),
    ("link", &["surface-page", "surface", "surface-key", "surface-sunken"]),
    ("link-visited", &["surface-page", "surface"]),
    ("error", &["surface-page", "surface", "surface-error"]),
    ("success", &["surface", "surface-success"]),
    ("warning", &["surface", "surface-warning"]),
    ("key-active", &["surface"]),
];

/// Shapes that must be seen, and what they stand on.
const SHAPES: [(&str, &[&str]); 4] = [
    ("line-control", &["surface-page", "surface", "surface-sunken"]),
    ("key", &["surface", "surface-page"]),
    ("warning-line", &["surface", "surface-warning"]),
    ("focus-line", &["surface-page", "surface", "surface-key", "surface-sunken"]),
];

fn source() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/styles/tokens.css");
    std::fs::read_to_string(file).unwrap()
}

/// The custom properties of a text, the last of a name.
fn properties(css: &str) -> Tokens {
    let lines = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The tokens of the light scheme, and those of the dark one.
fn schemes() -> (Tokens, Tokens) {
    let css = source();
    let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = rest.split_once("@media").unwrap();
    let light = properties(light);
    let mut both = light.clone();
    both.extend(properties(dark));
    (light, both)
}

fn rgb(tokens: &Tokens, name: &str) -> [f64; 3] {
    let value = tokens.get(name).unwrap_or_else(|| panic!("no token {name}"));
    if let Some(other) = value.strip_prefix("var(--") {
        return rgb(tokens, other.trim_end_matches(')'));
    }
    let digits = value.strip_prefix('#').unwrap_or_else(|| panic!("{name} is {value}"));
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn too_low(tokens: &Tokens, pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut found = Vec::new();
    for (front, grounds) in pairs {
        for ground in *grounds {
            let ratio = contrast(rgb(tokens, front), rgb(tokens, ground));
            if ratio < least {
                found.push(format!("{front} on {ground}: {ratio:.2}"));
            }
        }
    }
    found
}

#[test]
fn every_text_can_be_read_and_every_control_be_seen_in_both_schemes() {
    let (light, dark) = schemes();
    for (scheme, tokens) in [("light", light), ("dark", dark)] {
        assert_eq!(too_low(&tokens, &TEXTS, 4.5), [""; 0], "{scheme}");
        assert_eq!(too_low(&tokens, &SHAPES, 3.0), [""; 0], "{scheme}");
    }
}

#[test]
fn the_schemes_differ_and_a_pale_text_is_found() {
    let (mut light, dark) = schemes();
    assert_ne!(light.get("text"), dark.get("text"));
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 0.001);
    light.insert("text".to_owned(), "#bbbbbb".to_owned());
    assert!(!too_low(&light, &TEXTS, 4.5).is_empty());
}
