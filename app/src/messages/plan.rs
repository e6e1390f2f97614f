//! What is said where a coordinator changes what was agreed about a visit.

/// Opening the form.
pub const CHANGE: &str = "予定を変える・取りやめる";
/// The day.
pub const DAY: &str = "訪問する日";
/// Half a day stands there.
pub const DAY_UNFINISHED: &str = "日にちが途中です。年・月・日を入れてください";
/// The time.
pub const TIME: &str = "会う時刻";
/// The ward.
pub const WARD: &str = "病棟";
/// The place.
pub const PLACE: &str = "会う場所";
/// Where the pair meets.
pub const MEET: &str = "2人の待ち合わせ";
/// The first of the pair.
pub const FIRST: &str = "1人目";
/// The second of the pair.
pub const SECOND: &str = "2人目";
/// What changing the pair does.
pub const PAIR_MORE: &str = "人を変えると、前の人の端末からこの訪問は見えなくなります。先に連絡してください。";
/// Saving.
pub const SAVE: &str = "予定を変える";
/// Calling it off.
pub const CANCELLED: &str = "取りやめになった";
/// The person was discharged before.
pub const DISCHARGED: &str = "訪問の前に退院した";
/// It is saved.
pub const SAVED: &str = "保存しました。2人の端末にも届きます";
