//! What is said on a coordinator's list of visits.

/// The button to the form.
pub const MAKE: &str = "訪問をつくる";
/// The search.
pub const SEARCH: &str = "病院名でさがす";
/// What to write.
pub const SEARCH_HINT: &str = "名前の一部か、よみ（ひらがな）";
/// The filter.
pub const FILTER: &str = "しぼりこむ";
/// Nothing at all.
pub const NONE: &str = "訪問はまだありません";
/// What to do.
pub const NONE_MORE: &str = "ご本人の意向を確認したら、「訪問をつくる」から2人に届けられます。電波のある所で待つと、前につくった訪問が届くこともあります。";
/// Nothing fits.
pub const NOTHING_FITS: &str = "あてはまる訪問はありません";
/// What to do.
pub const NOTHING_FITS_MORE: &str = "さがす文字を短くするか、「すべて」を選んでください。";
/// The button that takes the filter away.
pub const SHOW_ALL: &str = "すべて見る";

/// 「12件」.
pub fn count(visits: usize) -> String {
    format!("{visits}件")
}
/// The button that shows more.
pub const MORE: &str = "つづきを見る";
/// Everything that is not over.
pub const OPEN: &str = "進んでいるもの";
/// To come.
pub const PLANNED: &str = "予定";
/// Being written.
pub const WRITING: &str = "記入中";
/// To be received.
pub const TO_ACCEPT: &str = "受け取り待ち";
/// Received.
pub const ACCEPTED: &str = "受け取り済み";
/// Called off.
pub const ENDED: &str = "中止";
/// Everything.
pub const ALL: &str = "すべて";
