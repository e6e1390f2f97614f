//! Rules against what is true on one machine only. The texts are written in parts, so that this file keeps its own rules.

use super::Rule;
use super::source::{Finding, Source};

/// Folders that are one person's or one machine's.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\", "Users"),
];

/// Hosts that packages come from. Which of their mirrors is used is each machine's affair.
const REGISTRY_HOSTS: [&str; 7] = [
    concat!("registry.", "npmjs.org"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("pypi", ".org"),
    concat!("deb.", "debian.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("proxy.", "golang.org"),
];

/// Nothing is tied to one machine.
pub const NO_MACHINE_PATH: Rule = Rule {
    says: "no file names a folder of one machine",
    why: "a fresh clone anywhere has to build and pass",
    find: |sources| sources.iter().flat_map(machine_paths).collect(),
};

/// Nothing is tied to one mirror.
pub const NO_REGISTRY_HOST: Rule = Rule {
    says: "no file names the host of a package registry",
    why: "cargo, npm and apt-get know where they are set to look; a lockfile that names a host breaks behind a mirror",
    find: |sources| sources.iter().flat_map(|source| source.lines_with(&REGISTRY_HOSTS)).collect(),
};

/// Where a file names a folder of one machine. The middle of a longer path or address is none.
fn machine_paths(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        for path in MACHINE_PATHS {
            let starts = line.match_indices(path).any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default().chars().next_back();
                before.is_none_or(|before| !before.is_alphanumeric() && !"._-}/~*".contains(before))
            });
            if starts {
                found.push(source.finding(at + 1, format!("names {path}")));
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
    fn a_folder_of_one_machine_is_found() {
        let find = |text: &str| machine_paths(&planted("README.md", text)).len();
        for path in MACHINE_PATHS {
            assert_eq!(find(&format!("see `{path}x`")), 1, "{path}");
        }
        assert_eq!(find(&format!("see app{}x", MACHINE_PATHS[1])), 0);
    }

    #[test]
    fn a_registry_is_found() {
        let lock = format!("\"resolved\": \"https://{}/a.tgz\"", REGISTRY_HOSTS[0]);
        assert_eq!((NO_REGISTRY_HOST.find)(&[planted("tests/package-lock.json", &lock)]).len(), 1);
    }
}
