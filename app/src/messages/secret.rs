//! What is said where a person changes their own secret. It must never say that one holds of which that is not known.

use crate::actions::DoorProblem;
use crate::messages::lock;

/// The section.
pub const CHANGE: &str = "暗証番号を変える";
/// Opens the fields.
pub const OPEN: &str = "新しい暗証番号か合言葉にする";
/// What it takes.
pub const LEAD: &str = "県のサーバーにつながっているときに変えられます。変えると、すべての画面をかくします。新しい暗証番号で開いてください。この端末の暗証番号だけが変わります。";
/// The one that holds.
pub const OLD: &str = "いまの暗証番号（合言葉）";
/// It is missing.
pub const OLD_WANTED: &str = "いまの暗証番号を入れてください";
/// The button.
pub const DO: &str = "この暗証番号に変える";
/// While it is done.
pub const CHANGING: &str = "変えています";
/// The relay was not reached: nothing has changed.
pub const OFFLINE: &str = "県のサーバーにつながらないので、変えていません。いままでの暗証番号のままです。電波のある所でもう一度試してください。";

/// Why the one that holds did not fit, or why it is not known which holds.
pub fn shut(problem: DoorProblem) -> String {
    match problem {
        DoorProblem::Wrong { left } => format!("いまの暗証番号とちがうようです。{}", lock::left(left)),
        DoorProblem::Unsettled => {
            "途中でつながりが切れました。変わったかどうかは、次に開くときに県のサーバーに確かめます。それまでは、いままでの暗証番号で開けます"
                .to_owned()
        }
        other => lock::shut(other),
    }
}
