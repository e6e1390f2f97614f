//! What is said about passkeys: a finger or a face in the place of the secret, on a device of one's own.

use super::action::failed;
use crate::actions::{ActionError, PasskeyProblem};

/// The setting.
pub const HEADING: &str = "指紋や顔で開く（パスキー）";
/// What it does.
pub const MEANING: &str =
    "この端末の指紋や顔で、暗証番号を入れずに開けます。電波のない所でも使えます。暗証番号も、これまでどおり使えます。";
/// It is there.
pub const HERE: &str = "この端末では、指紋や顔で開けます";
/// What stays beside it.
pub const HERE_MORE: &str = "暗証番号でも、これまでどおり開けます。";
/// The secret, to make one or to take it away.
pub const SECRET: &str = "いまの暗証番号（または合言葉）";
/// Why.
pub const SECRET_HINT: &str = "ご本人かどうかを確かめます";
/// Makes one.
pub const ADD: &str = "指紋や顔で開けるようにする";
/// While the device asks.
pub const WAITING: &str = "端末の画面で確かめてください";
/// It was made.
pub const ADDED: &str = "できました。つぎから、指紋や顔で開けます。";
/// Takes it away.
pub const REMOVE: &str = "指紋や顔で開くのをやめる";
/// It was taken away.
pub const REMOVED: &str = "やめました。暗証番号で開いてください。";
/// The relay must be asked, and cannot be.
pub const OFFLINE: &str = "電波のある所で、県のサーバーにつながると設定できます。";
/// Nothing was typed.
pub const NOTHING: &str = "いまの暗証番号を入れてください";
/// At the door.
pub const OPEN: &str = "指紋や顔で開く";
/// The session has ended, and the secret is not known.
pub const AGAIN: &str =
    "県のサーバーにつなぎ直すには、もう一度、指紋や顔で確かめてください。書いたものはこの端末にあります。";
/// Does so.
pub const CONNECT: &str = "指紋や顔で確かめる";

/// Why it was not done, and what to do.
pub fn problem(problem: PasskeyProblem) -> String {
    match problem {
        PasskeyProblem::BrokenOff => "確かめられませんでした。もう一度試すか、暗証番号で開いてください。".to_owned(),
        PasskeyProblem::NotPossible => {
            "この端末では、指紋や顔で開くことができません。これまでどおり、暗証番号で開いてください。".to_owned()
        }
        PasskeyProblem::Offline => OFFLINE.to_owned(),
        PasskeyProblem::Other(error) => failed(&ActionError::from(error)),
    }
}
