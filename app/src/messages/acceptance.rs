//! What is said about receiving a note (受け取り): by whom, what counts, what came after.

/// The button and the heading.
pub const ACCEPT: &str = "この記録を受け取る";
/// When it was received before and words came after.
pub const ACCEPT_AGAIN: &str = "この記録をもう一度受け取る";
/// What it does.
pub const WHAT: &str = "受け取ると、この訪問が実績に数えられます。そのあとで書き足されたことばも残りますが、もう一度受け取るまで実績には入りません。";
/// The question.
pub const OUTCOME: &str = "面会の結果";
/// Nothing chosen.
pub const OUTCOME_MISSING: &str = "面会の結果を選んでください";
/// Disputed fields.
pub const DISPUTED: &str = "値が2つある項目が残っています。決めてから受け取ると、その項目も実績に入ります。";
/// Done.
pub const DONE: &str = "受け取りました";
/// What it means.
pub const DONE_MORE: &str = "保存の様子は、画面の上の行に出ます。県のサーバーに届くと、実績に入ります。";
/// It did not work.
pub const FAILED: &str = "受け取れませんでした。記録はそのまま残っています。もう一度押してください。続くときは「設定」で保存の状態を確かめてください。";
/// Words came after.
pub const ADDED_AFTER: &str = "受け取りのあとに書き足されたことばがあります";
/// For whom may receive it again.
pub const ADDED_AFTER_COORDINATOR: &str = "読んで確かめ、もう一度受け取ると、書き足した分も実績に入ります。";
/// For the pair.
pub const ADDED_AFTER_VISITOR: &str =
    "書いたことばは残っています。コーディネーターがもう一度受け取ると、実績に入ります。";
/// To a visitor, once received.
pub const RECEIVED: &str = "この記録は受け取られました。ありがとうございました。";
/// Under it.
pub const RECEIVED_MORE: &str =
    "あとから思い出したことも書き足せます。書き足した分は「受け取りのあと」としてコーディネーターに伝わります。";

/// 「受け取った人：田中さん　11月24日(火) 14:05」
pub fn by(person: &str, at: &str) -> String {
    format!("受け取った人：{person}　{at}")
}
