//! The form two texts share when a person searching means the same: かな and カナ, full and half
//! width, small kana, long vowels, spaces and dots aside. It must never be shown or stored as the
//! text itself.

use super::unify;

/// Forms of characters in names that people type either way, each before the one it folds to.
const NAME_FORMS: &str = "髙高﨑崎𠮷吉濵浜濱浜齋斎齊斉邊辺邉辺澤沢廣広國国櫻桜嶋島";

/// Small kana, each before its large form.
const SMALL: &str = "ぁあぃいぅうぇえぉおっつゃやゅゆょよゎわゕかゖけ";

/// The key of a text for searching: a name is found if its key contains the key of what was typed.
pub fn fold(text: &str) -> String {
    unify(text).chars().filter_map(fold_char).collect()
}

fn fold_char(c: char) -> Option<char> {
    let kana = hiragana(c).to_ascii_lowercase();
    match kana {
        // A long vowel is written with a bar, a dash or a wave, or left out.
        'ー' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '~' | '〜' => None,
        '・' | '･' | '.' | ',' | '、' | '。' | '(' | ')' => None,
        c if c.is_whitespace() => None,
        c => Some(paired(SMALL, c).or(paired(NAME_FORMS, c)).unwrap_or(c)),
    }
}

/// The hiragana of a katakana; anything else as it is.
pub(super) fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        other => other,
    }
}

/// The large form of a small hiragana.
pub(super) fn large(c: char) -> Option<char> {
    paired(SMALL, c)
}

fn paired(table: &str, c: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_searcher_means_is_found() {
        for (stored, typed) in [
            ("相談センターゆいまーる", "ユイマール"),
            ("相談センターゆいまーる", "せんたゆいまる"),
            ("ほっとステーション平\u{FA10}", "ﾎｯﾄｽﾃｰｼｮﾝ平塚"),
            ("横須賀・三浦圏域", "横須賀 三浦"),
            ("茅ヶ崎市", "茅ケ﨑"),
            ("見本　さくら", "見本さくら"),
            ("ＧＨのみほん", "gh"),
            ("髙橋", "高橋"),
            ("みほん病院（架空）", "みほん病院 架空"),
            ("シャツ", "しやつ"),
        ] {
            assert!(fold(stored).contains(&fold(typed)), "{stored} {typed}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        assert_ne!(fold("はたの"), fold("ばたの"));
        assert_ne!(fold("湘南"), fold("湘東"));
        assert_eq!(fold("ー・ "), "");
    }

    #[test]
    fn tables_are_pairs() {
        assert_eq!(NAME_FORMS.chars().count() % 2, 0);
        assert_eq!(SMALL.chars().count() % 2, 0);
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,32}") {
            // Case folding alone can make a character that folds again (İ): ASCII is all we lower.
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
