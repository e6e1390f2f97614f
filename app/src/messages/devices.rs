//! What is said of devices: in the ledger, of a link for somebody, of a lost one and what is to be done then.

use shared::domain::Role;

use crate::actions::ActionError;
use crate::messages::action::failed;
use crate::oversight::DeviceState;

/// Under the heading.
pub const LEAD: &str = "気をつけたい端末が先に並びます。端末をなくしたと聞いたら、すぐに「紛失」を押してください。";
/// While the relay is asked.
pub const ASKING: &str = "県のサーバーにたずねています";
/// Asks once more.
pub const ASK_AGAIN: &str = "もう一度たずねる";
/// What could not be learnt.
pub fn not_known(error: &ActionError) -> String {
    match error {
        ActionError::Offline => {
            "県のサーバーにつながらないので、いまは見られません。電波のある所で開いてください。".to_owned()
        }
        ActionError::NoRight => "このページを見る役割ではありません。".to_owned(),
        other => failed(other),
    }
}

/// The links that choose.
pub const FILTER: &str = "しぼりこむ";
/// What can still be used, or is lost.
pub const HELD: &str = "手もとにある端末";
/// What needs somebody.
pub const NEEDING: &str = "気をつけたい";
/// In use.
pub const ACTIVE: &str = "使用中";
/// Lost.
pub const LOST: &str = "紛失";
/// Over.
pub const ENDED: &str = "終わったもの";
/// Everything.
pub const ALL: &str = "すべて";
/// How many.
pub fn count(count: usize) -> String {
    format!("{count}台")
}
/// More of them.
pub const MORE: &str = "もっと見る";
/// There is none.
pub const NONE: &str = "まだ端末がありません";
/// What that means.
pub const NONE_MORE: &str = "だれかがリンクを開いて端末を登録すると、ここに並びます。";
/// None in this state.
pub const NOTHING_FITS: &str = "あてはまる端末はありません";
/// What to do.
pub const NOTHING_FITS_MORE: &str = "「すべて」を押すと、終わったものもふくめて並びます。";
/// People without a device.
pub const WITHOUT: &str = "まだ端末のない人";
/// One of them.
pub fn holder(name: &str, role: Role) -> String {
    format!("{name}さん（{}）", role.label())
}
/// The device that shows this page.
pub const HERE: &str = "いま使っている、この端末です。";

/// How a device is.
pub fn state(state: DeviceState) -> &'static str {
    match state {
        DeviceState::Active => "使用中",
        DeviceState::Locked => "止まっています（暗証番号のまちがい）",
        DeviceState::Ended => "終わりました",
        DeviceState::Lost => "紛失",
        DeviceState::Wiped => "紛失・中身を消しました",
    }
}
/// It is lost, and not wiped.
pub const NEED_LOST: &str = "まだ中身が消えていません。端末が電波のある所で動くと消えます";
/// It is locked.
pub const NEED_LOCKED: &str = "新しいリンクをつくると、また使えるようになります";
/// Words wait on it.
pub fn owes(count: u64) -> String {
    format!("書いたもの{count}件が、1日以上届いていません。電波のある所で開くように伝えてください")
}
/// It was silent.
pub const NEED_SILENT: &str = "2週間以上つながっていません。手もとにあるか、たずねてください";
/// It is open.
pub const NEED_OPEN: &str = "パスコードか暗号化がありません。端末の設定をいっしょに確かめてください";

