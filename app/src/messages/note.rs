//! What is said around the note: hints that guide a person who is tired or shaken, and who wrote
//! what. It must never ask for a diagnosis, nor for more than the person visited agreed to.

use shared::documents::visit::Section;

/// The note.
pub const HEADING: &str = "ノート";
/// How to write.
pub const INTRO: &str =
    "一文字ずつ、この端末に保存されます。保存の操作は要りません。いっしょに行った人も同時に書けます。";
/// The contents.
pub const CONTENTS: &str = "したこと（いくつでも）";
/// Who was there.
pub const PRESENT: &str = "その場にいた人";
/// How to write it.
pub const PRESENT_HINT: &str = "例：ご本人と2人。ご本人の希望で担当の相談員も同席。";
/// Short answers for a press.
pub const PRESENT_QUICK: [&str; 3] = ["ご本人と2人", "ご本人と1人", "ご本人と2人、職員も同席"];
/// Minutes for a press.
pub const MINUTES_QUICK: [&str; 4] = ["15", "30", "45", "60"];
/// The short answers, read aloud.
pub const QUICK: &str = "押して入れる";
/// How long.
pub const MINUTES: &str = "会っていた時間（分）";
/// How to write it.
pub const MINUTES_HINT: &str = "おおよそで大丈夫です。例：30";
/// The card.
pub const CARD: &str = "「また よんで ください」のカード";
/// It was given.
pub const CARD_YES: &str = "渡した";
/// It was not given.
pub const CARD_NO: &str = "渡していない";
/// What comes next.
pub const NEXT: &str = "つぎのこと（ご本人が選んだもの）";
/// The wish for another visit.
pub const REPEAT: &str = "もう一度会いたいというご希望";
/// How to ask.
pub const REPEAT_HINT: &str = "聞けなかったときは「不明」を選びます。";
/// The button that takes a choice back.
pub const CLEAR: &str = "選び直す（空にする）";
/// The hints' fold.
pub const HINT: &str = "書き方のヒント";
/// Who wrote what.
pub const AUTHORS: &str = "だれが書いたか";
/// What somebody else put in since this person last looked.
pub const UNSEEN: &str = "あたらしい書きこみ";
/// The button that takes the mark away.
pub const SEEN: &str = "あたらしい書きこみを見ました";
/// The stretch after acceptance.
pub const AFTER: &str = "受け取りのあとに書き足し";
/// The two settled kinds of a tick that stands twice.
pub const TICKED: &str = "した";
/// Not ticked.
pub const UNTICKED: &str = "していない";

/// What guides the writer of a section.
pub fn hint(section: Section) -> &'static str {
    match section {
        Section::Talked => {
            "話題と、話していたときのご様子を、短く。思い出した順でかまいません。正しいかどうかを確かめる必要はありません。"
        }
        Section::Words => "心に残ったことばを、言いかえずにそのまま。ひとことでも大丈夫です。",
        Section::Asked => {
            "引き受けられなかったお願いと、そのときの答え方。例：「退院を決めてほしい」と言われ、決めることはできないと伝えた。"
        }
        Section::Handover => "話しやすい話題、避けたい話題、約束したこと。病名や薬のことは書きません。",
    }
}

/// The prefecture must be told of cruelty by another way (law, article 40-3).
pub const SAFEGUARD: &str =
    "職員からひどいことをされた、という話を聞いたときは、ここに書かずに、「心配なことがあるとき」をひらいてください。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_guides_its_writer() {
        let hints: std::collections::BTreeSet<_> = Section::ALL.into_iter().map(hint).collect();
        assert_eq!(hints.len(), Section::ALL.len());
    }
}
