//! The gallery shows every component there is.

use std::collections::BTreeSet;
use std::path::Path;

use super::{SHOWN, WITHIN};

/// The names of the files of app/src/components.
fn files() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/components");
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(".rs").map(str::to_owned)).collect()
}

/// What is shown or stands within something shown, and what of a list has no file.
fn missing(files: &BTreeSet<String>) -> (Vec<String>, Vec<&'static str>) {
    let listed: Vec<&str> = SHOWN.iter().map(|shown| shown.file).chain(WITHIN.map(|(file, _)| file)).collect();
    let without = files.iter().filter(|file| !listed.contains(&file.as_str())).cloned().collect();
    let gone = listed.into_iter().filter(|file| !files.contains(*file)).collect();
    (without, gone)
}

#[test]
fn every_component_is_shown() {
    assert_eq!(missing(&files()), (Vec::new(), Vec::new()));
}

#[test]
fn a_component_that_is_not_shown_is_found() {
    let mut files = files();
    files.insert("planted".to_owned());
    files.remove("button");
    assert_eq!(missing(&files), (vec!["planted".to_owned()], vec!["button"]));
}

#[test]
fn what_has_no_look_stands_within_something_shown() {
    for (file, within) in WITHIN {
        assert!(SHOWN.iter().any(|shown| shown.file == within), "{file} within {within}");
        assert!(SHOWN.iter().all(|shown| shown.file != file), "{file} is shown");
    }
}
