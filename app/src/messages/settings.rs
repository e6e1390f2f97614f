//! What is said on the settings page.

/// Storage.
pub const STORAGE: &str = "この端末の保存";
/// It is protected.
pub const PERSISTED: &str = "保存は守られています";
/// What that means.
pub const PERSISTED_MORE: &str = "端末の空きが少なくなっても、ブラウザーが記録を消すことはありません。";
/// It is not protected.
pub const NOT_PERSISTED: &str = "端末の空きが少なくなると、ブラウザーが保存を消すことがあります";
/// What to do.
pub const NOT_PERSISTED_MORE: &str = "「消さないように頼む」を押すか、下の案内でホーム画面に置いてください。県のサーバーに届いた記録は、消えても取り戻せます。";
/// Not known yet.
pub const PERSIST_UNKNOWN: &str = "守られているかどうかを確かめています";
/// The button that asks.
pub const ASK: &str = "消さないように頼む";
/// While asking.
pub const ASKING: &str = "頼んでいます";
/// The browser said no.
pub const REFUSED: &str = "いまは守られませんでした。ホーム画面に置いて、そこから開くと守られやすくなります。";
/// What is used.
pub fn used(used: &str, all: &str) -> String {
    format!("使っている量：{used}（使える量：およそ{all}）")
}
/// Bytes in words: 「12 MB」.
pub fn bytes(count: u64) -> String {
    const MB: u64 = 1024 * 1024;
    match count {
        0..MB => "1 MB 未満".to_owned(),
        _ if count < 1024 * MB => format!("{} MB", count / MB),
        _ => format!("{} GB", count / (1024 * MB)),
    }
}
/// The button that tries to store again.
pub const SAVE_AGAIN: &str = "もう一度保存してみる";

/// The line to the relay.
pub const RELAY: &str = "県のサーバーとのつながり";
/// Connected, since when.
pub fn online(since: &str) -> String {
    format!("つながっています（{since}から）。")
}
/// Not connected, since when.
pub fn offline(since: &str) -> String {
    format!("いまはつながっていません（{since}から）。書いたものはこの端末に保存され、つながると自動で届きます。")
}
/// Everything is there.
pub const ALL_SENT: &str = "書いたものはすべて県のサーバーに届いています。";
/// The button that tries at once.
pub const TRY_NOW: &str = "いますぐつないでみる";

/// The clock.
pub const CLOCK: &str = "端末の時計がずれています";
/// What to do, and by how much.
pub fn clock_off(minutes: i64) -> String {
    let way = if minutes > 0 { "進んで" } else { "遅れて" };
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let much = match minutes.abs() {
        minutes @ DAY.. => format!("{}日", (minutes + DAY / 2) / DAY),
        minutes @ HOUR.. => format!("{}時間", (minutes + HOUR / 2) / HOUR),
        minutes => format!("{minutes}分"),
    };
    format!(
        "県のサーバーの時計より、およそ{much}{way}います。記録の日時や「きょう」の日付に使うので、端末の設定で「日付と時刻を自動設定」にしてください。書いたことばは、そのまま届きます。"
    )
}

/// This device and version.
pub const DEVICE: &str = "この端末とアプリ";
/// The device's label.
pub const DEVICE_LABEL: &str = "端末の番号";
/// The version's label.
pub const VERSION: &str = "アプリの版";
/// Whether it starts without a network.
pub const OFFLINE_READY: &str = "電波のない所で";
/// It does.
pub const OFFLINE_YES: &str = "開けます（アプリの全部がこの端末にあります）";
/// It does not yet.
pub const OFFLINE_NOT_YET: &str = "まだ開けません。電波のある所で少しのあいだ開いたままにしてください。";
/// A newer version is there.
pub const UPDATE: &str = "新しい版があります";
/// What to do.
pub const UPDATE_MORE: &str = "画面に出ている「いま更新」を押すと新しい版になります。書いたものは残ります。出ていないときは、もう一度開いてください。";

/// The home screen.
pub const INSTALL: &str = "ホーム画面に置く";
/// Why.
pub const INSTALL_WHY: &str = "ホーム画面から開くと、画面が広くなり、保存が守られやすくなります。";
/// On iPad and iPhone.
pub const INSTALL_IPAD: &str = "iPad・iPhone（Safari）";
/// Step by step.
pub const INSTALL_IPAD_STEPS: [(&str, &str); 4] = [
    (
        "Safari でこのページを開き、共有のしるし（四角から上向きの矢印）を押します。iPad では画面の上、iPhone では下にあります。",
        "/pictures/install-share.svg",
    ),
    ("出てきた一覧の「ホーム画面に追加」を押し、つぎに「追加」を押します。", "/pictures/install-add.svg"),
    ("ホーム画面にできた「おとずれ」を押して開きます。", "/pictures/install-open.svg"),
    (
        "「はじめに」の画面の「リンク」の欄を長く押して、届いたリンクを貼り付け、「このリンクを開く」を押します。",
        "/pictures/install-paste.svg",
    ),
];
/// In a tab on such a device.
pub const INSTALL_FIRST: &str = "はじめに、ホーム画面に置いてください";
/// Why.
pub const INSTALL_FIRST_WHY: &str = "iPad・iPhone では、ホーム画面の「おとずれ」から使います。ブラウザーの中のままでは、しばらく開かないうちに保存が消えることがあるため、ここでは登録できません。";
/// A link was opened there.
pub const LINK_STANDS: &str = "このリンクは、まだ使っていません";
/// What to do with it.
pub const LINK_STANDS_MORE: &str =
    "先に下のボタンでリンクを写しておき、ホーム画面の「おとずれ」を開いてから貼り付けてください。";
/// The button that copies it.
pub const COPY_LINK: &str = "リンクを写す（コピー）";
/// The browser did not let it be copied.
pub const NOT_COPIED_LINK: &str = "写せませんでした。リンクが届いたメールなどから、長く押して写してください。";
/// On Android and computers.
pub const INSTALL_OTHER: &str = "Android・パソコン（Chrome、Edge）";
/// Step by step.
pub const INSTALL_OTHER_STEPS: [&str; 2] = [
    "メニュー（点が3つ並んだしるし）を押します。",
    "「ホーム画面に追加」か「アプリをインストール」を押します。書いたものはそのまま使えます。",
];

/// Devices and who had records in their hands.
pub const LOOKING_AFTER: &str = "端末と記録の見守り";

/// What was set aside on this device.
pub const SET_ASIDE: &str = "取り分けたもの";
/// There is nothing.
pub const NOTHING_SET_ASIDE: &str = "記録に入らなかったことばや、読めない部分はありません。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_whole_units() {
        assert_eq!(bytes(0), "1 MB 未満");
        assert_eq!(bytes(12 * 1024 * 1024 + 5), "12 MB");
        assert_eq!(bytes(3 * 1024 * 1024 * 1024), "3 GB");
    }

    #[test]
    fn a_clock_is_ahead_or_behind() {
        assert!(clock_off(7).contains("およそ7分進んで"));
        assert!(clock_off(-7).contains("およそ7分遅れて"));
        assert!(clock_off(-60).contains("およそ1時間遅れて"));
        assert!(clock_off(365 * 24 * 60).contains("およそ365日進んで"));
        assert!(clock_off(1 - 365 * 24 * 60).contains("およそ365日遅れて"));
    }
}
