//! What is said of a visitor's appointments and of when they can come.

use shared::domain::{HalfDay, Period};
use shared::time::{Day, Weekday};

/// Under the heading.
pub const LEAD: &str = "あなたの訪問と研修の予定です。電波のない所でも見られます。";
/// The days that come.
pub const COMING: &str = "これからの予定";
/// What stands behind the heading of today.
pub const TODAY: &str = "きょう";
/// What stands behind the heading of tomorrow.
pub const TOMORROW: &str = "あした";
/// Visits without a day.
pub const NO_DAY: &str = "日にちが決まっていない訪問";
/// Nothing is to come.
pub const NONE: &str = "これからの予定はありません";
/// What that means.
pub const NONE_MORE: &str = "訪問が決まると、ここに日にちの順で出ます。電波のある所で開いておくと届きます。";

/// The file for a calendar.
pub const FILE: &str = "カレンダーに入れる";
/// What is in it.
pub const FILE_MORE: &str = "お使いのカレンダーに入れるファイルをつくります。入るのは、日にちと時刻と「予定があります」だけです。病院や人の名前は入りません。";
/// The button.
pub const FILE_MAKE: &str = "ファイルをつくる";
/// It is being given out.
pub const FILE_MAKING: &str = "つくっています";
/// It was given out.
pub const FILE_GIVEN: &str = "ファイルを渡しました";
/// What to do next.
pub const FILE_GIVEN_MORE: &str =
    "ファイルを開くと、カレンダーに入ります。予定が変わったら、もう一度つくってください。";
/// The name of the file.
pub const FILE_NAME: &str = "otozure.ics";
/// What an appointment is called in a calendar, a reminder or a lock screen: the one sentence for all.
pub const APPOINTMENT: &str = "予定があります";

/// The half-days of a week.
pub const WEEK: &str = "いつもの1週間で、来られる時間";
/// How to say it.
pub const WEEK_MORE: &str =
    "来られる時間を押してください。押したところに印がつきます。印のない時間は「来られない予定」と事務局に伝わります。";
/// Nothing was said yet.
pub const WEEK_UNSAID: &str = "まだ何も伝えていません。事務局は、そのつど都合を聞きます。";

/// `月曜日`.
pub fn weekday(day: Weekday) -> String {
    format!("{}曜日", day.label())
}

/// `月曜日の午前`.
pub fn half_of(day: Weekday, half: HalfDay) -> String {
    format!("{}の{}", weekday(day), half.label())
}

/// A half that stands with two answers.
pub const TWICE: &str = "2つの答え";
/// What to do about it.
pub const TWICE_MORE: &str = "ほかの端末と答えがちがいます。もう一度押して、決めてください。";

/// Days that are otherwise.
pub const DAYS: &str = "いつもとちがう日";
/// How to say it.
pub const DAYS_MORE: &str = "その日だけ来られない、または来られるときに入れます。理由はいりません。";
/// The day.
pub const DAY: &str = "日にち";
/// What is said of it.
pub const THAT_DAY: &str = "その日は";
/// Not at all.
pub const OFF: &str = "来られません";
/// Not in the morning.
pub const OFF_MORNING: &str = "午前は来られません";
/// Not in the afternoon.
pub const OFF_AFTERNOON: &str = "午後は来られません";
/// The whole day.
pub const ON: &str = "来られます";
/// Adds it.
pub const ADD: &str = "この日を入れる";
/// No day was chosen.
pub const DAY_MISSING: &str = "日にちを入れてください";
/// Nothing was chosen.
pub const WHAT_MISSING: &str = "どちらかを選んでください";
/// The day is over.
pub const DAY_PAST: &str = "もう過ぎた日です。きょうからあとの日を入れてください";
/// Takes a day out again.
pub const TAKE_OUT: &str = "取りやめる";

/// `令和8年12月24日(木)の「来られません」を取りやめる`.
pub fn take_out_of(day: Day, said: &str) -> String {
    format!("{}の「{said}」を{TAKE_OUT}", day.japanese())
}

/// The pause.
pub const PAUSE: &str = "しばらく休む";
/// What it means.
pub const PAUSE_MORE: &str =
    "休んでいるあいだ、新しい訪問はお願いしません。理由は聞きません。いつでも終わりにできます。";
/// Its first day.
pub const PAUSE_FROM: &str = "休みはじめる日";
/// Its last day.
pub const PAUSE_UNTIL: &str = "休みの最後の日";
/// It may be left open.
pub const PAUSE_UNTIL_HINT: &str = "まだ決められないときは、空のままで大丈夫です。";
/// Begins it.
pub const PAUSE_BEGIN: &str = "この期間を休む";
/// Ends it.
pub const PAUSE_END: &str = "休みを終わりにする";
/// It ends before it begins.
pub const PAUSE_BACKWARDS: &str = "最後の日が、はじめる日より前です";

/// What stands.
pub fn paused(pause: Period) -> String {
    match pause.until() {
        Some(until) => format!("{}から{}まで、休むことになっています", pause.from().japanese(), until.japanese()),
        None => format!("{}から、休むことになっています", pause.from().japanese()),
    }
}

/// The quiet mark where a pair is chosen. It bars nothing.
pub fn against(name: &str) -> String {
    format!("{name}さん：この日は来られない予定です")
}
/// What that means.
pub const AGAINST_MORE: &str = "本人が「予定」に入れたことです。話し合って決めた日なら、このまま進められます。";

/// The reminder of the day before, while the app is open.
pub const REMINDER: &str = "あしたの予定";
/// Its sentence.
pub const TOMORROW_IS: &str = "あした、予定があります";
/// Where to look.
pub const TO_SCHEDULE: &str = "予定を見る";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_says_its_days() {
        let day = "2026-12-01/2027-01-31".parse().unwrap();
        assert_eq!(paused(day), "令和8年12月1日(火)から令和9年1月31日(日)まで、休むことになっています");
        assert_eq!(paused("2026-12-01/".parse().unwrap()), "令和8年12月1日(火)から、休むことになっています");
    }

    #[test]
    fn a_mark_names_who_and_no_reason() {
        assert_eq!(against("仮名 さくら"), "仮名 さくらさん：この日は来られない予定です");
    }
}
