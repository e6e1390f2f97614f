//! `cargo xtask check`: does it compile, for this machine and for the browser? The fast inner loop.

use crate::steps::{cargo, run};
use crate::tools;
use anyhow::Result;

/// Type-checks every crate where it runs.
pub fn check() -> Result<()> {
    tools::wasm_target()?;
    run(&mut cargo("check --workspace --exclude app --all-targets"))?;
    // Apart from the workspace, for cargo would lend the relay the features that others ask for (resolver's unification).
    run(&mut cargo("check -p server"))?;
    run(&mut cargo("check -p app --target wasm32-unknown-unknown"))
}
