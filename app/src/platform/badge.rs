//! The number on the app's mark, where the platform shows one (a home screen, a dock). It must never be more than a
//! number.

use super::js;

/// Shows a number, or none for 0. Where there is no such mark, or it may not be set, nothing happens.
pub fn show(count: usize) {
    let Some(window) = web_sys::window() else { return };
    let navigator = window.navigator();
    // The promise is let go: a platform that does not take the number has no place for it.
    let _ = match u32::try_from(count).unwrap_or(u32::MAX) {
        0 => js::call(&navigator, "clearAppBadge", &[]),
        count => js::call(&navigator, "setAppBadge", &[count.into()]),
    };
}
