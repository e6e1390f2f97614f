//! What is said about going to a visit, or not. It must never sound like a question why.

/// The part on the visit's page.
pub const HEADING: &str = "この訪問に行くこと";
/// Staying away from the visit of today.
pub const STAY_TODAY: &str = "きょうはやめておく";
/// Staying away from a later one.
pub const STAY: &str = "この訪問はやめておく";
/// What a press does.
pub const STAY_MORE: &str = "理由はいりません。事務局に伝わり、代わりの人をさがします。あとで取り消せます。";
/// One stays away.
pub const STAYS: &str = "やめておくことにしました";
/// The office knows.
pub const STAYS_MORE: &str = "事務局に届きました。代わりの人をさがします。ゆっくり休んでください。";
/// It has not left the device.
pub const STAYS_OWED: &str = "つながったときに事務局に届きます。急ぐときは、事務局へ電話してください。";
/// Going after all.
pub const GO: &str = "やはり行きます";
/// The other of the pair stays away.
pub const OTHER: &str = "代わりの人をさがしています";
/// What that means.
pub const OTHER_MORE: &str = "いっしょに行く人が変わります。決まったら、ここに名前が出ます。";
/// It was not written.
pub const FAILED: &str = "伝えられませんでした";

/// To the coordinator: somebody stays away.
pub const SUBSTITUTE: &str = "代わりの人をさがしてください";
/// Who, and since when.
pub fn stays(who: &str, since: &str) -> String {
    format!("{who}は、この訪問に行かないことにしました（{since}）。理由は聞きません。")
}
/// What to do.
pub const SUBSTITUTE_MORE: &str = "下の「予定を変える・取りやめる」で、訪問する人を選び直します。";