/// When the relay saw it last.
pub const LAST_CONTACT: &str = "最後のつながり";
/// What the relay lacks.
pub const UNSENT: &str = "届いていないもの";
/// Nothing.
pub const NOTHING_UNSENT: &str = "ありません";
/// So many, since when.
pub fn unsent(count: u64, oldest: Option<&str>) -> String {
    match oldest {
        Some(oldest) => format!("{count}件（古いもの：{oldest}）"),
        None => format!("{count}件"),
    }
}
/// It is not known.
pub const UNKNOWN: &str = "まだ分かりません";
/// What was said of it.
pub const CONDITIONS: &str = "端末の条件";
/// What was said of it, one after another.
pub fn conditions(managed: Option<bool>, passcode: Option<bool>, encrypted: Option<bool>) -> String {
    let one = |is: Option<bool>, yes: &'static str, no: &'static str| is.map(|is| if is { yes } else { no });
    let known = [
        one(managed, "事業所や県の端末", "自分の端末"),
        one(passcode, "パスコードあり", "パスコードなし"),
        one(encrypted, "暗号化あり", "暗号化なし・不明"),
    ];
    let words: Vec<&str> = known.into_iter().flatten().collect();
    if words.is_empty() { UNKNOWN.to_owned() } else { words.join("、") }
}
/// The version of its app.
pub const VERSION: &str = "アプリの版";
/// When it was enrolled.
pub const ENROLLED: &str = "登録した日";
/// Its number.
pub const NUMBER: &str = "端末の番号";

/// Makes a link.
pub const NEW_LINK: &str = "新しいリンクをつくる";
/// After a button's word, read aloud alone.
pub fn for_whom(name: &str) -> String {
    format!("（{name}さん）")
}
/// The question.
pub fn link_for(name: &str) -> String {
    format!("{name}さんの新しいリンク")
}
/// What it is.
pub const LINK_MORE: &str = "1回だけ使えるリンクをつくります。本人だけに、じかに渡してください。リンクを開いた端末が、その人の端末になります。つくったことは記録されます。";
/// The button.
pub const MAKE_LINK: &str = "リンクをつくる";
/// While it is made.
pub const MAKING: &str = "つくっています";
/// Until when.
pub fn link_until(until: &str) -> String {
    format!("リンクができました。{until}まで、1回だけ使えます。")
}
/// The drawing.
pub const QR: &str = "リンクのQRコード。本人の端末のカメラで読みます";
/// Copies it.
pub const COPY: &str = "リンクを写しとる";
/// It is copied.
pub const COPIED: &str = "写しとりました。本人への連絡に貼り付けてください";
/// It is not.
pub const NOT_COPIED: &str = "写しとれませんでした。リンクを長く押して、選んでください";
/// It is shown once.
pub const LINK_ONCE: &str = "閉じると、このリンクはもう見られません。";
/// Closes it.
pub const CLOSE: &str = "閉じる";
/// Leaves it.
pub const NOT_NOW: &str = "やめておく";

/// Says that it is lost.
pub const LOSE: &str = "紛失";
/// The first question.
pub const LOSE_ASK: &str = "この端末をなくしましたか";
/// When to say so.
pub const LOSE_WHEN: &str =
    "見あたらない、盗まれた、置き忘れて手もとにもどせない。そんなときに押します。押すと、次のようになります。";
/// What happens.
pub const LOSE_WHAT: [&str; 4] = [
    "すぐに、この端末は県のサーバーから何も受け取れなくなります。",
    "端末が次につながったとき、届いていなかった書きものを受け取ってから、端末の中身を消します。",
    "同じ端末を使うほかの人の分も、同じように受け取ってから消します。",
    "この端末に何があったかを書いた紙（記録）ができます。",
];
/// There is no way back.
pub const LOSE_BACK: &str =
    "元にはもどせません。見つかったときは、新しいリンクで登録しなおします。届いた記録は、また端末に届きます。";
/// On.
pub const NEXT: &str = "つぎへ";
/// The second question.
pub const LOSE_SURE: &str = "この端末を止めますか";
/// Whose.
pub const LOSE_WHOSE: &str = "だれの端末か、もう一度確かめてください。";
/// Whose it is.
pub const WHOSE: &str = "だれの端末";
/// The button.
pub const LOSE_YES: &str = "紛失として止める";
/// While it is said.
pub const LOSING: &str = "止めています";

