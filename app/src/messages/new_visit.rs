//! What is said on the form that makes a visit.

/// Under the heading.
pub const INTRO: &str =
    "電話を受けながらでも大丈夫です。書きかけはこの端末に残り、アプリを閉じても、あとで続きから書けます。";
/// Gate A.
pub const INTENT: &str = "ご本人の意向";
/// Why it comes first.
pub const INTENT_MORE: &str = "ご本人の「会いたい」を確かめてから、訪問をつくります。";
/// The day of the confirmation.
pub const INTENT_DAY: &str = "意向を確認した日";
/// The way.
pub const INTENT_METHOD: &str = "確認した方法";
/// Who confirmed.
pub const INTENT_BY: &str = "確認した人";
/// How to write it.
pub const INTENT_BY_HINT: &str = "例：事業所の田中、病棟の相談員";

/// Where and when.
pub const WHERE_WHEN: &str = "どこで、いつ";
/// The office.
pub const OFFICE: &str = "担当の事業所";
/// The hospital.
pub const HOSPITAL: &str = "病院";
/// How to find it.
pub const HOSPITAL_HINT: &str = "名前の一部か、よみ（ひらがな）でさがせます。";
/// The ward.
pub const WARD: &str = "病棟";
/// How to write it.
pub const WARD_HINT: &str = "例：3階東病棟";
/// The day.
pub const DAY: &str = "訪問する日";
/// The time.
pub const TIME: &str = "会う時刻";
/// The place.
pub const PLACE: &str = "会う場所";
/// How to write it.
pub const PLACE_HINT: &str = "例：2階の面会室";
/// Where the pair meets.
pub const MEET: &str = "2人の待ち合わせ";
/// How to write it.
pub const MEET_HINT: &str = "例：13時40分 正面玄関の受付前";

/// The pair.
pub const PAIR: &str = "訪問する2人";
/// Who may go.
pub const PAIR_MORE: &str = "選任された訪問支援員から2人を選びます。";
/// The first.
pub const FIRST: &str = "1人目";
/// The second.
pub const SECOND: &str = "2人目";
/// An exception.
pub const EXCEPTION: &str = "2人そろわないときの理由（例外の記録）";
/// When it is needed.
pub const EXCEPTION_HINT: &str =
    "1人で行くときや、選任前の人が行くときだけ書きます。書いた人の名前と日にちも残ります。";
/// The list of visitors did not come yet.
pub const NO_VISITORS: &str = "選べる訪問支援員が、まだこの端末に届いていません";
/// What to do.
pub const NO_VISITORS_MORE: &str =
    "電波のある所で少し待つと届きます。書いたものは残ります。届かないときは県の担当へ知らせてください。";
/// The list of hospitals did not come yet.
pub const NO_HOSPITALS: &str = "病院の一覧が、まだこの端末に届いていません";
/// A warning never bars.
pub const WARNING: &str = "このままつくれます。念のため確かめてください。";

/// The briefing.
pub const BRIEFING: &str = "2人に伝えておくこと";
/// What may stand there.
pub const BRIEFING_MORE: &str =
    "ご本人と相談して決めたことだけを書きます。病名・診断・薬のことは書きません。あとから書き足せます。";

/// The button.
pub const SUBMIT: &str = "訪問をつくる";
/// While it is made durable.
pub const SUBMITTING: &str = "つくっています";
/// Several errors.
pub fn errors(count: usize) -> String {
    format!("入れていただきたい所が{count}つあります")
}
/// What stands under it.
pub const ERRORS_MORE: &str = "押すと、その欄へ移ります。書いたものは残っています。";
/// It could not be made.
pub const FAILED: &str = "訪問をつくれませんでした。書いたものは残っています。もう一度押してください。続くときは「設定」で保存の状態を確かめてください。";

/// No office.
pub const OFFICE_MISSING: &str = "担当の事業所を選んでください";
/// No hospital.
pub const HOSPITAL_MISSING: &str = "病院を選んでください";
/// No day.
pub const DAY_MISSING: &str = "訪問する日を入れてください";
/// An unfinished day.
pub const DAY_UNFINISHED: &str = "年・月・日をすべて入れてください";
/// The visit would be before the wish was confirmed.
pub const DAY_BEFORE_INTENT: &str = "訪問する日が、意向を確認した日より前になっています。どちらかを確かめてください";
/// No time.
pub const TIME_MISSING: &str = "会う時刻を入れてください";
/// No place.
pub const PLACE_MISSING: &str = "会う場所を入れてください。決まっていないときは「受付で聞く」などと書いてください";
/// A text that is too long for its field.
pub const TOO_LONG: &str = "長すぎます。1000字までにしてください";
/// What has been written in the form is kept.
pub const DRAFT_KEPT: &str = "前に書きかけたものを開きました。";
/// The button that drops it, where it was opened again.
pub const DRAFT_CLEAR: &str = "やめて、はじめから書く";
/// The button that drops it, beside the one that sends.
pub const DRAFT_STOP: &str = "書きかけをやめる";
/// It was dropped.
pub const DRAFT_DROPPED: &str = "書きかけをやめました。このページを開いているあいだは、元に戻せます。";
/// The button that brings it back.
pub const DRAFT_UNDO: &str = "元に戻す";
/// The day lies in the past.
pub const DAY_PAST: &str = "過ぎた日です。終わった訪問の記録をつくるときは、このままで大丈夫です。";
/// The button that fills in today.
pub const INTENT_TODAY: &str = "今日、確認した";
/// A visitor whose category is not known.
pub const NO_CATEGORY: &str = "区分は不明";
/// A visitor who is not appointed yet.
pub const NOT_APPOINTED: &str = "選任前";
/// A seat needs the category of the day.
pub const CATEGORY_MISSING: &str =
    "区分（ピアサポーターなど）がまだ届いていない人がいます。電波のある所で少し待つか、県の担当へ確かめてください";
