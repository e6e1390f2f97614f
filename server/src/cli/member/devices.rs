//! `otozure member devices`: which devices may connect, and when each was last heard of. It must never
//! show what lets a device in.

use shared::time::Instant;

use super::named;
use crate::cli::Failure;
use crate::storage::{DeviceRow, MemberRow, Storage};

pub(super) async fn list(storage: &dyn Storage, member: Option<&str>) -> Result<String, Failure> {
    let members = match member {
        Some(text) => vec![named(storage, text).await?],
        None => storage.members().await?,
    };
    let mut lines = String::new();
    for member in &members {
        for device in storage.devices(member.id).await? {
            lines.push_str(&line(member, &device));
        }
    }
    if lines.is_empty() {
        return Ok("端末はまだありません。サインインのリンクを使うと登録されます。\n".to_owned());
    }
    Ok(lines)
}

/// One device on one line: its number, whose, since when, last heard of.
fn line(member: &MemberRow, device: &DeviceRow) -> String {
    let day = |ms: i64| Instant::from_ms(ms).tokyo_day().japanese();
    let state = match (device.active, device.locked) {
        (false, _) => "  使えません",
        (true, true) => "  止まっています（暗証番号のまちがい。otozure member invite のリンクで戻せます）",
        (true, false) => "",
    };
    format!(
        "{}  {}  登録 {}  最後の接続 {}{state}\n",
        device.id,
        member.fields.name,
        day(device.created_at_ms),
        day(device.last_contact_ms),
    )
}
