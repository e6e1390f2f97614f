//! What is said while everything is hidden. It must never say what is behind the door, nor to whom it belongs
//! beyond the name they are enrolled by.

use crate::actions::DoorProblem;

/// Several people use this browser.
pub const WHO: &str = "お名前を押してください";
/// Where the words are.
pub const KEPT: &str = "書いたものは、この端末に保存されています。電波のない所でも開けます。";
/// The field, for digits.
pub const PIN: &str = "暗証番号";
/// The field, for a phrase.
pub const PHRASE: &str = "合言葉";
/// The button.
pub const OPEN: &str = "開く";
/// While it is tried.
pub const OPENING: &str = "確かめています";
/// Back to the choice.
pub const OTHERS: &str = "ほかの人が使う";
/// Nothing was typed.
pub const NOTHING: &str = "暗証番号を入れてください";
/// Shows what is typed.
pub const SHOW: &str = "入れた文字を見せる";

/// Whose door it is.
pub fn whose(name: &str) -> String {
    format!("{name}さん")
}

/// How long the next try must wait.
pub fn wait(seconds: i64) -> String {
    match seconds {
        0..=90 => format!("あと{seconds}秒たつと、もう一度入れられます。"),
        _ => format!("あと{}分ほどたつと、もう一度入れられます。", (seconds + 59) / 60),
    }
}

/// It was wrong before; so many are left.
pub fn left(count: u32) -> String {
    format!("あと{count}回まちがえると、この端末では開けなくなります。")
}

/// Why it stays shut.
pub fn shut(problem: DoorProblem) -> String {
    match problem {
        DoorProblem::Wrong { .. } => "ちがうようです。確かめて、もう一度入れてください".to_owned(),
        DoorProblem::TooEarly => "少し待ってから、もう一度入れてください".to_owned(),
        DoorProblem::Ended => ENDED.to_owned(),
        DoorProblem::Unsettled => {
            "新しい暗証番号に変わったかどうか、まだ確かめられません。電波のある所でもう一度開くか、前の暗証番号を入れてください".to_owned()
        }
        DoorProblem::OthersWords => {
            "前の人の書いたものを、まだこの端末に保存できていません。その人に先に開いてもらい、保存されるのを待ってください".to_owned()
        }
    }
}

/// Too many wrong ones.
pub const ENDED: &str = "10回まちがえたため、この端末では開けなくなりました";
/// What that means.
pub const ENDED_MORE: &str = "県のサーバーに届いた記録は残っています。この端末で書いて、まだ届いていなかったことばは、封をしたまま県のサーバーに届けます。新しいリンクで登録すると、記録がもう一度この端末に届きます。";
/// The relay has ordered that all of it goes.
pub const ORDERED: &str = "この端末での登録は終わりました";
/// What is still done, and what to do.
pub const ORDERED_MORE: &str = "まだ届いていないことばを県のサーバーに届けてから、この端末の記録を消します。終わるまで、電波のある所で開いたままにしてください。";
/// The relay takes nobody from this device.
pub const LOCKED_OUT: &str = "県のサーバーが、この端末からの入り口を閉じています";
/// What that means, and what to do.
pub const LOCKED_OUT_MORE: &str = "まちがった暗証番号が続いたためです。ここにある記録は、いまも暗証番号で開いて、読み書きできます。書いたものは封をしたまま県のサーバーに届きますが、新しい記録はこの端末に届きません。新しいリンクで登録しなおしてください。";
/// For long nothing was heard from the relay.
pub fn overdue(days: i32) -> String {
    format!("県のサーバーと、{days}日つながっていません")
}
/// What to do.
pub const OVERDUE_MORE: &str = "電波のある所で、このアプリをしばらく開いてください。それまでも、読み書きはできます。";
/// Everybody's things were taken away: the device was said to be lost.
pub const WIPED_LOST: &str = "紛失の届けがあったため、この端末の記録を消しました";
/// What to do.
pub const WIPED_LOST_MORE: &str = "この端末を見つけた方は、事務局か県の担当課に知らせてください。記録は県のサーバーに残っています。もう一度使うときは、新しいリンクで登録します。";
/// One person's things were taken away.
pub const WIPED_ENDED: &str = "この端末での登録が終わったため、記録を消しました";
/// What to do.
pub const WIPED_ENDED_MORE: &str = "県のサーバーに届いた記録は残っています。心当たりがないときは、事務局に知らせてください。もう一度使うときは、新しいリンクで登録します。";
/// Nothing was lost by it.
pub const WIPED_ALL_SENT: &str = "まだ届いていなかったことばは、消す前に県のサーバーに届けました。";
/// Nothing was lost by it, and somebody looks at it: it comes from one who has ended.
pub const WIPED_ALL_KEPT: &str = "まだ届いていなかったことばは、消す前に県のサーバーに預けました。担当の人が読みます。";
/// Something was.
pub const WIPED_LEFT: &str = "県のサーバーが受け取れず、届かなかったことばがあります。事務局に知らせてください。";
/// The browser has cleared what was behind the door.
pub const NOTHING_THERE: &str = "この端末の保存が消えています";
/// What that means.
pub const NOTHING_THERE_MORE: &str =
    "県のサーバーに届いた記録は残っています。新しいリンクで登録すると、もう一度この端末に届きます。";
/// What to do if it is forgotten.
pub const FORGOTTEN: &str = "暗証番号を忘れたとき";
/// What that means.
pub const FORGOTTEN_MORE: &str = "新しいリンクをもらうと、暗証番号を決めなおせます。県のサーバーにある記録は、もう一度この端末に届きます。まだ届いていなかったことばも、封をしたまま県のサーバーに届けてから戻ります。";
/// Somebody else begins on this device.
pub const ADD: &str = "この端末を新しく使いはじめるとき";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_seconds_then_in_minutes() {
        assert!(wait(5).contains("あと5秒") && wait(300).contains("あと5分"));
        assert!(wait(91).contains("あと2分"));
    }
}
