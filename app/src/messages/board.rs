//! What is said on the office's board and its calendar.

/// Taking a request.
pub const TAKE: &str = "依頼を受ける";
/// What is owed today.
pub const OWED: &str = "きょうすること";
/// Nothing.
pub const OWED_NONE: &str = "きょう、やり残していることはありません";
/// What it means.
pub const OWED_NONE_MORE: &str = "また聞く日、事前連携、届いていない記録、受け取りを待つ記録があると、ここに並びます。";
/// A day to ask again has come.
pub const ASK_AGAIN: &str = "ご本人に、もう一度聞く";
/// The prefecture has answered.
pub const ANSWERED: &str = "県の回答を確かめる";
/// Every visit of a request is over.
pub const DECIDE: &str = "次の訪問か、完了かを決める";
/// A briefing is missing.
pub const BRIEFING: &str = "事前連携をする";
/// Somebody of the pair does not go.
pub const SUBSTITUTE: &str = "代わりの人をさがす";
/// One of the pair asked something.
pub const VISITOR_ASKED: &str = "訪問する人の質問に答える";
/// A note is missing.
pub const NOTE_MISSING: &str = "訪問の記録を待っている";
/// A note is to be accepted.
pub const TO_ACCEPT: &str = "訪問の記録を受け取る";
/// Words came after the acceptance.
pub const ACCEPT_AGAIN: &str = "あとから書かれたことばを受け取る";

/// Who waits.
pub const WAITING: &str = "待っている方";
/// No request was ever taken here.
pub const NONE: &str = "依頼はまだありません";
/// What to do.
pub const NONE_MORE: &str =
    "電話や手紙が届いたら「依頼を受ける」から書きはじめます。書いたものは、すぐにこの端末へ残ります。";
/// Everything that is not closed.
pub const OPEN: &str = "続いているもの";
/// Everything.
pub const ALL: &str = "すべて";
/// The states.
pub const FILTER: &str = "状態でしぼる";
/// Searching.
pub const SEARCH: &str = "さがす";
/// By what.
pub const SEARCH_HINT: &str = "お名前、よみ、病院の名前の一部";
/// More of them.
pub const MORE: &str = "もっと見る";
/// Nothing is found.
pub const NOTHING_FITS: &str = "あてはまる依頼はありません";
/// What to do.
pub const NOTHING_FITS_MORE: &str = "しぼり込みやことばを変えるか、すべてを表示してください。";
/// Showing all.
pub const SHOW_ALL: &str = "すべてを表示する";
/// No hospital is told.
pub const NO_HOSPITAL: &str = "病院はまだ分かりません";
/// No name is told.
pub const NO_NAME: &str = "お名前はまだ分かりません";
/// A field, or the way to go on, stands twice.
pub const DISPUTED: &str = "値が2つ";
/// Some of it could not be read.
pub const DAMAGED: &str = "読めない部分";

/// A request of which nothing can be read.
pub const UNREAD: &str = "読めない依頼";
/// What to do.
pub const UNREAD_MORE: &str = "保存したものは消していません。電波のある所で開くと、県のサーバーに届いている分をもう一度受け取ります。続くときは県の担当へ知らせてください。";

/// How many.
pub fn count(count: usize) -> String {
    format!("{count}件")
}

/// Received on a day.
pub fn received(day: String) -> String {
    format!("受付：{day}")
}

/// Waiting for so many days.
pub fn waiting_days(days: i32) -> String {
    if days == 0 { "きょう受付".to_owned() } else { format!("{days}日待っています") }
}

/// When to ask again.
pub fn ask_again(day: &str) -> String {
    format!("　また聞く日：{day}")
}

/// The month before.
pub const BEFORE: &str = "前の月";
/// The month after.
pub const AFTER: &str = "次の月";
/// This month.
pub const THIS_MONTH: &str = "今月";
/// Nothing in this month.
pub const MONTH_NONE: &str = "この月の訪問はありません";
/// When there is something.
pub const MONTH_NONE_MORE: &str = "依頼から訪問を調整すると、その日に入ります。";
