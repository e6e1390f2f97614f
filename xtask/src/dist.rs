//! `cargo xtask dist`: the app and the relay as they are shipped, in target/dist/.

use crate::steps::{cargo, root, run, say};
use crate::web::{self, Build, sizes};
use anyhow::Result;

/// Builds the app and the relay, prints the app's sizes, and fails if it is over its budget: everything
/// is there to be looked at then, and nothing may be called shippable.
pub fn dist() -> Result<()> {
    web::build(Build::Dist)?;
    run(&mut cargo("build -p server --release"))?;
    let to = root().join("target/dist/otozure");
    say("copying the relay to target/dist/otozure");
    std::fs::copy(root().join("target/release/otozure"), to)?;
    sizes::hold_to_budget(Build::Dist)
}
