//! What is said of the reminder of the day before.

use shared::time::ClockTime;

/// The section.
pub const HEADING: &str = "前の日のお知らせ";

/// What it does.
pub fn meaning(at: ClockTime) -> String {
    format!(
        "予定の前の日の{}ごろ、この端末に「あした、予定があります」とだけ出します。病院や人の名前は出しません。アプリを閉じていても届きます。",
        at.easy()
    )
}
/// Asks for it.
pub const ASK: &str = "お知らせを受け取る";
/// It is being asked for.
pub const ASKING: &str = "たずねています";
/// It is asked for.
pub const HERE: &str = "この端末は、前の日のお知らせを受け取ります";
/// No more.
pub const STOP: &str = "お知らせをやめる";
/// This browser cannot.
pub const NOT_POSSIBLE: &str =
    "この端末のこの開き方では受け取れません。iPhoneやiPadでは、ホーム画面に置いたアプリから開いてください。";
/// The person, or the device, did not let it.
pub const DENIED: &str =
    "お知らせが許可されていません。端末の設定で、このアプリの通知を許可してから、もう一度押してください。";
/// The browser's service did not answer.
pub const FAILED: &str = "この端末では受け取れるようになりませんでした。電波のある所で、もう一度試してください。";
/// There is no line.
pub const OFFLINE: &str = "電波のある所で開くと、受け取るかどうかを決められます。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_when_and_what_alone() {
        let words = meaning("18:00".parse().unwrap());
        assert!(words.starts_with("予定の前の日の午後6時ごろ") && words.contains("あした、予定があります"));
    }
}
