//! What is said at the head of a visit and before it.

/// What the head holds, read aloud.
pub const HEAD: &str = "いつ・どこで・だれと";
/// When.
pub const WHEN: &str = "日時";
/// Where.
pub const HOSPITAL: &str = "病院";
/// The ward.
pub const WARD: &str = "病棟";
/// Where the person is met.
pub const PLACE: &str = "会う場所";
/// Where the pair meets.
pub const MEET: &str = "2人の待ち合わせ";
/// With whom.
pub const PAIR: &str = "訪問する人";
/// The office.
pub const OFFICE: &str = "担当の事業所";
/// The intent confirmation.
pub const INTENT: &str = "ご本人の意向の確認";
/// A recorded exception to gate B.
pub const EXCEPTION: &str = "組の例外の理由";
/// It is not settled.
pub const OPEN: &str = "まだ決まっていません";
/// The programme has not come yet.
pub const NOT_NAMED: &str = "名前がまだ届いていません";
/// A field stands with several values.
pub const SEVERAL: &str = "値が2つあります（下に出ています）";
/// Oneself.
pub const YOU: &str = "あなた";
/// A person whose name this device was not given.
pub const SOMEBODY: &str = "名前の分からない人";
/// How one's own words are named by the store.
pub const MYSELF: &str = "自分";

/// 「田中さん」; oneself without さん.
pub fn person(name: Option<&str>) -> String {
    match name {
        None => SOMEBODY.to_owned(),
        Some(MYSELF) => MYSELF.to_owned(),
        Some(name) => format!("{name}さん"),
    }
}

/// A value whose author is not known.
pub const SOME_TIME: &str = "日時は分かりません";

/// The day of the visit.
pub const DAY: &str = "日にち";
/// The time of the visit.
pub const TIME: &str = "時刻";
/// The two seats.
pub const FIRST: &str = "1人目";
/// The second seat.
pub const SECOND: &str = "2人目";
/// What became of it.
pub const OUTCOME: &str = "面会の結果";

/// Before the visit.
pub const BRIEFING: &str = "行く前に";
/// To the visitor, if something stands there.
pub const BRIEFING_READ: &str = "ご本人と相談して決めた、知っておくことです。";
/// To the visitor, if nothing stands there.
pub const BRIEFING_EMPTY: &str =
    "行く前に知っておくことは、まだ書かれていません。気になるときは事務局へ聞いてください。";
/// It changed since the visitor read it.
pub const BRIEFING_CHANGED: &str = "前に読んだあとで、書きかわりました。もう一度読んでください。";
/// To the visitor: their reading is told.
pub fn read_told(when: &str) -> String {
    format!("読みました（{when}）。読んだことと日時は、事務局にも出ています。")
}
/// To the coordinator: it was read as it stands.
pub fn read(who: &str, when: &str) -> String {
    format!("{who}：読みました（{when}）")
}
/// It was read before it changed.
pub fn read_before(who: &str, when: &str) -> String {
    format!("{who}：読んだあとに書きかわりました（読んだのは{when}）")
}
/// It was not read.
pub fn not_read(who: &str) -> String {
    format!("{who}：まだ読んでいません")
}
/// To the coordinator.
pub const BRIEFING_WRITE: &str = "2人が知っておくことだけを書きます。病名・診断・薬のことは書きません。";
/// The button that opens the fields.
pub const BRIEFING_EDIT: &str = "書きかえる";
/// The button that closes them.
pub const BRIEFING_DONE: &str = "書きおわる";

/// 「11月24日(火)　電話　確認した人：……」
pub fn intent(day: &str, method: &str, confirmed_by: &str) -> String {
    format!("{day}　{method}　確認した人：{confirmed_by}")
}

/// It was just made.
pub const MADE: &str = "訪問をつくりました";
/// What happens now.
pub const MADE_MORE: &str = "この訪問が二人の端末に届きます。電波のない所にいるあいだは、つながったときに届きます。";
/// The document needs a newer app.
pub const READ_ONLY_NEWER: &str =
    "この記録は新しい版のアプリで書かれています。読めますが、書けません。「設定」で新しい版にすると書けます。";
/// One may only read.
pub const READ_ONLY_RIGHT: &str = "この記録は読むことだけできます。書き足したいことは、事務局へ伝えてください。";
/// A change of somebody could not be made durable.
pub const EDIT_FAILED: &str =
    "いまの書きこみを保存できませんでした。画面のことばを写してから、もう一度試してください。";
/// A visit of which nothing can be read.
pub const UNREAD: &str = "読めない訪問の記録";
/// What to do.
pub const UNREAD_MORE: &str =
    "保存したものは消していません。電波のある所で開くと、県のサーバーに届いている分をもう一度受け取ります。";
