//! The app's module and its JavaScript: cargo, then wasm-bindgen as a library, then wasm-opt for what is shipped.

use super::{Build, Folder};
use crate::files;
use crate::steps::{cargo, command, root, run, say, took};
use crate::tools;
use anyhow::{Context, Result};
use std::path::Path;
use std::time::Instant;
use wasm_bindgen_cli_support::Bindgen;

/// Builds the module. Returns its files: app.js, app_bg.wasm, and what crates brought in JavaScript.
pub fn build(build: Build) -> Result<Folder> {
    let profile = build.profile();
    run(&mut cargo(&format!("build -p app --target wasm32-unknown-unknown --profile {profile}")))?;
    let out = root().join("target/bindgen").join(profile);
    files::remove_folder(&out)?;
    let started = Instant::now();
    say("wasm-bindgen: the JavaScript that loads the module");
    let module = root().join("target/wasm32-unknown-unknown").join(profile).join("app.wasm");
    Bindgen::new()
        .input_path(module)
        .out_name("app")
        .web(true)?
        .typescript(false)
        // The JavaScript finds the module beside itself, whatever the hash in the folder's name.
        .omit_default_module_path(false)
        // The names of functions make a panic in a journey readable; people who use the app never see them.
        .remove_name_section(build == Build::Dist)
        .remove_producers_section(true)
        .generate(&out)
        .context("wasm-bindgen could not read the module")?;
    println!("  {}", took(started));
    if build == Build::Dist {
        optimise(&out.join("app_bg.wasm"))?;
    }
    files::under(&out)?.into_iter().map(|path| Ok((path.clone(), files::read(&out.join(&path))?))).collect()
}

/// Makes the module smaller with Binaryen's wasm-opt, if the npm packages of the tests are installed.
fn optimise(module: &Path) -> Result<()> {
    let wasm_opt = root().join("tests/node_modules/binaryen/bin/wasm-opt");
    if !wasm_opt.is_file() {
        say(
            "wasm-opt is left out (`cargo xtask test tools` installs it): the module is some 8 % larger than it could be",
        );
        return Ok(());
    }
    // Which features the module may use, wasm-opt reads in the module's own section `target_features`.
    run(command(tools::node()?).arg(wasm_opt).arg("-Oz").arg(module).arg("-o").arg(module))
}
