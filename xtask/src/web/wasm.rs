//! The app's modules and their JavaScript, and the small one that a worker runs: cargo, the cut of the app into a
//! first module and its parts, then wasm-bindgen as a library, then wasm-opt for what is shipped.

use super::{Build, Folder, trusted};
use crate::files;
use crate::steps::{cargo, command, root, run, say, took};
use crate::tools;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wasm_bindgen_cli_support::Bindgen;

/// What fetches the parts, beside app.js.
const LOADER: &str = "./parts.js";

/// What cargo's two programs become.
pub struct Modules {
    /// app.js, app_bg.wasm, parts.js, the parts, and what crates brought in JavaScript.
    pub app: Folder,
    /// What a worker runs: stretch.js, stretch_bg.wasm.
    pub stretch: Folder,
}

/// Builds the modules.
pub fn build(build: Build) -> Result<Modules> {
    let profile = build.profile();
    run(&mut cargo(&format!("build -p app --target wasm32-unknown-unknown --profile {profile}")))?;
    let linked = root().join("target/wasm32-unknown-unknown").join(profile);
    let out = root().join("target/bindgen").join(profile);
    files::remove_folder(&out)?;
    let first = cut(&linked.join("app.wasm"), &out)?;
    // The parts share the first module's memory and its table of functions.
    let mut app = finished(build, &first, ("app", &out), true)?;
    trusted::markup(&mut app)?;
    let out = root().join("target/bindgen").join(format!("{profile}-stretch"));
    files::remove_folder(&out)?;
    let stretch = finished(build, &linked.join("stretch.wasm"), ("stretch", &out), false)?;
    Ok(Modules { app, stretch })
}

/// Gives a linked module its JavaScript, in a folder of its own, and makes it small if it is to be shipped.
fn finished(build: Build, module: &Path, (name, out): (&str, &Path), keep_exports: bool) -> Result<Folder> {
    let started = Instant::now();
    say(&format!("wasm-bindgen: the JavaScript that loads the module `{name}`"));
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // The JavaScript finds the module beside itself, whatever the hash in the folder's name.
        .omit_default_module_path(false)
        // The names of functions make a panic in a journey readable; people who use the app never see them.
        .remove_name_section(build == Build::Dist)
        .remove_producers_section(true)
        .keep_lld_exports(keep_exports)
        .generate(out)
        .context("wasm-bindgen could not read the module")?;
    if module.starts_with(out) {
        std::fs::remove_file(module)?;
    }
    println!("  {}", took(started));
    if build == Build::Dist {
        for path in files::under(out)?.into_iter().filter(|path| path.ends_with(".wasm")) {
            optimise(&out.join(path))?;
        }
    }
    files::under(out)?.into_iter().map(|path| Ok((path.clone(), files::read(&out.join(&path))?))).collect()
}

/// Cuts the linked module into the one that starts and the parts that are fetched when one of their pages is opened
/// (`app/src/parts.rs` says which). Writes the parts and their loader into `out`. Returns the first module, which
/// wasm-bindgen has yet to finish.
fn cut(module: &Path, out: &Path) -> Result<PathBuf> {
    let started = Instant::now();
    say("cutting the module into its parts");
    let linked = files::read(module)?;
    let first = out.join("first.wasm");
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = out;
    options.main_out_path = &first;
    options.link_name = LOADER;
    options.main_module = "./app.js";
    let cut = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the module could not be cut: {error:#}"))?;
    files::write(&needs(out), serde_json::to_vec(&cut.prefetch_map)?)?;
    println!("  {}", took(started));
    Ok(first)
}

/// Where it is kept which files each part is made of.
fn needs(out: &Path) -> PathBuf {
    out.with_extension("parts.json")
}

/// The files of each part, by the part's name, as the last build of this kind left them.
pub fn parts(build: Build) -> Result<BTreeMap<String, Vec<String>>> {
    let text = files::read(&needs(&root().join("target/bindgen").join(build.profile())))?;
    Ok(serde_json::from_slice(&text)?)
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
