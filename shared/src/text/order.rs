//! 五十音順: the order of names by their よみ, as a telephone book has it. It must never be given the
//! written name: 横須賀 sorts under よ only because someone wrote よこすか.

use super::search::{hiragana, large};
use super::unify;

/// Compares as the よみ it was made from sorts: first by the kana alone, then unvoiced before
/// voiced, large before small, the long-vowel bar last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey {
    kana: String,
    marks: Vec<u8>,
}

/// The key of a よみ, in hiragana or katakana of either width.
pub fn order_key(yomi: &str) -> OrderKey {
    let mut key = OrderKey { kana: String::new(), marks: Vec::new() };
    for c in unify(yomi).chars().map(hiragana) {
        if c.is_whitespace() || c == '・' {
            continue;
        }
        let (kana, mark) = match c {
            // A bar sounds like the vowel before it: カー lies between かあ and かい.
            'ー' => (key.kana.chars().next_back().map_or('ー', vowel), 4),
            c => match large(c) {
                Some(big) => (big, 3),
                None => unvoiced(c),
            },
        };
        key.kana.push(kana.to_ascii_lowercase());
        key.marks.push(mark);
    }
    key
}

/// A kana without its voicing mark, and which it had: none 0, voiced 1, half-voiced 2.
fn unvoiced(c: char) -> (char, u8) {
    const VOICED: &str = "がぎぐげござじずぜぞだぢづでどばびぶべぼゔ";
    const PLAIN: &str = "かきくけこさしすせそたちつてとはひふへほう";
    const HALF_VOICED: &str = "ぱぴぷぺぽ";
    const HALF_PLAIN: &str = "はひふへほ";
    let under = |marked: &str, plain: &str| {
        let at = marked.chars().position(|m| m == c)?;
        plain.chars().nth(at)
    };
    match (under(VOICED, PLAIN), under(HALF_VOICED, HALF_PLAIN)) {
        (Some(plain), _) => (plain, 1),
        (_, Some(plain)) => (plain, 2),
        _ => (c, 0),
    }
}

/// The vowel a hiragana ends in.
fn vowel(c: char) -> char {
    const ROWS: [(char, &str); 5] = [
        ('あ', "あかさたなはまやらわ"),
        ('い', "いきしちにひみりゐ"),
        ('う', "うくすつぬふむゆる"),
        ('え', "えけせてねへめれゑ"),
        ('お', "おこそとのほもよろを"),
    ];
    let row = ROWS.into_iter().find(|(_, row)| row.contains(c));
    row.map_or(c, |(vowel, _)| vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut words: Vec<&str>) -> Vec<&str> {
        words.sort_by_key(|word| order_key(word));
        words
    }

    #[test]
    fn areas_sort_by_their_reading() {
        let areas = vec!["よこすか・みうら", "しょうなんとうぶ", "けんせい", "けんおう", "しょうなんせいぶ"];
        assert_eq!(sorted(areas), ["けんおう", "けんせい", "しょうなんせいぶ", "しょうなんとうぶ", "よこすか・みうら"]);
    }

    #[test]
    fn marks_decide_only_between_equal_kana() {
        assert_eq!(sorted(vec!["ぱぱ", "ばば", "はは"]), ["はは", "ばば", "ぱぱ"]);
        assert_eq!(sorted(vec!["びょういん", "びよういん"]), ["びよういん", "びょういん"]);
        assert_eq!(sorted(vec!["はち", "ばい", "はう"]), ["ばい", "はう", "はち"]);
        assert_eq!(sorted(vec!["かい", "カー", "かあ", "か"]), ["か", "かあ", "カー", "かい"]);
    }

    #[test]
    fn width_and_kind_of_kana_do_not_matter() {
        assert_eq!(order_key("ﾐｸﾙﾍﾞ"), order_key("みくるべ"));
        assert_eq!(order_key("ミクルベ"), order_key("みく るべ"));
    }
}
