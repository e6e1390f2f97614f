//! What is said beside telephone numbers of the programme, and where none is registered.

/// The prefecture's programme.
pub const PREFECTURE: &str = "県の担当課";
/// The prefecture's window for concerns.
pub const CONCERNS: &str = "県の窓口（心配なこと・第40条の3）";
/// Head of the numbers.
pub const TELEPHONES: &str = "電話番号";
/// The prefecture's number is not registered.
pub const NO_PREFECTURE: &str = "登録されていません。県のホームページか、県庁の代表番号でたずねてください。";
/// An office's is not.
pub const NO_OFFICE: &str = "登録されていません";
/// Nobody registered a number: who does that.
pub const WHO_REGISTERS: &str = "番号の登録と訂正は、県の担当者がします。";
