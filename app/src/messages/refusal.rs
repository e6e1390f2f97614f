//! Why the prefecture's server did not take something, one text for each reason code: what
//! happened, where the words are, what to do next.

use shared::protocol::Refusal;

/// Why, and what to do.
pub fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoRight => {
            "この訪問の担当から外れたため、記録に入りませんでした。書いたことばは下にそのまま残っています。事務局へ伝えるか、写してお渡しください。"
        }
        Refusal::Guarded => {
            "日にち・場所・組・受け取りは、コーディネーターだけが変えられます。変えたい内容は下に残っています。事務局へ伝えてください。"
        }
        Refusal::Malformed => {
            "送る途中で形がくずれたため、記録に入りませんでした。読めた分は下に残っています。写して、もう一度書き入れてください。"
        }
        Refusal::TooLarge => {
            "一度に送れる長さを超えたため、記録に入りませんでした。ことばは下に残っています。いくつかに分けて書き入れてください。"
        }
        Refusal::Missing => {
            "前に書いたものがまだ届いていないため、記録に入りませんでした。ことばは下に残っています。写して、もう一度書き入れてください。"
        }
        Refusal::Author => {
            "どの端末で書いたかを確かめられなかったため、記録に入りませんでした。ことばは下に残っています。写して、もう一度書き入れてください。"
        }
        Refusal::Receipt => {
            "前に届いたしるしが県のサーバーのものと合わなかったため、記録に入りませんでした。ことばは下に残っています。事務局へ知らせてください。"
        }
        Refusal::Computed => {
            "アプリの版が合わないため、記録に入りませんでした。ことばは下に残っています。アプリを新しくしてから、もう一度書き入れてください。"
        }
        Refusal::Shape => {
            "この記録にない項目が含まれていたため、記録に入りませんでした。ことばは下に残っています。アプリを新しくしてから、もう一度書き入れてください。"
        }
        Refusal::Gone => {
            "この訪問の記録は終わりになっていて、書き足せません。ことばは下に残っています。必要なときは事務局へ伝えてください。"
        }
        Refusal::Later => {
            "県のサーバーがいま保存できません。書いたものはこの端末にあります。自動で、あとでもう一度届けます。"
        }
    }
}

/// Why, said to the office that may hand the words over.
pub fn to_office(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoRight => {
            "入らなかったわけ：届いたとき、書いた人はこの訪問の担当ではありませんでした（登録が終わった場合を含みます）。"
        }
        Refusal::Guarded => "入らなかったわけ：コーディネーターだけが変えられる項目が含まれていました。",
        Refusal::Gone => "入らなかったわけ：この訪問の記録は終わりになっていました。",
        _ => "入らなかったわけ：県のサーバーが確かめられませんでした。",
    }
}
/// Over words of somebody else that built on what was refused.
pub fn of_other(author: &str) -> String {
    format!("〔{author}が書いたことば。あなたの書きこみの上に書かれていたため、いっしょに取り分けました〕")
}
/// The heading of the panel with words that the relay did not take.
pub const HEADING: &str = "記録に入らなかったことばがあります";
/// What the panel says first.
pub const KEPT: &str = "書いたことばは、この端末に残っています。消えていません。";
/// The button that copies the quoted words.
pub const COPY: &str = "ことばを写す（コピー）";
/// After copying.
pub const COPIED: &str = "写しました。別の画面に貼り付けられます。";
/// When the browser does not let a page copy.
pub const COPY_BY_HAND: &str = "自動で写せませんでした。ことばを長押しして選び、「コピー」を押してください。";
/// Where there are no words to quote.
pub const NO_WORDS: &str = "文字の書きこみはありません（選んだ項目だけでした）。";
/// The heading of the panel with words of before a forgotten secret that the relay did not take.
pub const UNREAD: &str = "暗証番号を決めなおす前のことばが、記録に入りませんでした";
/// What is said of them.
pub const UNREAD_MORE: &str = "封をしたまま県のサーバーに届けましたが、担当が変わったなどのわけで記録に入りませんでした。この端末では読めません。担当のコーディネーターが預かっていることがあるので、事務局にたずねてください。";
/// The heading of the panel with a part that cannot be read.
pub const DAMAGED: &str = "読めない部分があります";
/// What is said of it.
pub const DAMAGED_KEPT: &str = "この端末の保存のうち、読めない部分を別に取り分けました。ほかの部分は使えます。県のサーバーにつながると、届いている分をもう一度受け取ります。続くときは事務局へ知らせてください。";

/// The button that hands out the bytes.
pub const EXPORT: &str = "ファイルに書き出す";
/// What the file holds.
pub const EXPORT_WARNING: &str = "書き出したファイルには、記録のことばがそのまま入っています。事務局に頼まれたときだけ書き出し、渡したあとは消してください。";
/// The button that loads a document once more.
pub const OPEN_AGAIN: &str = "もう一度開いてみる";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_where_the_words_are_and_what_to_do() {
        let mut seen = std::collections::BTreeSet::new();
        for refusal in Refusal::ALL {
            let words = why(*refusal);
            assert!(words.contains("残っています") || words.contains("この端末にあります"), "{words}");
            assert!(words.contains("ください") || words.contains("自動で"), "{words}");
            assert!(seen.insert(words));
        }
    }
}
