//! What is said where the access log is looked through. It must never say what a record holds.

use crate::oversight::Deed;

/// Under the heading.
pub const LEAD: &str =
    "だれが、いつ、どの端末で、だれの記録をどうしたか。あなたと、あなたが端末を見る役割の人の分が並びます。";
/// Under the heading, for who sees only their own.
pub const LEAD_OWN: &str = "あなたが、いつ、どの端末で、どの記録をどうしたか。";
/// The months.
pub const MONTHS: &str = "月をえらぶ";
/// The month before.
pub const BEFORE: &str = "前の月";
/// This month.
pub const THIS_MONTH: &str = "今月";
/// The month after.
pub const AFTER: &str = "次の月";
/// There is nothing.
pub const NONE: &str = "この月の記録はありません";
/// What that means.
pub const NONE_MORE: &str = "だれかが記録を開いたり書いたりすると、ここに残ります。前の月も見られます。";
/// When.
pub const WHEN: &str = "いつ";
/// Who.
pub const WHO: &str = "だれが・どの端末で";
/// What.
pub const WHAT: &str = "何を・どうした";
/// So many are shown.
pub fn shown(count: usize, more: bool) -> String {
    if more {
        format!("新しい順に{count}件。まだ前があります。")
    } else {
        format!("新しい順に{count}件。これで全部です。")
    }
}
/// More of them.
pub const MORE: &str = "もっと前を見る";
/// While they come.
pub const MORE_COMING: &str = "たずねています";
/// Under the table.
pub const NOTE: &str = "日時は県のサーバーの時計です。同じ人が同じ端末で同じことを10分以内にくり返した分は、1件にまとまります。「届いた」は、その端末に県のサーバーから渡ったことを表します。";

/// Somebody and their device.
pub fn who(name: &str, role: &str, device: &str, here: bool) -> String {
    let here = if here { "この端末" } else { "端末" };
    format!("{name}（{role}）　{here} {device}")
}

/// A record and what was done with it.
pub fn what(record: &str, deed: Deed) -> String {
    let deed = match deed {
        Deed::Served => "届いた",
        Deed::Edit => "書いた",
        Deed::View => "開いた",
        Deed::Export => "取り出した",
        Deed::Print => "印刷した",
    };
    format!("{record}：{deed}")
}
/// A record that the person who looks may not read.
pub const NOT_YOURS: &str = "あなたが読む役割のない記録";

/// When, where both clocks say about the same.
pub fn when(at: &str) -> String {
    at.to_owned()
}
/// When, where the device's clock says something later than the relay's: it is ahead.
pub fn ahead(at: &str, device: &str) -> String {
    format!("{at}（端末の時計では{device}。端末の時計が進んでいます）")
}
/// When, where the device's clock says something earlier.
pub fn earlier(at: &str, device: &str) -> String {
    format!("{at}（端末の時計では{device}。電波のない所でしたことが後で届いたか、端末の時計がおくれています）")
}