/// The sheet.
pub const SHEET: &str = "紛失の記録を見る";
/// It is not lost.
pub const NOT_LOST: &str = "この端末は「紛失」になっていません";
/// What to do.
pub const NOT_LOST_MORE: &str = "端末の一覧にもどって、端末を確かめてください。";
/// Back to the list.
pub const BACK: &str = "端末の一覧へ";
/// Prints it.
pub const PRINT: &str = "印刷する";
/// It was not printed.
pub const NOT_PRINTED: &str = "この画面からは印刷できません。パソコンで開いて印刷してください";
/// When it was said.
pub const LOST_AT: &str = "紛失の知らせ";
/// Who said so.
pub const LOST_BY: &str = "知らせた人";
/// Whether it wiped itself.
pub const WIPED: &str = "中身を消したか";
/// It has not.
pub const NOT_WIPED: &str = "まだ（つながりしだい消えます）";
/// The device.
pub const ABOUT_DEVICE: &str = "端末のようす";
/// What was on it.
pub const WHAT_WAS_ON_IT: &str = "この端末にあった記録";
/// A record.
pub const RECORD: &str = "記録";
/// When it was used last.
pub const LAST_OPENED: &str = "この端末で最後に使われたとき";
/// How many.
pub fn on_it(count: usize, others: u64) -> String {
    match (count, others) {
        (0, 0) => "県のサーバーがこの端末に渡した記録はありません。".to_owned(),
        (count, 0) => format!("{count}件です。"),
        (0, others) => format!("あなたが読む役割のない記録が{others}件あります。その事務局か県にたずねてください。"),
        (count, others) => {
            format!(
                "{count}件です。このほかに、あなたが読む役割のない記録が{others}件あります。その事務局か県にたずねてください。"
            )
        }
    }
}
/// A record that is in no list of one's own.
pub fn nameless(id: &str) -> String {
    format!("一覧にない記録（番号 {id}）")
}
/// What comes next.
pub const NEXT_STEPS: &str = "つぎにすること";
/// Step by step.
pub const STEPS: [&str; 5] = [
    "県の担当課に、電話で知らせる（この紙を手もとに）。",
    "持っていた人に、なくした所と時刻、端末のパスコードの有無を聞く。責めない。",
    "外でなくしたときは、警察に遺失届を出す。盗まれたときは被害届を出す。",
    "上の記録に関わる方へ知らせるかどうかを、県と決める。",
    "見つかったら、端末を開かずに事務局へ。新しいリンクで登録しなおす。",
];
/// Whom to call, to be filled in by hand.
pub const CALLS: [&str; 2] = ["事務局の責任者", "警察（受理番号）"];
/// The prefecture, whose number the programme holds.
pub const CALL_PREFECTURE: &str = "県の担当課";
/// Where its number is not registered.
pub const CALL_MISSING: &str = "番号は登録されていません。電話を書く";
/// What is filled in beside the number.
pub const CALL_TIME_BLANK: &str = "知らせた日時を書く";
/// What is filled in there by hand.
pub const CALL_BLANK: &str = "電話と、知らせた日時を書く";
/// As of when.
pub fn as_of(now: &str) -> String {
    format!("{now}現在。「端末の一覧」からいつでももう一度開けます。")
}

/// A visit's record.
pub fn visit(hospital: &str, day: Option<&str>) -> String {
    format!("訪問の記録　{hospital}　{}", day.unwrap_or("日にちは未定"))
}
/// A request.
pub fn request(name: &str, day: Option<&str>) -> String {
    let name = if name.is_empty() { "お名前は未記入" } else { name };
    format!("依頼　{name}　{}", day.map(|day| format!("{day}受付")).unwrap_or_default())
}
/// A question to the prefecture.
pub fn consult(day: Option<&str>) -> String {
    format!("県への相談　{}", day.unwrap_or("書いている途中"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_said_as_far_as_they_are_known() {
        assert_eq!(
            conditions(Some(true), Some(true), Some(false)),
            "事業所や県の端末、パスコードあり、暗号化なし・不明"
        );
        assert_eq!(conditions(None, None, None), UNKNOWN);
    }

    #[test]
    fn the_sheet_says_how_many_records_nobody_here_may_read() {
        assert!(on_it(2, 3).contains("2件") && on_it(2, 3).contains("3件"));
        assert!(!on_it(2, 0).contains("ほか") && on_it(0, 3).contains("3件"));
    }
}
