//! Why something a person wanted was not done, one text for each reason code.

use crate::actions::{ActionError, LinkProblem};
use crate::messages::{backup, lock, people, reminders};
use crate::store::CannotSave;

/// What happened, where the words are, what to do next.
pub fn failed(error: &ActionError) -> String {
    let words = match error {
        ActionError::NobodyHere => {
            "使う人が決まっていません。「この端末を使う人」で選んでから、もう一度試してください。"
        }
        ActionError::Offline => {
            "県のサーバーにつながりませんでした。書いたものはこの端末にあります。電波のある所でもう一度試してください。"
        }
        ActionError::Link(LinkProblem::Used) => "このリンクは、もう使われています。新しいリンクをもらってください。",
        ActionError::Link(LinkProblem::Expired) => "このリンクは、期限が切れています。新しいリンクをもらってください。",
        ActionError::Link(LinkProblem::Unknown) => {
            "このリンクは確かめられませんでした。届いたリンクの全部が入っているか確かめてください。"
        }
        ActionError::RateLimited => {
            "続けて何度も試されたので、少し休んでいます。10分ほど待ってから、もう一度試してください。"
        }
        ActionError::Relay(_) => {
            "県のサーバーの返事を、この版のアプリでは読めませんでした。書いたものはこの端末にあります。少し待って、もう一度試してください。"
        }
        ActionError::WordsOwed { count } => return people::owed(*count),
        ActionError::NotOpen => "この記録が開かれていません。一覧からもう一度開いてください。",
        ActionError::NotHere => "この記録は、まだこの端末にありません。電波のある所で少し待つと届きます。",
        ActionError::SetAside => "この記録は取り分けてあります。中身は残っています。「設定」から確かめてください。",
        ActionError::Unreadable => "この記録は読めません。保存したものは消していません。事務局へ知らせてください。",
        ActionError::NoRight => {
            "いま使っている人の役割では変えられません。画面のことばを写して、事務局へ伝えてください。"
        }
        ActionError::GateShut => "まだ訪問の調整に進めません。画面に出ている「進めない理由」を確かめてください。",
        ActionError::NewerSchema => {
            "この記録は新しい版のアプリで書かれています。画面のことばを写してから、アプリを新しくしてください。"
        }
        ActionError::Limit => "長すぎて入りませんでした。画面のことばを写して、短く分けて入れてください。",
        ActionError::File(problem) => backup::not_taken(*problem),
        ActionError::NotGiven => backup::NOT_GIVEN,
        ActionError::NotAllowed => reminders::DENIED,
        ActionError::Door(problem) => return lock::shut(*problem),
        ActionError::PledgeChanged => "約束の文章が新しくなりました。リンクをもう一度開いて、読みなおしてください。",
        ActionError::Storage(reason) => {
            return format!("{}。{}", not_kept(*reason), keep_advice(*reason));
        }
        ActionError::Program(_) => {
            "プログラムの中で思わぬことが起きました。保存済みのものは残っています。もう一度試し、続くときは事務局へ知らせてください。"
        }
    };
    words.to_owned()
}

/// Why words are not on the device's disk.
pub fn not_kept(reason: CannotSave) -> &'static str {
    match reason {
        CannotSave::Full => "端末の空きが足りず、保存できません",
        CannotSave::Failing => "端末が保存を受け付けません",
        CannotSave::TakenOver => "新しい版のアプリが、この端末の保存を引きつぎました",
    }
}

/// What to do then; the words are still on the screen.
pub fn keep_advice(reason: CannotSave) -> &'static str {
    match reason {
        CannotSave::Full => "画面は閉じずに、写真などを減らして空きを作ってください。自動でもう一度保存します。",
        CannotSave::Failing => "画面は閉じずに、書いたことばを写しておいてください。自動でもう一度保存します。",
        CannotSave::TakenOver => "書いたことばを写してから、もう一度開いてください。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_what_to_do_next() {
        let storage = [CannotSave::Full, CannotSave::Failing, CannotSave::TakenOver].map(ActionError::Storage);
        let others = [
            ActionError::NobodyHere,
            ActionError::Offline,
            ActionError::Link(LinkProblem::Used),
            ActionError::Link(LinkProblem::Expired),
            ActionError::Link(LinkProblem::Unknown),
            ActionError::RateLimited,
            ActionError::Relay(String::new()),
            ActionError::WordsOwed { count: 3 },
            ActionError::NotOpen,
            ActionError::NotHere,
            ActionError::SetAside,
            ActionError::Unreadable,
            ActionError::NoRight,
            ActionError::NewerSchema,
            ActionError::Limit,
            ActionError::NotGiven,
            ActionError::Program(String::new()),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for error in storage.into_iter().chain(others) {
            let words = failed(&error);
            assert!(words.contains("ください") || words.contains("届きます"), "{words}");
            assert!(seen.insert(words), "{error:?}");
        }
    }
}
