//! Trusted Types in the app's own JavaScript: where wasm-bindgen lets the framework make markup of a text, the text goes
//! through the function that public/boot gives, which holds the page's one policy. It must never pass over a place.

use super::Folder;
use anyhow::{Context, Result, ensure};

/// The module's JavaScript.
const APP: &str = "app.js";
/// The one place where a text becomes markup, as wasm-bindgen writes it.
const PLACE: &str = ".innerHTML = getStringFromWasm0(arg1, arg2);";
const TRUSTED: &str = ".innerHTML = trustedMarkup(getStringFromWasm0(arg1, arg2));";
/// How the function is given, before the module starts.
const GIVEN: &str = "\nlet trustedMarkup;\nexport function trustMarkup(given) {\n    trustedMarkup = given;\n}\n";
/// Other ways to markup or script that the framework could come to use.
const OTHERS: [&str; 6] =
    ["outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "srcdoc", "importScripts"];

/// Changes that place.
pub fn markup(app: &mut Folder) -> Result<()> {
    let script = app.remove(APP).context("wasm-bindgen made no app.js")?;
    let script = String::from_utf8(script).context("app.js is no UTF-8")?;
    ensure!(
        script.matches(PLACE).count() == 1,
        "app.js must have `{PLACE}` once: wasm-bindgen writes it otherwise now"
    );
    let script = script.replace(PLACE, TRUSTED) + GIVEN;
    ensure!(script.matches(".innerHTML =").count() == 1, "app.js makes markup in another place too");
    for other in OTHERS {
        ensure!(!script.contains(other), "app.js uses {other}, which no policy of the page allows");
    }
    app.insert(APP.to_owned(), script.into_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(script: &str) -> Result<String> {
        let mut app = Folder::from([(APP.to_owned(), script.as_bytes().to_vec())]);
        markup(&mut app)?;
        Ok(String::from_utf8(app.remove(APP).unwrap()).unwrap())
    }

    #[test]
    fn the_one_place_where_a_text_becomes_markup_goes_through_the_policy() {
        let script = changed(&format!("arg0{PLACE}")).unwrap();
        assert!(script.starts_with(&format!("arg0{TRUSTED}")) && script.contains("export function trustMarkup"));
    }

    #[test]
    fn a_script_that_makes_markup_elsewhere_or_otherwise_is_not_built() {
        let place = format!("arg0{PLACE}");
        for other in
            ["nothing".to_owned(), place.repeat(2), format!("{place}a.innerHTML = b"), format!("{place}outerHTML")]
        {
            assert!(changed(&other).is_err(), "{other}");
        }
    }
}
