//! What is said about the persons who share one browser. It must never suggest that one person's
//! words are shown to another.

/// Nobody is enrolled: what this is.
pub const WHAT: &str = "おとずれは、入院者訪問支援事業の訪問と記録のための道具です。書いたものはこの端末に保存され、電波のない所でも使えます。";
/// How one begins.
pub const HOW: &str = "はじめるには、あなた専用のリンクが要ります";
/// What to do with it.
pub const HOW_MORE: &str = "リンクは1回だけ使えます。届いたリンクを、使いたい端末のブラウザーで開いてください。この端末で使う暗証番号を、そのときご自分で決めます。";
/// The device lost what it kept.
pub const MAYBE_EVICTED: &str = "前に使っていたのにこの画面が出るときは";
/// What that means and what to do.
pub const MAYBE_EVICTED_MORE: &str = "ブラウザーがこの端末の保存を消したか、別のブラウザーで開いています。県のサーバーに届いた記録は残っています。新しいリンクで登録すると、もう一度この端末に届きます。まず、ホーム画面の「おとずれ」や、いつものブラウザーから開いてみてください。";

/// Over the list.
pub const INTRO: &str = "人ごとに別々に保存しています。切り替えても、書いたものは混ざりません。";
/// Who uses it now.
pub const NOW: &str = "いま使っています";
/// The button that switches.
pub fn switch_to(name: &str) -> String {
    format!("{name}さんに切り替える")
}
/// Adding a person.
pub const ADD: &str = "この端末に人を加える";
/// How.
pub const ADD_MORE: &str =
    "加わる人のリンクを、この端末の同じブラウザーで開きます。いま使っている人の書いたものはそのまま残ります。";
/// Pasting a link.
pub const PASTE: &str = "リンク";
/// How to paste it.
pub const PASTE_HINT: &str = "届いたリンクを貼り付けることもできます。";
/// The button that opens it.
pub const PASTE_OPEN: &str = "このリンクを開く";
/// What was pasted holds no link.
pub const PASTE_WRONG: &str = "リンクを最初から最後まで貼り付けてください。「/link#」が入っています。";
/// Ending the use on this device.
pub const SIGN_OUT: &str = "この端末での登録を終える";
/// What it does.
pub const SIGN_OUT_MORE: &str = "この端末から、あなたの記録の写しを消します。県のサーバーに届いた記録は残ります。また使うには新しいリンクが要ります。";
/// The question before it.
pub const SIGN_OUT_ASK: &str = "この端末での登録を終えますか";
/// Yes.
pub const SIGN_OUT_YES: &str = "終える";
/// No.
pub const SIGN_OUT_NO: &str = "やめておく";
/// While it is done.
pub const SIGNING_OUT: &str = "終えています";

/// Words that are not at the relay yet.
pub fn owed(changes: usize) -> String {
    format!(
        "県のサーバーにまだ届いていない書きこみが{changes}件あります。いま終えるとその分がなくなるので、終えられません。電波のある所で届くのを待ってから、もう一度押してください。"
    )
}
