//! What is said where a person may not be safe (精神保健福祉法 第40条の3). Short: it is read with a beating heart. It must
//! never ask the reader to find out whether it is true.

/// What it is for.
pub const LEAD: &str = "「たたかれた」「どなられた」「食べさせてもらえない」など、病院の職員からひどいことをされているかもしれない、と思ったときのページです。ほんとうかどうかを、あなたが確かめる必要はありません。";
/// First.
pub const FIRST: &str = "1. まず、県に電話する";
/// That it is a duty and may be done by anybody.
pub const FIRST_MORE: &str =
    "気づいた人は県に知らせることが、法律（第40条の3）で決まっています。きょうのうちを、めやすにしてください。";
/// The number is not registered.
pub const NO_NUMBER: &str = "県の窓口の番号は、まだ登録されていません。事務局に電話して「心配なことがあるので、県の窓口の番号を教えてください」と言ってください。";
/// Nobody answers.
pub const NO_ANSWER: &str = "つながらないときは、下の記録を書いておき、つながる時間にもう一度かけてください。";
/// Life is in danger.
pub const DANGER: &str = "いま命があぶないときは、先に110番か119番へ。";
/// Second.
pub const SECOND: &str = "2. ご本人に伝える";
/// What the person is told.
pub const TELL: [&str; 4] = [
    "「話してくれて、ありがとうございます」",
    "「あなたを守るために、県の人に伝えます。伝えることは、法律で決まっています」",
    "「病院の人には、わたしたちからは話しません」",
    "「このあとどうなるかは、県の人が決めます。わたしには約束できません」",
];
/// What not to do.
pub const DO_NOT: &str =
    "その場で病院の職員に確かめません。くわしく聞き出しません。ご本人のことばを、そのまま受けとめます。";
/// Third.
pub const THIRD: &str = "3. 忘れないうちに書く";
/// Who may read.
pub const READERS: &str = "読めるのは、あなたと、県の窓口の担当者だけです。";
/// The same for an officer.
pub const READERS_OFFICER: &str = "読めるのは、書いた人と、県の窓口の担当者だけです。";
/// Who may not.
pub const READERS_MORE: &str = "担当者でない人は、だれも読めません。いっしょに訪問した人も、事務局も、病院の人も同じです。実績の表にも、検索にも、持ち出すファイルにも入りません。";
/// Begins.
pub const BEGIN: &str = "記録を書く";
/// That it works without a network.
pub const OFFLINE: &str = "電波がなくても書けます。つながったときに、県の窓口の担当者に届きます。";
/// The text is a draft.
pub const DRAFT: &str = "この案内は下書きです。県の手引きに書かれたことがあれば、そちらに従ってください。";
/// Those that one may read.
pub const ALL: &str = "あなたが読める記録";
/// There are none.
pub const NONE: &str = "記録はまだありません";
/// What that means.
pub const NONE_MORE: &str = "あなたが書いたものがここに並びます。県の窓口の担当者には、届いたものがすべて並びます。";
/// A record without a day.
pub const NO_DAY: &str = "日にちのない記録";
/// A record that cannot be read.
pub const UNREAD: &str = "読めない記録";
/// What to do.
pub const UNREAD_MORE: &str = "保存したものは消していません。電波のある所で開くと、もう一度受け取ります。";
/// It is one's own.
pub const BY_ME: &str = "あなたが書いた記録";
/// It waits.
pub const WAITING: &str = "まだ受けつけられていません";
/// It was taken up.
pub const RECEIVED: &str = "受けつけられました";
/// It is closed.
pub const CLOSED: &str = "閉じました";
/// It waits for the relay.
pub const OWED: &str = "県のサーバーにまだ届いていません";

/// Nothing is kept yet.
pub const NOT_BORN: &str = "何か書くと、この端末に残ります。それまでは、どこにも残りません。";
/// The day is today.
pub const TODAY: &str = "きょう";
/// What was seen.
pub const FACTS: &str = "いつ、どこで、どなたのことか";
/// That any part may be left out.
pub const FACTS_MORE: &str = "分かるところだけでかまいません。";
/// The hospital.
pub const HOSPITAL_HINT: &str = "名前かよみの一部で探せます。";
/// The words.
pub const WORDS: &str = "見たこと、聞いたこと";
/// How to write them.
pub fn hint(section: shared::documents::safeguard::SafeguardSection) -> &'static str {
    use shared::documents::safeguard::SafeguardSection as S;
    match section {
        S::Seen => "見たまま、聞いたまま。考えたことは、分けて書きます。",
        S::Words => "言い方も、そのままに。",
        S::Told => "県に伝えることを話したか。ご本人は何と言ったか。",
    }
}
/// What was done.
pub const STEPS: &str = "したこと";
/// Nothing yet.
pub const STEPS_NONE: &str = "まだありません";
/// Adds one.
pub const ADD: &str = "したことを書きたす";
/// Which.
pub const WHICH: &str = "何をしましたか";
/// Nothing was chosen.
pub const WHICH_MISSING: &str = "何をしたかを選んでください";
/// A word about it.
pub const TEXT: &str = "ひとこと（書かなくてもかまいません）";
/// Records it.
pub const RECORD: &str = "記録する";
/// It was recorded.
pub const RECORDED: &str = "記録しました";
/// Steps that this version cannot read.
pub fn unread_steps(count: usize) -> String {
    format!("この版では読めないものが{count}件あります。消えてはいません。")
}
/// Back to the numbers and the list.
pub const BACK: &str = "電話番号と一覧へ";
