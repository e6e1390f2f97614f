//! Furigana as it is written in a text: `漢字《かんじ》`, as 青空文庫 writes it; `｜` before it says where the word begins if
//! it is not the run of kanji alone: `｜話し手《はなして》`. It must never lose a character: what is no furigana stands as
//! it was written.

const OPENS: char = '《';
const CLOSES: char = '》';
const BEGINS: char = '｜';

/// A stretch of text, with its reading where one is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruby<'a> {
    /// What stands on the line.
    pub base: &'a str,
    /// What stands above it.
    pub reading: Option<&'a str>,
}

/// A text in stretches, in order; none of them is empty. Put together, with the marks, they are the text.
pub fn furigana(text: &str) -> Vec<Ruby<'_>> {
    let mut stretches = Vec::new();
    let mut rest = text;
    // Where the next mark is looked for: behind one that was none.
    let mut from = 0;
    while let Some(found) = next(rest, from) {
        match found {
            Found::Word { plain, base, reading, after } => {
                stretches.extend(stretch(plain, None));
                stretches.extend(stretch(base, Some(reading)));
                rest = after;
                from = 0;
            }
            Found::Nothing { behind } => from = behind,
        }
    }
    stretches.extend(stretch(rest, None));
    stretches
}

/// A text as it is read without furigana, and as it is searched.
pub fn without_furigana(text: &str) -> String {
    furigana(text).into_iter().map(|stretch| stretch.base).collect()
}

/// A text and behind it how its words are read: what a search by よみ is made in.
pub fn with_readings(text: &str) -> String {
    let read: String = furigana(text).into_iter().map(|stretch| stretch.reading.unwrap_or(stretch.base)).collect();
    format!("{}\n{read}", without_furigana(text))
}

/// Whether every sign of furigana in a text belongs to a word.
pub fn is_whole_furigana(text: &str) -> bool {
    let signs = [OPENS, CLOSES, BEGINS];
    furigana(text).iter().all(|stretch| !stretch.base.contains(signs))
}

fn stretch<'a>(base: &'a str, reading: Option<&'a str>) -> Option<Ruby<'a>> {
    (!base.is_empty()).then_some(Ruby { base, reading })
}

enum Found<'a> {
    Word { plain: &'a str, base: &'a str, reading: &'a str, after: &'a str },
    Nothing { behind: usize },
}

/// The next mark at or after a place.
fn next(text: &str, from: usize) -> Option<Found<'_>> {
    let opens = from + text.get(from..)?.find(OPENS)?;
    let behind = opens + OPENS.len_utf8();
    let (before, inside) = (text.get(..opens)?, text.get(behind..)?);
    let reading = inside.split_once(CLOSES).filter(|(reading, _)| is_reading(reading));
    Some(match (reading, base(before)) {
        (Some((reading, after)), Some((plain, base))) => Found::Word { plain, base, reading, after },
        _ => Found::Nothing { behind },
    })
}

/// What is before a word, and the word: from the sign that begins it, or the run of kanji.
fn base(before: &str) -> Option<(&str, &str)> {
    if let Some((plain, base)) = before.rsplit_once(BEGINS)
        && !base.is_empty()
        && base.chars().all(is_of_a_word)
    {
        return Some((plain, base));
    }
    let kanji: usize = before.chars().rev().take_while(|c| is_kanji(*c)).map(char::len_utf8).sum();
    before.split_at_checked(before.len() - kanji).filter(|(_, base)| !base.is_empty())
}

/// A reading is kana: anything else between the brackets is a title or a quotation.
fn is_reading(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_kana)
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '・' | 'ゝ' | 'ゞ')
}

fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_of_a_word(c: char) -> bool {
    is_kanji(c) || is_kana(c) || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let one = |stretch: Ruby<'_>| match stretch.reading {
            Some(reading) => format!("[{}:{reading}]", stretch.base),
            None => stretch.base.to_owned(),
        };
        furigana(text).into_iter().map(one).collect()
    }

    #[test]
    fn a_reading_stands_above_the_run_of_kanji_before_it() {
        assert_eq!(shown("病院《びょういん》の 外《そと》の 人《ひと》"), "[病院:びょういん]の [外:そと]の [人:ひと]");
        assert_eq!(shown("きょうは 9時《じ》です"), "きょうは 9[時:じ]です");
        assert_eq!(shown("人々《ひとびと》"), "[人々:ひとびと]");
        assert_eq!(shown("𠮷野《よしの》さん"), "[𠮷野:よしの]さん");
        assert_eq!(shown("会《あ》いに 行《い》きます"), "[会:あ]いに [行:い]きます");
        assert_eq!(without_furigana("話《はなし》を 聞《き》きに"), "話を 聞きに");
    }

    #[test]
    fn a_text_is_found_by_its_characters_and_by_its_readings() {
        let text = with_readings("病院《びょういん》の 外《そと》");
        assert_eq!(text, "病院の 外\nびょういんの そと");
        assert!(is_whole_furigana("｜1日《ついたち》") && !is_whole_furigana("人《ひと"));
    }

    #[test]
    fn a_sign_says_where_the_word_begins() {
        assert_eq!(shown("あの｜話し手《はなして》が"), "あの[話し手:はなして]が");
        assert_eq!(shown("｜1日《ついたち》"), "[1日:ついたち]");
        assert_eq!(shown("ａ｜ｂ 人《ひと》"), "ａ｜ｂ [人:ひと]", "a sign for something else stands");
    }

    #[test]
    fn what_is_no_furigana_stands_as_it_was_written() {
        for text in [
            "",
            "《",
            "》",
            "《ひと》",
            "人《",
            "人《ひと",
            "人《》",
            "本《坊っちゃん》",
            "あ《い》",
            "｜《ひと》",
            "人《ひと 》",
        ] {
            assert_eq!(shown(text), text);
            assert_eq!(without_furigana(text), text);
        }
        assert_eq!(shown("本《坊っちゃん》を 人《ひと》に"), "本《坊っちゃん》を [人:ひと]に");
        assert_eq!(shown("人《人《ひと》"), "人《[人:ひと]");
    }

    proptest! {
        #[test]
        fn no_character_is_lost_whatever_is_written(text in "[人々あァー1a 𠮷《》｜]{0,24}") {
            let stretches = furigana(&text);
            prop_assert!(stretches.iter().all(|stretch| !stretch.base.is_empty()));
            let again: String = stretches
                .iter()
                .map(|stretch| match stretch.reading {
                    Some(reading) => format!("{}{OPENS}{reading}{CLOSES}", stretch.base),
                    None => stretch.base.to_owned(),
                })
                .collect();
            // The sign that begins a word is the one thing that is not shown.
            let begun = text.chars().filter(|c| *c == BEGINS).count() - again.chars().filter(|c| *c == BEGINS).count();
            let without = |text: &str| text.replace(BEGINS, "");
            prop_assert_eq!(without(&again), without(&text));
            prop_assert!(begun <= stretches.iter().filter(|stretch| stretch.reading.is_some()).count());
        }
    }
}
