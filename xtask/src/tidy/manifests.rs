//! Rules about what each crate depends on.

use super::Rule;
use super::source::{Finding, Source};

/// Crates, and what they may not depend on, under any name that cargo knows.
const BANS: [(&str, &[&str]); 3] = [
    (
        "shared",
        &[
            "tokio",
            "axum",
            "sqlx",
            "leptos",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "rand",
            "getrandom",
            "chrono",
            "jiff",
            "server",
            "app",
        ],
    ),
    ("server", &["leptos", "web-sys", "js-sys", "wasm-bindgen", "app"]),
    ("app", &["tokio", "axum", "sqlx", "server", "regex", "rust_xlsxwriter", "chrono", "jiff"]),
];

/// One number for wasm-bindgen.
pub const ONE_WASM_BINDGEN: Rule = Rule {
    says: "wasm-bindgen has one version in Cargo.lock, in Cargo.toml and in xtask/Cargo.toml",
    why: "the tool that writes the JavaScript refuses a module that was made with another version of the crate",
    find: wasm_bindgen,
};

/// Each crate depends on what its layer may know.
pub const DEPENDENCIES_OF_LAYERS: Rule = Rule {
    says: "no crate depends on what its layer must not know",
    why: "cargo lends every crate of a workspace the features that others ask for, so a build of all does not show it",
    find: |sources| BANS.iter().flat_map(|(name, banned)| banned_dependencies(sources, name, banned)).collect(),
};

/// Where the three numbers are not one.
fn wasm_bindgen(sources: &[Source]) -> Vec<Finding> {
    let wanted = [
        ("Cargo.lock", "name = \"wasm-bindgen\"\nversion = \""),
        ("Cargo.lock", "name = \"wasm-bindgen-cli-support\"\nversion = \""),
        ("Cargo.toml", "\nwasm-bindgen = \"="),
        ("xtask/Cargo.toml", "\nwasm-bindgen-cli-support = \"="),
    ];
    let mut first = None;
    let mut found = Vec::new();
    for (path, before) in wanted {
        let Some(source) = sources.iter().find(|source| source.path == path) else {
            continue;
        };
        let version = source.text.split_once(before).and_then(|(_, rest)| rest.split('"').next());
        match (version, first) {
            (None, _) => found.push(source.finding(1, format!("does not pin it with `{}`", before.trim()))),
            (Some(version), None) => first = Some(version),
            (Some(version), Some(first)) if version != first => {
                found.push(source.finding(1, format!("has {version} where another has {first}")));
            }
            _ => {}
        }
    }
    found
}

/// The lines of a crate's Cargo.toml that name a banned dependency.
fn banned_dependencies(sources: &[Source], name: &str, banned: &[&str]) -> Vec<Finding> {
    let path = format!("{name}/Cargo.toml");
    let Some(source) = sources.iter().find(|source| source.path == path) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut counts = false;
    for (at, line) in source.text.lines().enumerate() {
        if let Some(section) = line.strip_prefix('[') {
            // What only tests use may be anything.
            counts = section.contains("dependencies") && !section.contains("dev-dependencies");
        }
        let dependency = line.split(['.', '=', ' ']).next().unwrap_or_default();
        if counts && banned.contains(&dependency) {
            found.push(source.finding(at + 1, format!("depends on {dependency}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn another_version_is_found() {
        let lock = "name = \"wasm-bindgen\"\nversion = \"1.2\"\nname = \"wasm-bindgen-cli-support\"\nversion = \"1.2\"";
        let tree = |xtask: &str| {
            [
                planted("Cargo.lock", lock),
                planted("Cargo.toml", "[a]\nwasm-bindgen = \"=1.2\""),
                planted("xtask/Cargo.toml", &format!("[a]\nwasm-bindgen-cli-support = \"{xtask}\"")),
            ]
        };
        assert_eq!(wasm_bindgen(&tree("=1.2")), []);
        assert_eq!(wasm_bindgen(&tree("=1.3")).len(), 1);
        assert_eq!(wasm_bindgen(&tree("1.2")).len(), 1, "a version that is not pinned");
    }

    #[test]
    fn a_runtime_in_shared_is_found() {
        let find = |text: &str| (DEPENDENCIES_OF_LAYERS.find)(&[planted("shared/Cargo.toml", text)]).len();
        assert_eq!(find("[dependencies]\ntokio.workspace = true\nserde = \"1\""), 1);
        assert_eq!(find("[target.'cfg(unix)'.dependencies]\nrand = { version = \"0.9\" }"), 1);
        assert_eq!(find("[dependencies]\nserde = \"1\"\n[dev-dependencies]\ntokio = \"1\""), 0);
    }
}
