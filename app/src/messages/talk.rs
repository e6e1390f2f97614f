//! What is said about questions back to the pair, and about quotations.

/// The part.
pub const HEADING: &str = "確かめたいこと・引き継いだことば";
/// A question.
pub const QUESTION: &str = "事務局から";
/// A question of one of the pair.
pub const QUESTION_PAIR: &str = "訪問する人から";
/// It waits for an answer.
pub const WAITS: &str = "事務局の答えを待っています。答えは、ここに出ます。";
/// Asking the office.
pub const ASK_OFFICE: &str = "事務局に聞く";
/// How to write it.
pub const ASK_OFFICE_HINT: &str = "行く前のことでも、行ったあとのことでも。例：部屋の場所は変わりましたか";
/// Sending it.
pub const ASK_OFFICE_DO: &str = "事務局に送る";
/// An answer's field.
pub const ANSWER: &str = "答え";
/// Sending it.
pub const ANSWER_DO: &str = "答えを書き込む";
/// Asking.
pub const ASK: &str = "訪問した2人に確かめる";
/// Its field.
pub const ASK_FIELD: &str = "確かめたいこと";
/// How to write it.
pub const ASK_HINT: &str = "例：次に会う日の希望は聞けましたか";
/// Sending it.
pub const ASK_DO: &str = "2人に送る";
/// Quoting.
pub const QUOTE: &str = "紙や電話で届いたことばを写して残す";
/// What it does.
pub const QUOTE_MORE: &str = "この記録に書き込めなかった人のことばを、書いた人の名前と一緒に写して残します。記録そのものは変わらず、数字にも入りません。";
/// Who wrote it.
pub const AUTHOR: &str = "書いた人";
/// It is missing.
pub const AUTHOR_MISSING: &str = "書いた人を選んでください";
/// The day they were written.
pub const WRITTEN: &str = "書かれた日";
/// It is missing.
pub const WRITTEN_MISSING: &str = "書かれた日を入れてください";
/// The words.
pub const QUOTE_FIELD: &str = "写すことば（そのまま）";
/// Words that the relay refused and keeps.
pub const REFUSED: &str = "記録に入らなかったことば";
/// What can be done with them.
pub const REFUSED_MORE: &str = "県のサーバーが受け付けず、別に取ってあるものです。ここはコーディネーターと書いた人だけが見られます。引き継ぐと、書いた人の名前と時刻といっしょに、この記録のそばへ写して残ります。";
/// One press that quotes them.
pub const REFUSED_QUOTE: &str = "引き継ぐ（写して残す）";
/// They are quoted.
pub const REFUSED_QUOTED: &str = "引き継ぎました";
/// There are more than one answer holds.
pub const REFUSED_NOT_ALL: &str = "ほかにもあります。多すぎるため、古いものから表示しています。";
/// Whose they are.
pub fn refused(author: &str, when: &str) -> String {
    format!("{author}　{when}")
}
/// Some cannot be read here.
pub fn refused_unread(count: usize) -> String {
    format!("この端末では読めない書きこみが{count}件あります。書いた人の端末には、ことばのまま残っています。")
}
/// Keeping them.
pub const QUOTE_DO: &str = "写して残す";

/// Whose words these are.
pub fn quoted(author: &str, when: &str) -> String {
    format!("{author}が書いたことば（{when}）")
}

/// Who quoted them.
pub fn quoted_by(by: &str) -> String {
    format!("写した人：{by}")
}

/// The next visit.
pub const NEXT: &str = "次の訪問";
/// What is handed on.
pub const NEXT_MORE: &str = "場所、事前連携、「次に会う人へ」を写し、会ったことのある人を1人目に入れます。";
/// Making it.
pub const NEXT_DO: &str = "次の訪問を調整する";
/// To the request.
pub const TO_REQUEST: &str = "この訪問の依頼を見る";
