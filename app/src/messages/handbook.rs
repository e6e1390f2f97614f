//! What is said around the handbook. The texts themselves are the prefecture's and stand in its document.

use shared::domain::{Level, TextFault};

/// The page, and the link in the bar.
pub const TITLE: &str = "手引き";
/// It has not come yet.
pub const NOT_HERE: &str = "手引きがまだ届いていません";
/// What to do.
pub const NOT_HERE_MORE: &str = "電波のある所で少し待つと届きます。届いたあとは、電波のない所でも読めます。";
/// Nothing of it is approved.
pub const ALL_DRAFTS: &str = "これは下書きです";
/// What that means.
pub const ALL_DRAFTS_MORE: &str = "県がまだ承認していません。迷うときは、事務局に確かめてください。";
/// An entry that nobody approved.
pub const DRAFT: &str = "下書き";
/// An entry that is new or other.
pub const NEW: &str = "新しい";
/// Entries that are new since one read.
pub fn fresh(count: usize) -> String {
    format!("前に読んだあとで、{count}件が新しくなりました")
}
/// One has read them.
pub const READ: &str = "読みました";
/// The version that holds.
pub fn version(number: usize, when: &str) -> String {
    format!("第{number}版　{when}に県が承認")
}
/// How it is read.
pub const HOW: &str = "読み方";
/// Searching.
pub const SEARCH: &str = "手引きの中をさがす";
/// How.
pub const SEARCH_HINT: &str = "ことばや、よみ（ひらがな）でさがせます。";
/// Nothing was found.
pub const NONE: &str = "あてはまる項目はありません";
/// What to do.
pub const NONE_MORE: &str = "ことばを短くするか、ひらがなで入れてみてください。";
/// The level.
pub const LEVEL: &str = "ことばのやさしさ";
/// Furigana.
pub const FURIGANA: &str = "ふりがな";
/// On.
pub const FURIGANA_ON: &str = "つける";
/// Off.
pub const FURIGANA_OFF: &str = "つけない";
/// The entry has no text at the level that was chosen.
pub fn other_level(level: Level) -> String {
    format!("この項目は「{}」で書かれています。", level.label())
}
/// Holding it up.
pub const HOLD_UP: &str = "大きく見せる";
/// Printing it.
pub const PRINT: &str = "印刷する（A4）";
/// It was not printed.
pub const NOT_PRINTED: &str = "印刷の画面を開けませんでした。ブラウザーのメニューから印刷してください。";

/// Writing an entry.
pub const EDIT: &str = "書きかえる";
/// A new entry.
pub const ADD: &str = "項目を足す";
/// Its kind.
pub const KIND: &str = "種類";
/// Its heading.
pub const HEADING: &str = "見出し";
/// How furigana and drawings are written.
pub const HEADING_HINT: &str = "ふりがなは 漢字《かんじ》 と書きます。";
/// What the field of a level is called.
pub fn text_of(level: Level) -> String {
    format!("文章：{}", level.label())
}
/// How a text is written.
pub const TEXT_HINT: &str = "1行が1つの段落になります。空のままでもかまいません。";
/// How a picture card is written.
pub const PICTURE_HINT: &str = "行のはじめに絵の名前を書きます。例：[ear] 話《はなし》を 聞《き》きます";
/// The preview.
pub const PREVIEW: &str = "見え方";
/// Saving.
pub const SAVE: &str = "下書きとして保存する";
/// It is saved.
pub const SAVED: &str = "下書きとして保存しました。";
/// What was typed is dropped.
pub const STOPPED: &str = "書きかえるのをやめました。";
/// Stopping.
pub const STOP: &str = "やめる";
/// Taking it out.
pub const REMOVE: &str = "この項目を外す";
/// It is asked again.
pub const REMOVE_ASK: &str = "この項目を外しますか";
/// What that does.
pub const REMOVE_MORE: &str = "つぎに承認するまで、読む人には前の版が見えます。前の版には残ります。";
/// It is taken out.
pub const REMOVED: &str = "外しました。";
/// An entry that the next version has no more.
pub const TAKEN_OUT: &str = "この項目は、外してあります";
/// Keeping it after all.
pub const KEEP: &str = "やはり残す";
/// A heading is missing.
pub const HEADING_MISSING: &str = "見出しを書いてください";
/// A text is missing.
pub const TEXT_MISSING: &str = "3つのうち、どれか1つの文章を書いてください";
/// A field stands with two values.
pub const DISPUTED: &str = "2人が別々に書きかえたところがあります。読みくらべて、もう一度保存してください。";
/// It failed.
pub const FAILED: &str = "保存できませんでした";

/// Approving.
pub const APPROVE: &str = "承認";
/// What it does.
pub const APPROVE_MORE: &str = "いま書かれている手引きの全体を、新しい版として承認します。承認すると、下書きの印が消え、読む人に新しい版が出ます。";
/// A word about what is new.
pub const APPROVE_WORD: &str = "何が新しくなったか（ひとこと）";
/// Doing it.
pub const APPROVE_DO: &str = "この内容で承認する";
/// It is done.
pub const APPROVED: &str = "承認しました";
/// How many drafts there are.
pub fn drafts(count: usize) -> String {
    match count {
        0 => "下書きはありません。いまの版のままです。".to_owned(),
        count => format!("下書きが{count}件あります。"),
    }
}
/// The versions.
pub const VERSIONS: &str = "これまでの版";
/// None.
pub const NO_VERSIONS: &str = "承認された版はまだありません。";

/// What is wrong with a text.
pub fn fault(fault: TextFault) -> &'static str {
    match fault {
        TextFault::Furigana => "ふりがなの《》が正しくありません。漢字《かんじ》 のように書いてください。",
        TextFault::Picture => "[ ] の中の絵の名前が分かりません。",
    }
}
