//! index.html: the static shell, told which files start the app.

use super::Folder;
use anyhow::{Context, Result};
use std::fmt::Write;

/// Where the built files of this version are.
pub struct Assets {
    /// The folder of the module and its JavaScript.
    pub app: String,
    /// The folder of the worker that makes secrets long, and of its module.
    pub stretch: String,
    /// The folder of the modules that start it.
    pub boot: String,
    /// The style sheet.
    pub style: String,
}

/// What public/index.html has in the place of the links to hashed files.
const MARK: &str = "<!-- assets -->";

/// Writes the links to the files of this version into index.html.
pub fn write(folder: &mut Folder, assets: &Assets) -> Result<()> {
    let page = folder.remove("index.html").context("public/index.html is missing")?;
    let page = String::from_utf8(page).context("public/index.html is no UTF-8")?;
    let (before, after) = page.split_once(MARK).with_context(|| format!("public/index.html lacks the line {MARK}"))?;
    let page = format!("{before}{}{after}", links(folder, assets)?);
    folder.insert("index.html".to_owned(), page.into_bytes());
    Ok(())
}

/// The links: what the browser should fetch at once, before a script asks for it.
fn links(folder: &Folder, assets: &Assets) -> Result<String> {
    let Assets { app, stretch, boot, style } = assets;
    let mut links = format!("<link rel=\"stylesheet\" href=\"/{style}\">\n");
    let scripts = folder.keys().filter(|path| path.starts_with(boot.as_str()) || path.starts_with(app.as_str()));
    for script in scripts.filter(|path| path.ends_with(".js")) {
        writeln!(links, "<link rel=\"modulepreload\" href=\"/{script}\">")?;
    }
    let module = format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"/{app}/app_bg.wasm\">"
    );
    let script = format!(
        "<script type=\"module\" src=\"/{boot}/boot.js\" data-app=\"/{app}/app.js\" \
         data-stretch=\"/{stretch}/worker.js\"></script>"
    );
    write!(links, "{module}\n{script}")?;
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_files_of_its_version() {
        let mut folder = Folder::from([
            ("index.html".to_owned(), format!("<head>{MARK}</head>").into_bytes()),
            ("assets/app-1/app.js".to_owned(), Vec::new()),
            ("assets/boot-2/boot.js".to_owned(), Vec::new()),
        ]);
        let assets = Assets {
            app: "assets/app-1".into(),
            stretch: "assets/stretch-4".into(),
            boot: "assets/boot-2".into(),
            style: "assets/style-3.css".into(),
        };
        write(&mut folder, &assets).unwrap();
        let page = String::from_utf8(folder.remove("index.html").unwrap()).unwrap();
        for part in [
            "href=\"/assets/style-3.css\"",
            "modulepreload\" href=\"/assets/app-1/app.js\"",
            "src=\"/assets/boot-2/boot.js\"",
            "data-stretch=\"/assets/stretch-4/worker.js\"",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(!page.contains(MARK));
    }

    #[test]
    fn a_page_without_the_mark_is_an_error() {
        let mut folder = Folder::from([("index.html".to_owned(), b"<head></head>".to_vec())]);
        let assets = Assets { app: String::new(), stretch: String::new(), boot: String::new(), style: String::new() };
        assert!(write(&mut folder, &assets).is_err());
    }
}
