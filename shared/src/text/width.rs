//! How many columns a text takes on a terminal. It must never be used for a web page, where fonts
//! decide.

/// Columns of a text: two for each wide or full-width character, none for a combining mark.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x3099..=0x309A | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_two_columns_a_character_and_ascii_one() {
        assert_eq!(width("とらいむ"), 8);
        assert_eq!(width("R6/12/18"), 8);
        assert_eq!(width("令和6年12月18日(水)"), 19);
        assert_eq!(width("ｶﾞ"), 2);
        assert_eq!(width("か\u{3099}"), 2);
        assert_eq!(width("平\u{FA10}𠮷（）・"), 12);
    }
}
