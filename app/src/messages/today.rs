//! What is said on a visitor's first page.

/// The next visit.
pub const NEXT: &str = "つぎの訪問";
/// The visits after the next.
pub const LATER: &str = "そのあとの訪問";
/// Notes that are to be written.
pub const TO_WRITE: &str = "記録を書く訪問";
/// How to write.
pub const TO_WRITE_MORE: &str = "思い出したときに、少しずつで大丈夫です。2人で同時に書けます。";
/// Past visits.
pub const DONE: &str = "受け取られた記録";
/// Visits that have left this device.
pub fn put_away(count: usize, days: u32) -> String {
    format!(
        "受け取られてから{days}日たった記録{count}件は、この端末から外しました。県のサーバーと事務局に残っています。"
    )
}
/// No visit to come.
pub const NONE: &str = "予定されている訪問はありません";
/// What that means.
pub const NONE_MORE: &str = "コーディネーターが訪問を決めると、ここに出ます。電波のある所で開いておくと届きます。";
/// Nothing at all yet, and the relay was not asked yet.
pub const NOT_YET: &str = "まだ訪問が届いていません";
/// What that means.
pub const NOT_YET_MORE: &str = "電波のある所で少し待つと届きます。届いたあとは、電波のない所でも読み書きできます。";
/// The button to the visit.
pub const READ_BRIEFING: &str = "行く前に読む";
/// The button on the day and after.
pub const WRITE_OR_READ: &str = "この訪問を開く（読む・書く）";
/// With whom one goes.
pub const WITH: &str = "いっしょに行く人";
/// Where the person is met.
pub const PLACE: &str = "会う場所";
/// Where the pair meets.
pub const MEET: &str = "2人の待ち合わせ";
/// It is not settled.
pub const OPEN: &str = "まだ決まっていません";
/// Which visit it is.
pub const NTH: &str = "何回目";
/// Which, in words.
pub fn nth(nth: u32) -> String {
    match nth {
        1 => "1回目（はじめて会います）".to_owned(),
        nth => format!("{nth}回目"),
    }
}
/// One visit need not do everything.
pub const AGAIN: &str = "また会えます。1回で、すべてをしなくて大丈夫です。";
/// Whom to call.
pub const CALL: &str = "困ったとき・迷ったときの電話";
/// The office's number is not registered.
pub fn no_number(office: &str) -> String {
    format!("{office}の電話番号は登録されていません。事務局の人に、直接聞いてください。")
}
/// No office is settled.
pub const NO_OFFICE: &str = "担当の事業所がまだ決まっていません。いつも連絡している事務局に電話してください。";
/// What helps before the door.
pub const GUIDE: &str = "行く前に見ておくこと";
/// The whole handbook.
pub const HANDBOOK: &str = "手引きをひらく";
/// One goes alone, by an exception.
pub const ALONE: &str = "ひとりで行きます";

/// 「きょう」「あした」「3日後」, for a day `days` ahead.
pub fn in_days(days: i32) -> String {
    match days {
        0 => "きょう".to_owned(),
        1 => "あした".to_owned(),
        2 => "あさって".to_owned(),
        days if days > 0 => format!("{days}日後"),
        -1 => "きのう".to_owned(),
        days => format!("{}日前", days.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_days_are_said_as_people_say_them() {
        assert_eq!(in_days(0), "きょう");
        assert_eq!(in_days(2), "あさって");
        assert_eq!(in_days(10), "10日後");
        assert_eq!(in_days(-3), "3日前");
    }
}
