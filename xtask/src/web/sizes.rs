//! The size of the shipped app, and the budget that it must keep (a first load over a hospital's guest network).
//! docs/performance.md says what the module is made of, and how the way down to the aim is meant.

use crate::files;
use anyhow::{Result, bail};
use std::fmt::Write;
use std::path::Path;

/// What all modules may weigh together, in bytes, compressed with Brotli.
const WASM_BYTES_MAX: u64 = 550_000;
/// What everything else may weigh together, in bytes, compressed with Brotli where that helps.
const REST_BYTES_MAX: u64 = 100_000;

/// One file: its path, its size, and its size as it travels.
struct Size {
    path: String,
    plain: u64,
    sent: u64,
}

/// Prints a table of the sizes. Fails if the budget is not kept.
pub fn hold_to_budget(folder: &Path) -> Result<()> {
    let sizes = measured(folder)?;
    let (table, wasm, rest) = table(&sizes);
    print!("{table}");
    if wasm > WASM_BYTES_MAX || rest > REST_BYTES_MAX {
        bail!(
            "the app is over its budget: {wasm} of {WASM_BYTES_MAX} bytes of wasm, {rest} of {REST_BYTES_MAX} of the rest"
        );
    }
    Ok(())
}

/// The size of each file of a built app.
fn measured(folder: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for path in files::under(folder)? {
        if path.ends_with(".br") || path.ends_with(".gz") {
            continue;
        }
        let plain = folder.join(&path).metadata()?.len();
        let compressed = folder.join(format!("{path}.br"));
        let sent = compressed.metadata().map_or(plain, |twin| twin.len());
        sizes.push(Size { path, plain, sent });
    }
    Ok(sizes)
}

/// The table, and the two sums that the budget is about: wasm, and the rest.
fn table(sizes: &[Size]) -> (String, u64, u64) {
    let mut table = format!("{:>10} {:>10}\n", "bytes", "brotli");
    let (mut wasm, mut rest) = (0, 0);
    for Size { path, plain, sent } in sizes {
        let _ = writeln!(table, "{plain:>10} {sent:>10}  {path}");
        *if path.ends_with(".wasm") { &mut wasm } else { &mut rest } += sent;
    }
    let _ = writeln!(table, "{:>10} {wasm:>10}  all wasm (at most {WASM_BYTES_MAX})", "");
    let _ = writeln!(table, "{:>10} {rest:>10}  all the rest (at most {REST_BYTES_MAX})", "");
    (table, wasm, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_over_the_budget_fails() {
        let folder = std::env::temp_dir().join(format!("otozure-sizes-{}", std::process::id()));
        let module = folder.join("assets/app.wasm");
        files::write(&module, vec![0; 550_000]).unwrap();
        assert!(hold_to_budget(&folder).is_ok());
        files::write(&module, vec![0; 550_001]).unwrap();
        assert!(hold_to_budget(&folder).is_err());
        files::write(&folder.join("assets/app.wasm.br"), b"small").unwrap();
        assert!(hold_to_budget(&folder).is_ok(), "what counts is what travels");
        files::remove_folder(&folder).unwrap();
    }
}
