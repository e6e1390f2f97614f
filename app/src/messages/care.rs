//! What is said where visitors are cared for: before, after, ten minutes of the pair, a supporter of one's own. It must
//! never ask why, and never sound like an examination.

/// What the page is for.
pub const LEAD: &str =
    "訪問の前とあとに、あなた自身のことを書いておくところです。点数はつきません。書かなくてもかまいません。";
/// The same, for who is chosen.
pub const LEAD_OTHERS: &str = "訪問のあとの電話と、あなたを選んで書かれた記録です。";
/// One's own visits.
pub const OWN: &str = "あなたの訪問";
/// There are none.
pub const OWN_NONE: &str = "書けるところは、まだありません";
/// When that changes.
pub const OWN_NONE_MORE: &str = "訪問の予定が決まると、ここから書けるようになります。";
/// A visit without an aftercare.
pub const NOT_BEGUN: &str = "まだ書いていません";
/// An aftercare that cannot be read.
pub const UNREAD: &str = "読めない支えの記録";
/// What to do.
pub const UNREAD_MORE: &str = "保存したものは消していません。電波のある所で開くと、もう一度受け取ります。";
/// A visit that is not on this device.
pub fn visit_of(day: Option<&str>, hospital: Option<&str>) -> String {
    let day = day.unwrap_or("日にちがまだ決まっていない日");
    hospital.map_or_else(|| format!("{day}の訪問"), |hospital| format!("{day}　{hospital}"))
}
/// Those who chose me.
pub const CHOSEN_BY: &str = "あなたを選んだ人";
/// What that means.
pub const CHOSEN_BY_MORE: &str = "書いた人とあなただけが読めます。ほかの人には話さないでください。";
/// Nobody did.
pub const CHOSEN_BY_NONE: &str = "あなたを選んだ人は、いまいません";
/// When that changes.
pub const CHOSEN_BY_NONE_MORE: &str = "訪問支援員があなたを支える人に選ぶと、ここに出ます。";

/// The label of a call that is overdue.
pub const OVERDUE: &str = "電話がまだです";
/// Due now.
pub const DUE_NOW: &str = "電話のころです";
/// Comes.
pub const DUE_LATER: &str = "これから";
/// Done.
pub const DUE_DONE: &str = "電話はすみました";
/// An agreed call.
pub fn planned(day: &str) -> String {
    format!("電話の約束：{day}")
}

/// Calls that are due to the office's visitors.
pub const DUE: &str = "訪問のあとの電話";
/// What they are.
pub const DUE_MORE: &str = "訪問のあと24時間から72時間のあいだに、だれかが声をかけたかどうかだけが分かります。書いた中身も、選んだ相手も、ここには出ません。";
/// There are none.
pub const DUE_NONE: &str = "いま待っている電話はありません";
/// When that changes.
pub const DUE_NONE_MORE: &str =
    "訪問支援員が訪問のあとの記録をはじめると、ここに出ます。記録がなくても、気になる人には声をかけてください。";
/// How it is done, for those who look after the list.
pub const DUE_HOW: &str = "「電話がまだです」の人には、事務局から「きのうはおつかれさまでした」と声をかけてください。";
/// From when to when.
pub fn due_days(from: &str, until: &str) -> String {
    format!("{from}から{until}まで")
}
/// How many persons.
pub fn persons(count: usize) -> String {
    format!("訪問支援員{count}人")
}
/// To the page, on the board.
pub const CALL: &str = "訪問のあとの電話をかける";

/// Visitors of whom no line tells anything.
pub const SILENT: &str = "訪問したばかりで、記録のない人";
/// What that means.
pub const SILENT_MORE: &str = "記録を書かないのは自由です。だれも声をかけていないかもしれないので、電話してみてください。声をかけたかどうかは、ここには残りません。";

/// Before anything is written: who may read.
pub const CHOOSE: &str = "だれに読んでもらいますか";
/// How to choose.
pub const CHOOSE_HINT: &str = "あとで、ほかの人にも書けます。そのときは別の記録になり、ここに書いたものは移りません。";
/// For oneself alone.
pub const MYSELF: &str = "だれにも見せない";
/// What that means.
pub const MYSELF_MORE: &str = "あなただけが読めます";
/// Nothing was chosen.
pub const CHOOSE_MISSING: &str = "読んでもらう人か、「だれにも見せない」を選んでください";
/// Begins.
pub const BEGIN: &str = "書きはじめる";
/// There is no such visit of one's own.
pub const NO_VISIT: &str = "この訪問は、この端末にありません";
/// What to do.
pub const NO_VISIT_MORE: &str = "あなたの訪問は「支え」のページに並んでいます。";
/// Back to the list.
pub const BACK: &str = "「支え」へ";

/// Who may read.
pub fn readers(other: Option<&str>) -> String {
    match other {
        None => "読めるのは、あなただけです。".to_owned(),
        Some(other) => format!("読めるのは、あなたと{other}だけです。"),
    }
}
/// What else leaves it.
pub const READERS_MORE: &str = "ここに名前のない人は、だれも読めません。いっしょに訪問した人も、事務局も、県も同じです。事務局には、訪問のあとの電話がすんだかどうかだけが伝わります。";
/// What must not stand here.
pub const ABOUT_YOU: &str =
    "ここは、あなた自身のことを書くところです。会った方のお名前や、聞いたお話は書かないでください。";
