//! The rules of the source tree that no compiler checks. Each says why it is there, and each is a function over the
//! texts of the files with a test that plants a breach.
//!
//! They run in `cargo xtask tidy`, in `cargo xtask test`, and as one of this crate's own tests.

mod edges;
mod imports;
mod manifests;
mod markup;
mod migrations;
mod modules;
mod naming;
mod paths;
mod places;
mod rights;
mod scan;
mod source;
mod sql;
mod threats;
mod waiting;

pub use migrations::freeze as freeze_migrations;

use anyhow::{Result, bail};
use source::{Finding, Source};
use std::fmt::Write;

/// One rule.
struct Rule {
    /// What must hold, in one line.
    says: &'static str,
    /// Why.
    why: &'static str,
    /// The places where it does not hold.
    find: fn(&[Source]) -> Vec<Finding>,
}

/// Every rule.
const RULES: [Rule; 19] = [
    modules::OPENS_WITH_PURPOSE,
    modules::NO_MOD_RS,
    modules::SHORT_FILES,
    imports::LAYERS,
    imports::SHARED_IS_PURE,
    imports::CRDT_IN_ONE_PLACE,
    imports::BROWSER_SERVICES,
    sql::SQL_IN_STORAGE,
    markup::NO_RAW_MARKUP,
    markup::NOTHING_INLINE,
    waiting::NO_SLEEP_IN_TESTS,
    manifests::ONE_WASM_BINDGEN,
    manifests::DEPENDENCIES_OF_LAYERS,
    places::NO_MACHINE_PATH,
    places::NO_REGISTRY_HOST,
    migrations::ONLY_ADDED,
    rights::RIGHTS_FROM_ONE_PLACE,
    edges::EVERY_LIMIT_HAS_A_TEST,
    threats::THREATS_ARE_TESTED,
];

/// How many rules there are.
pub fn count() -> u64 {
    RULES.len() as u64
}

/// Prints what breaks a rule; fails if anything does.
pub fn tidy() -> Result<()> {
    let broken = broken_rules()?;
    for rule in &broken {
        print!("{rule}");
    }
    if !broken.is_empty() {
        bail!("{} of {} rules are broken", broken.len(), count());
    }
    println!("all {} rules hold", count());
    Ok(())
}

/// For each broken rule: what it says, why, and where it is broken.
pub fn broken_rules() -> Result<Vec<String>> {
    let sources = source::all()?;
    Ok(RULES.iter().filter_map(|rule| breach(rule, &sources)).collect())
}

/// What there is to say about one rule, if it is broken.
fn breach(rule: &Rule, sources: &[Source]) -> Option<String> {
    let findings = (rule.find)(sources);
    if findings.is_empty() {
        return None;
    }
    let mut text = format!("FAILED: {}\n  why: {}\n", rule.says, rule.why);
    for finding in findings {
        let _ = writeln!(text, "  {finding}");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_source_tree_keeps_every_rule() {
        let broken = super::broken_rules().unwrap();
        assert!(broken.is_empty(), "{}", broken.concat());
    }
}
