//! What is said where there is no page to show: each says where the words are and what to do.

/// Under every one of them.
pub const KEPT: &str = "これまでに書いたものは、この端末に残っています。";
/// The button to the first page.
pub const FIRST_PAGE: &str = "はじめのページへ";
/// There is no such page.
pub const NOT_FOUND: &str = "住所（アドレス）が違うか、前の版のページです。";
/// There is no such visit here.
pub const NO_VISIT: &str = "この記録は、この端末にありません";
/// Why, and what to do.
pub const NO_VISIT_MORE: &str = "担当から外れたか、まだ届いていないか、住所（アドレス）が途中で切れています。電波のある所でしばらく待つと届くことがあります。急ぐときは事務局へ電話してください。";
/// The role has no right to the page.
pub const NO_RIGHT: &str = "このページは、いま使っている人の役割では開けません。";
/// What to do.
pub const NO_RIGHT_MORE: &str = "この端末をほかの人と使っているときは、右上の「切り替え」で人を確かめてください。";
/// The code of the page did not arrive.
pub const PART_MISSING: &str = "画面の部品がまだこの端末に届いていません。電波のある所で、もう一度開いてください。一度届けば、電波がなくても開けます。";
/// Tries again.
pub const AGAIN: &str = "もう一度開く";
/// The device cannot keep anything.
pub const NO_STORAGE: &str =
    "ブラウザーの保存する場所が使えません。このまま書くと残らないので、書けないようにしています。";
/// What to do.
pub const NO_STORAGE_MORE: [&str; 3] = [
    "プライベートブラウズ（シークレット）で開いているときは、ふつうの画面で開き直してください。",
    "端末の空きが少ないときは、写真や使わないアプリを減らしてください。",
    "そのあと、もう一度開いてください。急ぐときは紙に書き、事務局へ渡してください。",
];
/// Another version of the app keeps the storage.
pub const NEWER_STORE: &str = "この端末の保存は、新しい版のアプリで作られています";
/// What to do.
pub const NEWER_STORE_MORE: &str = "書いたものは残っています。電波のある所で読み直すと、新しい版で開けます。";
/// Another tab keeps the storage.
pub const OTHER_TAB: &str = "前の版のアプリが、別のタブで開いたままです";
/// What to do.
pub const OTHER_TAB_MORE: &str =
    "「おとずれ」のほかのタブやウィンドウをすべて閉じてから、もう一度開いてください。書いたものは残っています。";
/// A visit that cannot be read.
pub const UNREADABLE: &str = "この記録を読めません";
/// What to do.
pub const UNREADABLE_MORE: &str = "保存したものは消していません。電波のある所で開くと、県のサーバーに届いている分をもう一度受け取ります。続くときは事務局へ知らせてください。";
/// A visit has left this device, as nothing of it is open any more.
pub const PUT_AWAY: &str = "この記録は、もうこの端末にはありません";
/// Why.
pub fn put_away(days: u32) -> String {
    format!(
        "受け取られてから{days}日たった記録は、端末をなくしたときにそなえて、訪問支援員の端末から外します。書いたものは、ひとつも消えていません。県のサーバーと事務局に残っています。"
    )
}
/// What to do.
pub const PUT_AWAY_MORE: &str =
    "もう一度読みたいときは、コーディネーターに伝えてください。記録に続きができたときは、自動でこの端末にもどります。";
/// The right to a visit was taken away while it was open.
pub const GONE: &str = "この記録の担当から外れました";
/// What to do.
pub const GONE_MORE: &str = "記録はコーディネーターのもとに残っています。届いていなかったことばがあれば、「設定」の「取り分けたもの」に残っています。心当たりがないときは事務局へ電話してください。";
/// The browser lacks what is needed.
pub const UNSUPPORTED: &str = "このブラウザーでは使えません";
/// What to do.
pub const UNSUPPORTED_MORE: &str =
    "iPad と iPhone では iPadOS・iOS 16.4 以上の Safari、ほかの端末では新しい Chrome、Edge、Firefox で開いてください。";
/// What was kept is gone.
pub const EVICTED: &str = "ブラウザーがこの端末の保存を消しました";
/// What to do.
pub const EVICTED_MORE: &str = "県のサーバーに届いた記録は残っています。新しいリンクで登録すると、もう一度この端末に届きます。届く前に消えた分がないか、いっしょに訪問した人や事務局と確かめてください。";
/// The button that loads the page anew.
pub const RELOAD: &str = "もう一度開く";
/// While the device's own storage is being read.
pub const READING: &str = "この端末の記録を読んでいます";
/// One document stopped the program and was set aside.
pub const SET_ASIDE: &str = "開けない記録を1つ取り分けました";
/// What it means.
pub const SET_ASIDE_MORE: &str = "前に開いたとき、この記録でプログラムが止まったためです。中身は消していません。事務局へ知らせてください。ほかの記録は使えます。";
