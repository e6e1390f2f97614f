//! The datasets that come with the program. It must never hold anything but public figures.

/// The name of Kanagawa's first fiscal year.
pub const KANAGAWA_R6: &str = "kanagawa-r6";

/// The text of a dataset by its name.
pub fn bundled(name: &str) -> Option<&'static str> {
    match name {
        KANAGAWA_R6 => Some(include_str!("../../datasets/kanagawa-r6.json")),
        _ => None,
    }
}
