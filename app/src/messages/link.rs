//! What is said while a one-time link is redeemed, and after. It must never show the link's
//! secret.

use shared::domain::Role;

/// While the relay is asked.
pub const REDEEMING: &str = "リンクを確かめています";
/// Under it.
pub const REDEEMING_MORE: &str = "少しお待ちください。ふつうは数秒で終わります。";
/// The link went through.
pub const WELCOME: &str = "使えるようになりました";
/// The button to the first page.
pub const START: &str = "はじめる";
/// What a link on this device means.
pub const THIS_DEVICE: &str = "この端末に登録しました。次からは、決めた暗証番号で開きます。電波のない所でも開けます。";
/// What to do with the link now.
pub const USED_UP: &str = "使ったリンクは、もう使えません。ほかの人に見られても心配ありません。";

/// Another person is enrolled in this browser already.
pub fn added(name: &str) -> String {
    format!("{name}さんをこの端末に加え、切り替えました。前の人の書いたものはそのまま残り、混ざりません。")
}

/// The label of who one is.
pub const WHO: &str = "お名前";
/// The label of the role.
pub const ROLE: &str = "役割";
/// The label of the offices.
pub const OFFICES: &str = "事業所";
/// The label of the prefecture.
pub const PREFECTURE: &str = "都道府県";

/// What one can do here.
pub fn what_role_does(role: Role) -> &'static str {
    match role {
        Role::Visitor => "次の訪問を確かめて、訪問の記録を2人で書きます。",
        Role::Coordinator => "訪問をつくって2人に届け、書かれた記録を受け取ります。",
        Role::Prefecture => "実績の表と事業のあらましを見ます。個人の記録は見えません。",
    }
}

/// Why a link did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkTrouble {
    /// It was used before.
    Used,
    /// It is too old.
    Expired,
    /// The relay does not know it.
    Unknown,
    /// Too many attempts.
    TooMany,
    /// The relay could not be reached.
    Offline,
    /// The address holds no secret.
    Empty,
    /// The device cannot keep what was given.
    NotKept,
    /// Anything else.
    Other,
}

impl LinkTrouble {
    /// What happened.
    pub fn title(self) -> &'static str {
        match self {
            LinkTrouble::Used => "このリンクは、もう使われています",
            LinkTrouble::Expired => "このリンクは、期限が切れています",
            LinkTrouble::Unknown => "このリンクは確かめられませんでした",
            LinkTrouble::TooMany => "続けて何度も開かれました",
            LinkTrouble::Offline => "県のサーバーにつながりませんでした",
            LinkTrouble::Empty => "リンクが途中で切れています",
            LinkTrouble::NotKept => "登録をこの端末に保存できませんでした",
            LinkTrouble::Other => "リンクを確かめられませんでした",
        }
    }

    /// What to do next.
    pub fn advice(self) -> &'static str {
        match self {
            LinkTrouble::Used => {
                "リンクは1回だけ使えます。ご自分がこの端末で使ったのなら、そのまま使えます。覚えがないときや別の端末で使うときは、新しいリンクをもらってください。"
            }
            LinkTrouble::Expired => "新しいリンクをもらって、早めに開いてください。",
            LinkTrouble::Unknown => {
                "届いたリンクの全部が入っているか確かめて、もう一度開いてください。だめなときは、新しいリンクをもらってください。"
            }
            LinkTrouble::TooMany => "10分ほど待ってから、もう一度開いてください。リンクはまだ使えます。",
            LinkTrouble::Offline => {
                "リンクはまだ使えます。電波のある所で、もう一度試してください。すでに登録した人の書いたものは、この端末に残っています。"
            }
            LinkTrouble::Empty => "届いたリンクを最初から最後まで写して、もう一度開いてください。",
            LinkTrouble::NotKept => {
                "端末の空きを作り、プライベートブラウズ（シークレット）でないことを確かめてから、新しいリンクで開いてください。"
            }
            LinkTrouble::Other => "少し待ってもう一度試し、だめなときは新しいリンクをもらってください。",
        }
    }

    /// Whether trying the same link again may help.
    pub fn may_try_again(self) -> bool {
        matches!(self, LinkTrouble::Offline | LinkTrouble::TooMany | LinkTrouble::Other)
    }
}

/// Where a new link comes from.
pub const NEW_LINK: &str = "新しいリンクのもらい方";
/// For visitors.
pub const FROM_SECRETARIAT: &str = "訪問支援員の方：いつもの事務局（事業所のコーディネーター）へ電話してください。";
/// For coordinators.
pub const FROM_PREFECTURE: &str = "コーディネーターの方：県の担当へ連絡してください。";
/// For officers.
pub const FROM_ADMINISTRATOR: &str = "県担当者の方：県のサーバーの管理者へ連絡してください。";
/// The button that tries again.
pub const TRY_AGAIN: &str = "もう一度試す";

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [LinkTrouble; 8] = [
        LinkTrouble::Used,
        LinkTrouble::Expired,
        LinkTrouble::Unknown,
        LinkTrouble::TooMany,
        LinkTrouble::Offline,
        LinkTrouble::Empty,
        LinkTrouble::NotKept,
        LinkTrouble::Other,
    ];

    #[test]
    fn every_trouble_says_what_to_do() {
        for trouble in ALL {
            assert!(trouble.advice().contains("ください"), "{trouble:?}");
            assert_ne!(trouble.title(), "");
        }
    }
}
