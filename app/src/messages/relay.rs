//! What is said about the line to the prefecture's server. It must never make anybody wait for
//! it: every sentence says that the words are on this device and work goes on.

use shared::protocol::CloseCode;

/// Why the line was closed, and what to do.
pub fn closed(code: CloseCode) -> &'static str {
    match code {
        CloseCode::Version => {
            "アプリの版が古くなり、県のサーバーとやりとりできません。書いたものはこの端末にあります。「設定」で新しい版にすると、そのあと届きます。"
        }
        CloseCode::Ticket => {
            "県のサーバーにつなぐ合図が古くなりました。書いたものはこの端末にあります。自動でもう一度つなぎます。"
        }
        CloseCode::SignedOut => {
            "この端末の登録が終わっています。書いたものはこの端末に残っています。新しいリンクをもらって開くと、続きから届きます。"
        }
        CloseCode::Malformed => {
            "県のサーバーとのやりとりに乱れがありました。書いたものはこの端末にあります。自動でもう一度つなぎます。続くときは事務局へ知らせてください。"
        }
        CloseCode::Limit => {
            "一度に送る量が多すぎました。書いたものはこの端末にあります。少しずつ送り直します。続くときは事務局へ知らせてください。"
        }
        CloseCode::Slow => {
            "電波が弱く、やりとりが追いつきませんでした。書いたものはこの端末にあります。自動でもう一度つなぎます。"
        }
        CloseCode::Away => "県のサーバーが休んでいます。書いたものはこの端末にあります。戻りしだい、自動で届けます。",
    }
}

/// The heading over `closed` when no attempt is made any more.
pub const STOPPED: &str = "県のサーバーにつながらなくなりました";
/// The heading over a refusal to this device.
pub const LINK_AGAIN: &str = "新しいリンクで登録し直す";

/// How many changes wait to be carried to the relay.
pub fn waiting(changes: usize) -> String {
    format!("県のサーバーにまだ届いていない書きこみが{changes}件あります。この端末に保存されています。")
}

/// How many changes wait, and since when the oldest of them does.
pub fn oldest(changes: usize, since: &str) -> String {
    format!("まだ届いていない書きこみ{changes}件（いちばん古いものは{since}から）")
}

/// The name of the reminder.
pub const REMINDER: &str = "まだ届いていない書きこみのお知らせ";
/// Words wait for too long.
pub const REMIND: &str = "県のサーバーに、1日より長く届いていない書きこみがあります";
/// What to do.
pub fn remind(since: &str) -> String {
    format!(
        "いちばん古いものは{since}に書いたものです。この端末には保存されています。電波のある所で、このまましばらく開いておいてください。それでも届かないときは、「設定」の「記録を持ち出す」でファイルにして、事務局へ知らせてください。"
    )
}
/// The link.
pub const TO_SETTINGS: &str = "設定を開く";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_where_the_words_are() {
        let mut seen = std::collections::BTreeSet::new();
        for code in CloseCode::ALL {
            let words = closed(*code);
            assert!(words.contains("この端末"), "{words}");
            assert!(seen.insert(words));
        }
    }
}
