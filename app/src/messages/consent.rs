//! What is said about consents: what the person lets be told, and to whom.

/// The part.
pub const HEADING: &str = "同意（伝えてよいこと）";
/// The rule.
pub const MORE: &str =
    "ここに書いてあることのほかは、2人と事務局の外に伝えません。ご本人が「伝えてほしい」と言ったときだけ書きます。";
/// Nothing may be told.
pub const NOTHING: &str = "いまは、だれにも伝えません。";
/// A consent that holds.
pub const HOLDS: &str = "伝えてよい";
/// One that does not, or not any more.
pub const HOLDS_NOT: &str = "伝えません";
/// Who asked, and when.
pub fn asked(by: &str, day: &str) -> String {
    format!("聞いた人：{by}　{day}")
}
/// It was withdrawn.
pub fn withdrawn(by: &str, day: &str) -> String {
    format!("{day}に、ご本人が取りやめました（聞いた人：{by}）。")
}
/// Withdrawing it.
pub const WITHDRAW: &str = "ご本人が取りやめた";
/// Writing one down.
pub const WRITE: &str = "ご本人の同意を書く";
/// To whom.
pub const TO: &str = "だれに伝えますか";
/// It is missing.
pub const TO_MISSING: &str = "伝える相手を選んでください";
/// Whom by name.
pub const WHOM: &str = "その人の名前や所属";
/// How to write it.
pub const WHOM_HINT: &str = "分かるときだけ。例：相談支援事業所の見本さん";
/// What.
pub const WHAT: &str = "何を伝えますか";
/// How to write it.
pub const WHAT_HINT: &str = "ご本人と決めたとおりに。例：名前と、グループホームを見学したい希望だけ";
/// It is missing.
pub const WHAT_MISSING: &str = "何を伝えてよいかを書いてください";
/// When the person said so.
pub const DAY: &str = "ご本人が言った日";
/// It is missing, or there is no such day.
pub const DAY_MISSING: &str = "ご本人が言った日を、年・月・日で入れてください";
/// Writing it down.
pub const WRITE_DO: &str = "同意を書き込む";
/// Some cannot be read here.
pub fn unread(count: usize) -> String {
    format!("この端末では読めない同意が{count}件あります。読めないものは、伝えてよいことに数えません。")
}
