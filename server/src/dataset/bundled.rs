//! The datasets that come with the program. It must never hold anything but public figures and fiction.

/// The name of Kanagawa's first fiscal year.
pub const KANAGAWA_R6: &str = "kanagawa-r6";
/// The name of the fictional prefecture with requests, visits and care in every state.
pub const DEMO: &str = "demo";

/// Every dataset's name.
pub const NAMES: [&str; 2] = [KANAGAWA_R6, DEMO];

/// The text of a dataset by its name.
pub fn bundled(name: &str) -> Option<&'static str> {
    match name {
        KANAGAWA_R6 => Some(include_str!("../../datasets/kanagawa-r6.json")),
        DEMO => Some(include_str!("../../datasets/demo.json")),
        _ => None,
    }
}
