//! Who else has a record open now.

use super::visit::{MYSELF, person};

/// 「田中さん」; oneself on another device.
pub fn who(name: Option<&str>) -> String {
    match name {
        Some(MYSELF) => "自分（別の端末）".to_owned(),
        name => person(name),
    }
}

/// Who writes in a text.
pub fn writing<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names = joined(names.map(str::to_owned).collect());
    if names.is_empty() { names } else { format!("{names}がここに書いています") }
}

/// Who has the record open.
pub fn here(names: Vec<String>) -> String {
    let names = joined(names);
    if names.is_empty() { names } else { format!("いま、{names}もこの記録を開いています") }
}

/// Each name once.
fn joined(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_with_two_devices_is_named_once_and_nobody_is_nothing() {
        assert_eq!(
            here(vec!["乙さん".to_owned(), "甲さん".to_owned(), "乙さん".to_owned()]),
            "いま、乙さん、甲さんもこの記録を開いています"
        );
        assert_eq!(here(Vec::new()), "");
        assert_eq!(writing(std::iter::empty()), "");
        assert_eq!(who(Some(MYSELF)), "自分（別の端末）");
    }
}
