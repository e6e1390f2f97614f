//! What is said where one's records are taken out as a file, or brought back from one. It must never promise that a
//! file opens without its phrase.

use crate::store::{BroughtBack, FileProblem, TakenOut};

/// Taking out.
pub const TAKE_OUT: &str = "記録を持ち出す";
/// What it is for.
pub const TAKE_OUT_LEAD: &str = "この端末にあるあなたの記録を、封をした1つのファイルにします。まだ県のサーバーに届いていない書きこみも入ります。支えの記録と、心配なことの記録は、だれかの目にふれないように入れません。端末をかえるときや、端末の調子が悪いときに使ってください。";
/// The file's phrase.
pub const PHRASE: &str = "ファイルの合言葉";
/// How to choose it.
pub const PHRASE_HINT: &str =
    "12文字以上で、ほかでは使っていないことば。暗証番号とは別にしてください。忘れると、だれにも開けません。";
/// Once more.
pub const AGAIN: &str = "確かめのため、もう一度";
/// It was typed otherwise.
pub const DIFFERENT: &str = "2つの合言葉がちがいます。もう一度、両方に入れてください";
/// The button of a field that shows what is typed.
pub const MAKE: &str = "ファイルを作る";
/// While it is made.
pub const MAKING: &str = "作っています";
/// It is made.
pub const MADE: &str = "ファイルができました";
/// What is in it.
pub fn holds(holds: TakenOut) -> String {
    let owed = match holds.owed {
        0 => "すべて県のサーバーに届いている分です。".to_owned(),
        count => format!("まだ届いていない書きこみ{count}件も入っています。"),
    };
    let left_out = match holds.left_out {
        0 => String::new(),
        count => format!("大きくなりすぎるため、県のサーバーに届いている記録{count}件は入れていません。"),
    };
    let for_few = match (holds.for_few, holds.for_few_owed) {
        (0, _) => String::new(),
        (_, 0) => "支えの記録と、心配なことの記録は入れていません。県のサーバーには届いています。".to_owned(),
        (_, count) => format!(
            "支えの記録と、心配なことの記録は入れていません。そのうち{count}件の書きこみは、まだこの端末だけにあります。電波のある所で開いて、届くまで待ってください。"
        ),
    };
    format!("記録{}件が入っています。{owed}{left_out}{for_few}", holds.documents)
}
/// The button that gives it out.
pub const GIVE: &str = "保存する場所を選ぶ";
/// While the sheet is open.
pub const GIVING: &str = "渡しています";
/// It was given.
pub const GIVEN: &str = "ファイルを渡しました";
/// What to do with it.
pub const GIVEN_MORE: &str =
    "ファイルと合言葉は、別々の場所にしまってください。用がすんだら、ファイルを消してください。";

/// Bringing back.
pub const BRING_BACK: &str = "持ち出した記録を戻す";
/// What it does.
pub const BRING_BACK_LEAD: &str =
    "持ち出したファイルの記録を、この端末に戻します。いまこの端末にある記録は、そのまま残ります。";
/// The file.
pub const FILE: &str = "持ち出したファイル";
/// Which one.
pub const FILE_HINT: &str = "名前の終わりが「.otozure」のファイルです。";
/// None was chosen.
pub const NO_FILE: &str = "ファイルを選んでください";
/// No phrase was typed.
pub const NO_PHRASE: &str = "このファイルを作ったときの合言葉を入れてください";
/// The button.
pub const BRING: &str = "この端末に戻す";
/// While it is done.
pub const BRINGING: &str = "戻しています";
/// It is done.
pub const BROUGHT: &str = "記録を戻しました";
/// What came.
pub fn brought(back: BroughtBack) -> String {
    let owed = match back.owed {
        0 => "まだ届いていない書きこみはありませんでした。".to_owned(),
        count => format!(
            "まだ届いていない書きこみ{count}件は、つながると県のサーバーに届きます。受け取れなかったことばは「取り分けたもの」に残ります。"
        ),
    };
    let left_out = match back.left_out {
        0 => String::new(),
        count => format!(
            "記録{count}件は、この端末では開けないため戻していません。ファイルは消さずに、事務局へ知らせてください。"
        ),
    };
    format!("記録{}件を確かめて、この端末に保存しました。{owed}{left_out}", back.documents)
}

/// Why a file was not taken, and what to do.
pub fn not_taken(problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::NotOne => {
            "おとずれから持ち出したファイルではありません。何も戻していません。ほかのファイルを選んでください。"
        }
        FileProblem::Newer => {
            "新しい版のアプリで作られたファイルです。何も戻していません。アプリを新しくしてから、もう一度戻してください。"
        }
        FileProblem::TooLarge => {
            "ファイルが大きすぎて読めません。何も戻していません。選んだファイルを確かめてください。"
        }
        FileProblem::Shut => {
            "開けませんでした。合言葉がちがうか、ファイルがこわれています。何も戻していません。合言葉を確かめて、もう一度入れてください。"
        }
        FileProblem::Broken => {
            "ファイルが途中で切れているか、こわれています。何も戻していません。元の場所から写し直して、もう一度選んでください。"
        }
        FileProblem::Others => {
            "ほかの人が持ち出したファイルです。何も戻していません。その人がこの端末で登録してから、自分で戻してください。"
        }
    }
}

/// The sheet was put away.
pub const NOT_GIVEN: &str = "ファイルはまだ保存されていません。もう一度「保存する場所を選ぶ」を押してください。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_is_not_taken_says_that_nothing_was_and_what_to_do() {
        use FileProblem as P;
        let all = [P::NotOne, P::Newer, P::TooLarge, P::Shut, P::Broken, P::Others].map(not_taken);
        assert!(all.iter().all(|words| words.contains("何も戻していません") && words.contains("ください")));
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn what_stays_out_is_said() {
        let all = TakenOut { documents: 3, owed: 2, left_out: 0, for_few: 0, for_few_owed: 0 };
        assert!(holds(all).contains("記録3件") && holds(all).contains("書きこみ2件"));
        assert!(holds(TakenOut { left_out: 4, ..all }).contains("記録4件は入れていません"));
        let few = TakenOut { for_few: 1, for_few_owed: 3, ..all };
        assert!(holds(few).contains("3件の書きこみは、まだこの端末だけ") && !holds(all).contains("支え"));
        let back = BroughtBack { documents: 3, owed: 0, left_out: 1 };
        assert!(brought(back).contains("記録1件は、この端末では開けない"));
    }
}
