//! The names of the pages, as they stand in bars, headings and window titles. It must never hold
//! a name of a person or a hospital: titles are kept in histories and seen over shoulders.

/// The name of the product.
pub const PRODUCT: &str = "おとずれ";

/// Redeeming a link.
pub const LINK: &str = "この端末を使えるようにする";
/// Everything is hidden until somebody shows that it is they.
pub const LOCKED: &str = "かくしています";
/// Nobody is enrolled.
pub const SIGN_IN: &str = "はじめに";
/// The persons of this browser.
pub const PEOPLE: &str = "この端末を使う人";
/// A visitor's first page.
pub const TODAY: &str = "きょう";
/// A visitor's own appointments, and when they can come.
pub const SCHEDULE: &str = "予定";
/// Care for visitors.
pub const CARE: &str = "支え";
/// A concern for safety: page and record are called the same, so that no history tells that there is a record.
pub const CONCERN: &str = "心配なことがあるとき";
/// The same, in a bar.
pub const CONCERNS: &str = "心配なこと";
/// A coordinator's board of requests.
pub const REQUESTS: &str = "依頼の一覧";
/// A request.
pub const REQUEST: &str = "依頼";
/// Taking a request.
pub const NEW_REQUEST: &str = "依頼を受ける";
/// The visits of a month.
pub const CALENDAR: &str = "訪問のカレンダー";
/// Arranging a visit for a request.
pub const ARRANGE: &str = "訪問を調整する";
/// Questions of eligibility.
pub const CONSULTS: &str = "県への相談";
/// A question of eligibility.
pub const CONSULT: &str = "対象についての相談";
/// A visit and its note.
pub const VISIT: &str = "訪問の記録";
/// A coordinator's list.
pub const VISITS: &str = "訪問の一覧";
/// The form to make a visit.
pub const NEW_VISIT: &str = "訪問をつくる";
/// The tables.
pub const FIGURES: &str = "実績の表";
/// The programme as it stands.
pub const PROGRAMME: &str = "事業のあらまし";
/// Settings.
pub const SETTINGS: &str = "設定";
/// The ledger of devices.
pub const DEVICES: &str = "端末の台帳";
/// A lost device.
pub const LOST_DEVICE: &str = "紛失した端末の記録";
/// The access log.
pub const ACCESS_LOG: &str = "記録を見た人の一覧";
/// There is no such page.
pub const NOT_FOUND: &str = "ページが見つかりません";
/// The role has no right to the page.
pub const NO_RIGHT: &str = "このページは開けません";
/// The device cannot keep anything.
pub const NO_STORAGE: &str = "この端末に保存できません";
/// The code of the page did not arrive.
pub const PART_MISSING: &str = "この画面を開けませんでした";
/// The app is being opened.
pub const OPENING: &str = "開いています";

/// What stands on the window: 「訪問の記録 | おとずれ」.
pub fn window(page: &str) -> String {
    format!("{page} | {PRODUCT}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_says_page_and_product() {
        assert_eq!(window(VISIT), "訪問の記録 | おとずれ");
    }
}
