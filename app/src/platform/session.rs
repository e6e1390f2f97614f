//! Small notes that the browser keeps beside the database: that somebody was enrolled here once, whom
//! this tab showed last, whether the relay's data is a sample. It must never hold a word, a name of a
//! person or a key.

const ENROLLED: &str = "otozure-enrolled";
const MEMBER: &str = "otozure-member";
const SAMPLE: &str = "otozure-sample";
const WIPED: &str = "otozure-wiped";

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

/// Whether the relay had everything taken away, and whether because the device was said to be lost.
pub fn wiped() -> Option<bool> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item(WIPED).ok()?.map(|why| why == "lost")
}

/// Notes that the relay had everything taken away, or that somebody begins anew.
pub fn set_wiped(lost: Option<bool>) {
    let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) else {
        return;
    };
    // Without this note a page that is loaded anew shows a first start.
    let _ = match lost {
        Some(lost) => storage.set_item(WIPED, if lost { "lost" } else { "ended" }),
        None => storage.remove_item(WIPED),
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

/// What the relay's sample is called, if its data was one when it was last asked.
pub fn relay_sample() -> Option<String> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item(SAMPLE).ok()?
}

/// Notes what the relay's sample is called, or that its data is none.
pub fn set_relay_sample(label: Option<&str>) {
    let Some(storage) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) else {
        return;
    };
    // Without this note the band waits for the relay's answer.
    let _ = match label {
        Some(label) => storage.set_item(SAMPLE, label),
        None => storage.remove_item(SAMPLE),
    };
}
