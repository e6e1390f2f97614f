//! The drawings that stand beside the words of a picture card. A line of a text names its drawing before its words:
//! `[ear] 話を聞きます`. It must never stand for words: every drawing has its words beside it.

use super::code::codes;

codes! {
    /// What is drawn.
    Picture, "絵" {
        /// Two persons.
        People = "people", "2人の人";
        /// An ear.
        Ear = "ear", "聞く耳";
        /// Somebody says something.
        Talk = "talk", "話すこと";
        /// A coin, crossed out: nothing is paid.
        Free = "free", "お金はいらない";
        /// A coin.
        Money = "money", "お金";
        /// A lock.
        Secret = "secret", "かぎ";
        /// A hand held up.
        Stop = "stop", "止める手";
        /// A telephone.
        Phone = "phone", "電話";
        /// A calendar.
        Calendar = "calendar", "カレンダー";
        /// A letter.
        Letter = "letter", "手紙";
        /// A house.
        House = "house", "家";
        /// A question mark.
        Question = "question", "たずねること";
        /// A heart.
        Heart = "heart", "気持ち";
        /// A sheet of paper.
        Paper = "paper", "紙";
    }
}

/// What a line names and says: its drawing, where it names one that there is, and its words.
pub fn pictured(line: &str) -> (Option<Picture>, &str) {
    let named = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match named.and_then(|(code, words)| Some((Picture::from_code(code)?, words))) {
        Some((picture, words)) => (Some(picture), words.trim_start()),
        None => (None, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_drawing_before_its_words() {
        assert_eq!(
            pictured("[ear] 話《はなし》を 聞《き》きます"),
            (Some(Picture::Ear), "話《はなし》を 聞《き》きます")
        );
        assert_eq!(pictured("[ear]"), (Some(Picture::Ear), ""));
        for plain in ["話を聞きます", "[] 話", "[mouth] 話", "[ear 話", "話 [ear]"] {
            assert_eq!(pictured(plain), (None, plain));
        }
    }
}
