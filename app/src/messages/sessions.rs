//! What is said of a person's own sessions.

/// The section.
pub const SESSIONS: &str = "サインインしている所";
/// What it is for.
pub const LEAD: &str = "心当たりのないものがあれば終えて、事務局に知らせてください。";
/// While they are asked for.
pub const READING: &str = "県のサーバーにたずねています";
/// Asks once more.
pub const AGAIN: &str = "もう一度たずねる";
/// When it was used last.
pub const LAST_USED: &str = "最後に使ったとき";
/// Since when.
pub const SINCE: &str = "はじめたとき";
/// The number of its device.
pub const NUMBER: &str = "端末の番号";
/// The button.
pub const END: &str = "終える";
/// The question.
pub const END_ASK: &str = "このサインインを終えますか";
/// What it does.
pub const END_MORE: &str = "その端末は、県のサーバーとのつながりが切れます。書いてあったものは、その端末に残ります。その人が暗証番号を入れると、またつながります。端末をなくしたときは、事務局に「紛失」と知らせてください。";
/// What it does here.
pub const END_THIS_MORE: &str =
    "この画面をかくします。書いたものはこの端末に残ります。暗証番号を入れると、また開けます。";
/// Yes.
pub const END_YES: &str = "終える";
/// While it ends.
pub const ENDING: &str = "終えています";
/// No.
pub const END_NO: &str = "やめておく";

/// Which one it is: the one that asks, another of this device, another device's.
pub fn which(this: bool, here: bool) -> &'static str {
    match (this, here) {
        (true, _) => "この端末（いま使っているもの）",
        (false, true) => "この端末",
        (false, false) => "別の端末",
    }
}

/// After the button's word, read aloud alone.
pub fn end_of(which: &str, used: &str) -> String {
    format!("（{which}、{used}に使ったもの）")
}
