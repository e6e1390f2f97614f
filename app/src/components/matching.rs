//! Which entries of a long list fit what was typed, by name or by よみ. It must never change the
//! order of the list: 五十音順 is decided where the list is made.

use shared::text::fold;

/// One entry of a long list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for, as a hospital's id.
    pub id: String,
    /// Its name as shown.
    pub name: String,
    /// Its よみ in kana; empty if not known.
    pub yomi: String,
    /// A second line, as its area; empty for none.
    pub detail: String,
}

/// The places in the list of those entries that fit; all for an empty text. Those that begin with
/// what was typed come first.
pub fn fitting(entries: &[Entry], typed: &str) -> Vec<usize> {
    let wanted = fold(typed.trim());
    let rank = |entry: &Entry| {
        let keys = [fold(&entry.name), fold(&entry.yomi)];
        if wanted.is_empty() || keys.iter().any(|key| key.starts_with(&wanted)) {
            Some(0)
        } else {
            keys.iter().any(|key| key.contains(&wanted)).then_some(1)
        }
    };
    let mut found: Vec<(u8, usize)> =
        entries.iter().enumerate().filter_map(|(at, entry)| Some((rank(entry)?, at))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, yomi: &str) -> Entry {
        Entry { id: name.to_owned(), name: name.to_owned(), yomi: yomi.to_owned(), detail: String::new() }
    }

    #[test]
    fn entries_are_found_by_name_and_by_reading() {
        let list = [
            entry("あさひ病院", "あさひびょういん"),
            entry("みほん総合病院", "みほんそうごうびょういん"),
            entry("湘南みほん病院", "しょうなんみほんびょういん"),
        ];
        assert_eq!(fitting(&list, ""), vec![0, 1, 2]);
        assert_eq!(fitting(&list, "みほん"), vec![1, 2]);
        assert_eq!(fitting(&list, "ミホン"), vec![1, 2]);
        assert_eq!(fitting(&list, "しょうなん"), vec![2]);
        assert_eq!(fitting(&list, "総合"), vec![1]);
        assert_eq!(fitting(&list, "　あさひ "), vec![0]);
        assert!(fitting(&list, "ない").is_empty());
    }
}
