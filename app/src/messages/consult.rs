//! What is said about questions of eligibility.

/// Under the heading of the list.
pub const INTRO: &str = "対象になるかを、事業所と県で考えるための相談です。お名前などは入っていません。";
/// None yet.
pub const NONE: &str = "相談はまだありません";
/// When there are some.
pub const NONE_MORE: &str = "事業所が依頼の画面から県へ相談すると、ここに並びます。";
/// It waits for an answer.
pub const WAITS: &str = "回答待ち";
/// It was not asked yet.
pub const DRAFT: &str = "まだ送っていません";
/// Nothing is told.
pub const NOT_TOLD: &str = "入院形態は書かれていません";
/// Two values stand.
pub const DISPUTED: &str = "値が2つ";
/// Some of it could not be read.
pub const DAMAGED: &str = "読めない部分";
/// The question.
pub const QUESTION: &str = "相談の内容";
/// It holds no person.
pub const NO_PERSON: &str = "ご本人が分かることは書かれていません。";
/// What the office proposes.
pub const PROPOSAL: &str = "事業所の考えと理由";
/// The request it is about.
pub const TO_REQUEST: &str = "依頼へ戻る";
/// The answer.
pub const ANSWER: &str = "県の回答";
/// None yet.
pub const NO_ANSWER: &str = "まだ回答はありません。";
/// Two stand.
pub const TWO_ANSWERS: &str = "別々に書かれた回答が2つあります。県の担当者が、もう一度回答してください。";
/// An officer's choice.
pub const YOUR_ANSWER: &str = "回答";
/// It is missing.
pub const CHOOSE: &str = "1つ選んでください";
/// The reason.
pub const REASON: &str = "理由";
/// How to write it.
pub const REASON_HINT: &str = "例：面会が長く途絶えていて、事業の目的に合う";
/// It is missing.
pub const REASON_MISSING: &str = "理由を書いてください";
/// Sending it.
pub const SEND: &str = "回答する";
/// It was sent.
pub const SENT: &str = "回答を保存しました。事業所へ届きます";
/// The prefecture wants more.
pub const MORE_WANTED: &str =
    "県が確かめたいことがあります。書き足して、もう一度送ってください。お名前や病棟は書きません。";
/// What is added.
pub const ADDED: &str = "書き足すこと";
/// It is missing.
pub const ADDED_MISSING: &str = "書き足すことを書いてください";
/// Asking once more.
pub const ASK_AGAIN: &str = "書き足して、もう一度相談する";

/// A question of which nothing can be read.
pub const UNREAD: &str = "読めない相談";
/// What to do.
pub const UNREAD_MORE: &str =
    "保存したものは消していません。電波のある所で開くと、県のサーバーに届いている分をもう一度受け取ります。";

/// Asked on a day.
pub fn asked(day: &str) -> String {
    format!("{day}の相談")
}

/// Waiting for so many days.
pub fn waiting_days(days: i32) -> String {
    if days == 0 { "きょう届きました".to_owned() } else { format!("{days}日待っています") }
}
