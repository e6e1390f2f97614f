//! Two small notes that the browser keeps beside the database: that somebody was enrolled here
//! once, and whom this tab showed last. It must never hold a word, a name or a key.

const ENROLLED: &str = "otozure-enrolled";
const MEMBER: &str = "otozure-member";

/// Whether somebody was enrolled in this browser once: if so and the database is empty, the
/// browser has cleared it.
pub fn was_enrolled() -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.is_some_and(|storage| storage.get_item(ENROLLED).ok().flatten().is_some())
}

/// Notes whether somebody is enrolled in this browser.
pub fn set_enrolled(enrolled: bool) {
    let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) else {
        return;
    };
    // Without this note an eviction shows as a first start: no word depends on it.
    let _ = match enrolled {
        true => storage.set_item(ENROLLED, "1"),
        false => storage.remove_item(ENROLLED),
    };
}

/// Whom this tab showed last, for a reload of it.
pub fn member_of_tab() -> Option<String> {
    let storage = web_sys::window()?.session_storage().ok()??;
    storage.get_item(MEMBER).ok()?
}

/// Notes whom this tab shows: an id, nothing else.
pub fn set_member_of_tab(member: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.session_storage()) {
        let _ = storage.set_item(MEMBER, member);
    }
}
