//! Whether this is the app on an iPad's or iPhone's home screen, or a tab of its browser. There the two keep everything
//! apart, and what a tab keeps goes after a week without a visit.

use super::js;

/// Whether the app must be put on the home screen first: this is a tab on an iPad or iPhone.
pub fn must_be_installed() -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    // Only browsers on those have this property; it is true in what the home screen opened.
    let standalone = navigator.and_then(|navigator| js::get(&navigator, "standalone").ok()?.as_bool());
    standalone == Some(false)
}

/// The address of a one-time link, as it is given to people.
pub fn link_address(secret: &str) -> Option<String> {
    let origin = web_sys::window()?.location().origin().ok()?;
    Some(format!("{origin}/link#{secret}"))
}
