//! What is said on the way from a link to the first screen: the pledge, the device, the secret. It must never
//! promise what the device cannot keep.

use shared::domain::Role;

use crate::actions::secret::SecretProblem;

/// Who is invited.
pub fn invited(name: &str, role: Role) -> String {
    format!("{name}さん（{}）へのリンクです", role.label())
}
/// Not the right person.
pub const NOT_ME: &str = "ご自分の名前でないときは、開かずに事務局へ知らせてください。";
/// Step by step.
pub fn step(number: u8) -> String {
    format!("3つのうち{number}つめ")
}

/// The pledge.
pub const PLEDGE: &str = "秘密を守る約束";
/// Over its paragraphs.
pub const PLEDGE_LEAD: &str = "はじめに、次の約束を読んでください。";
/// The box to tick.
pub const PLEDGE_TICK: &str = "読みました。事業をはなれたあとも守ります";
/// It was not ticked.
pub const PLEDGE_WANTED: &str = "読んだら、印をつけてください";
/// On.
pub const NEXT: &str = "つぎへ";
/// Back.
pub const BACK: &str = "もどる";

/// The device.
pub const DEVICE: &str = "この端末について";
/// Whose it is.
pub const WHOSE: &str = "この端末は";
/// Managed.
pub const MANAGED: &str = "事業所や県の端末";
/// Managed, in a second line.
pub const MANAGED_MORE: &str = "事業所や県が管理している";
/// One's own.
pub const OWN: &str = "自分の端末";
/// One's own, in a second line.
pub const OWN_MORE: &str = "自分のスマートフォンやパソコン";
/// Nothing was chosen.
pub const CHOOSE: &str = "どちらかを選んでください";
/// Whether it is locked.
pub const PASSCODE: &str = "端末を開くときに、パスコードや指紋、顔の確認がありますか";
/// Whether it is encrypted.
pub const ENCRYPTED: &str = "端末の中身は暗号化されていますか";
/// Which are.
pub const ENCRYPTED_HINT: &str =
    "パスコードのある iPad・iPhone・Android は暗号化されています。パソコンは設定で確かめます。";
/// Yes.
pub const YES: &str = "はい";
/// No.
pub const NO: &str = "いいえ";
/// No, or it is not known.
pub const NO_OR_UNKNOWN: &str = "いいえ・わからない";
/// Without a lock of its own it may not be.
pub const PASSCODE_WANTED: &str =
    "人の秘密をあずかるので、端末にパスコードが要ります。端末の設定でつけてから「はい」を選んでください";
/// Unencrypted, it is said.
pub const NOT_ENCRYPTED: &str =
    "このまま進めます。暗号化のしかたを事務局にたずねてください。この答えは記録され、事務局にも分かります。";

/// The secret.
pub const SECRET: &str = "暗証番号を決める";
/// What it is for.
pub const SECRET_LEAD: &str =
    "この端末を開くときに入れます。電波のない所でも使えます。紙に書いて貼ったり、人に教えたりしないでください。";
/// For somebody who is here already.
pub const SECRET_KNOWN: &str = "暗証番号を入れる";
/// What that is for.
pub const SECRET_KNOWN_LEAD: &str =
    "あなたの書いたものがこの端末にあります。いままでの暗証番号を入れると、そのまま続けて使えます。";
/// The first field.
pub const NEW: &str = "新しい暗証番号";
/// The second field.
pub const AGAIN: &str = "確かめのため、もう一度";
/// What it may be.
pub fn hint(least: usize) -> String {
    format!("数字{least}けた以上。")
}
/// The first field, for a phrase.
pub const NEW_PHRASE: &str = "新しい合言葉";
/// What a phrase may be.
pub const PHRASE_HINT: &str = "12文字以上。自分だけが思いつく、ことばの組み合わせにしてください。";
/// To a phrase.
pub const TO_PHRASE: &str = "数字の代わりに合言葉にする";
/// To digits.
pub const TO_DIGITS: &str = "数字にする";
/// It is forgotten.
pub const FORGOTTEN: &str = "忘れたので、決めなおす";
/// What that takes.
pub const FORGOTTEN_MORE: &str = "決めなおすと、いまの記録をこの端末から消して、県のサーバーからもう一度受け取ります。まだ届いていなかったことばは、封をしたまま先に届けます。";
/// Both fields differ.
pub const DIFFERENT: &str = "2つがちがいます。もう一度入れてください";
/// The button.
pub const ENROL: &str = "この端末を使えるようにする";
/// While it is done.
pub const ENROLLING: &str = "鍵をつくっています";

/// Why it may not be a secret.
pub fn wrong(problem: SecretProblem) -> String {
    match problem {
        SecretProblem::FewDigits(least) => format!("数字{least}けた以上で決めてください"),
        SecretProblem::FewCharacters(least) => format!("{least}文字以上で決めてください"),
        SecretProblem::TooEasy => "並びが分かりやすすぎます。ほかの人が思いつかないものにしてください".to_owned(),
        SecretProblem::TooLong => "長すぎます。128文字までにしてください".to_owned(),
    }
}

/// The setting.
pub const IDLE: &str = "画面をかくすまでの時間";
/// What it does.
pub const IDLE_HINT: &str =
    "この時間だれも触れないと、画面をかくします。書いたものは保存され、暗証番号で元の画面にもどります。";
/// So many minutes.
pub fn minutes(count: u8) -> String {
    format!("{count}分")
}