/// Nothing is kept yet.
pub const NOT_BORN: &str = "何か選ぶか書くと、この端末に残ります。それまでは、どこにも残りません。";

/// Opens the faces and words of a moment.
pub const CHECK: &str = "顔と気持ちを選ぶ";
/// Something is chosen there.
pub const CHECKED: &str = "選びました";
/// The question of faces.
pub const FACE: &str = "いまの顔";
/// That it may be passed over.
pub const SKIP: &str = "選ばなくてもかまいません。";
/// The question of words.
pub const FEELINGS: &str = "いまの気持ち";
/// Several may be chosen.
pub const SEVERAL: &str = "いくつでも選べます。";
/// Takes a self-check back.
pub const TAKE_BACK: &str = "選んだものを消す";
/// When it was chosen.
pub fn chosen_at(at: &str) -> String {
    format!("{at}に選びました")
}
/// Nothing was chosen.
pub const NOTHING_CHOSEN: &str = "何も選んでいません";

/// The ten minutes of the pair.
pub const DEBRIEF: &str = "ふたりで10分、ふりかえる";
/// When.
pub const DEBRIEF_MORE: &str = "病院を出たら、別れる前に。時間は計りません。10分くらいをめやすに、順番に話します。";
/// What to ask each other.
pub const DEBRIEF_STEPS: [&str; 5] = [
    "まず、ひと息つきます。飲みものがあれば飲みます。",
    "ひとりずつ「どうだった？」と聞き、聞く人はさえぎらずに聞きます。",
    "心に残ったこと、しんどかったことを、ひとつずつ話します。話したくないことは、話さなくてかまいません。",
    "助かったこと、よかったことを、ひとつずつ言い合います。",
    "きょうこのあと、だれと、どこで休むかを言い合います。つらくなったときに電話する人も決めます。",
];
/// Where to say that it was done.
pub const DEBRIEF_TICK: &str =
    "すんだら、訪問のページで「ふりかえった」に印をつけます。印だけが、いっしょに訪問した人と事務局に見えます。";
/// To the visit.
pub const TO_VISIT: &str = "訪問のページへ";
/// The pair's ten minutes, on the visit's page.
pub const DEBRIEFED: &str = "ふたりで10分、ふりかえりましたか";
/// It was done.
pub const DEBRIEFED_YES: &str = "ふりかえった";
/// Not yet.
pub const DEBRIEFED_NO: &str = "まだ・しなかった";
/// How to.
pub const DEBRIEF_HOW: &str = "ふりかえり方と、あなた自身の記録";

/// What is on one's mind.
pub const MIND_HINT: &str = "思ったことを、思った順に。書かなくてもかまいません。";
/// From here on.
pub const WISH: &str = "これからのこと";
/// That nobody asks why.
pub const WISH_HINT: &str = "理由はいりません。選ぶと、ここを読める人に伝わります。";
/// The same where nobody reads.
pub const WISH_ALONE: &str = "理由はいりません。いまは、あなただけが読めます。事務局に伝えたいときは、事務局の人を選んで書くか、電話してください。";
/// Takes a wish back.
pub const CLEAR: &str = "選ぶのをやめる";
/// No call is wanted.
pub const ENOUGH: &str = "電話はいりません";
/// What that does.
pub const ENOUGH_MORE: &str = "事務局の「訪問のあとの電話」が、すんだことになります。いつでも戻せます。";
/// The question.
pub const CALLS_WANTED: &str = "訪問のあとの電話";
/// What is talked of.
pub const TALK_HINT: &str = "電話や、会って話したこと。ふたりとも書けます。";

/// The calls.
pub const CALLS: &str = "電話の記録";
/// There are none.
pub const CALLS_NONE: &str = "まだありません";
/// Notes a call.
pub const NOTE_CALL: &str = "電話を記録する";
/// What became of it.
pub const CALL_STATE: &str = "どうなりましたか";
/// Nothing was chosen.
pub const CALL_STATE_MISSING: &str = "どうなったかを選んでください";
/// Its day.
pub const CALL_DAY: &str = "その日にち";
/// There is none.
pub const CALL_DAY_MISSING: &str = "日にちを入れてください";
/// A word about it.
pub const CALL_TEXT: &str = "ひとこと（書かなくてもかまいません）";
/// It is noted.
pub const CALL_NOTED: &str = "電話を記録しました";
/// Calls that this version cannot read.
pub fn unread_calls(count: usize) -> String {
    format!("この版では読めない電話の記録が{count}件あります。消えてはいません。")
}

/// Another supporter.
pub const ANOTHER: &str = "ほかの人に書く";
/// What that does.
pub const ANOTHER_MORE: &str =
    "別の記録をはじめます。ここに書いたものは、いま読める人とのあいだに残り、新しい人は読めません。";
/// An edit was not made.
pub const EDIT_FAILED: &str = "いまの書きこみはできませんでした";
