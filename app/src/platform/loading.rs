//! The note of what a tab is loading, written down for the moment in which it loads: what ends the
//! program leaves it standing, and the next start knows. It stands in the browser's plain storage
//! because that takes it at once: a tab that is closed in between leaves no note, so that nobody's
//! document is set aside for having gone to another page. It must never hold a word or a name.

use web_sys::Storage;

const NAME: &str = "otozure-loading-";

/// Does the loading of `what` (its id) out of a vault under a note. A browser that takes no note is no reason to keep
/// a person from reading.
pub fn noted<T>(tab: &str, vault: &str, what: &str, load: impl FnOnce() -> T) -> T {
    let storage = storage();
    let name = format!("{NAME}{tab}");
    if let Some(storage) = &storage {
        let _ = storage.set_item(&name, &format!("{vault}/{what}"));
    }
    let loaded = load();
    if let Some(storage) = &storage {
        let _ = storage.remove_item(&name);
    }
    loaded
}

/// What of a vault was being loaded when a tab ended, each with the name of its note; tabs that are
/// still there are only loading. The notes stay until [`clear`].
pub fn ended_while_loading(vault: &str, is_alive: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    let ended = names.filter(|name| name.strip_prefix(NAME).is_some_and(|tab| !is_alive(tab)));
    let found = ended.filter_map(|name| {
        let noted = storage.get_item(&name).ok().flatten()?;
        let what = noted.strip_prefix(vault)?.strip_prefix('/')?.to_owned();
        Some((name, what))
    });
    found.collect()
}

/// Clears a note: what it says stands elsewhere by now.
pub fn clear(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Clears the notes of a vault that is no more.
pub fn forget(vault: &str) {
    for (name, _) in ended_while_loading(vault, |_| false) {
        clear(&name);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
