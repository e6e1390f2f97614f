//! `otozure member end` and `device-end`: what lets somebody in stands no longer. A relay that runs on
//! the same folder closes their connections within a second. It must never take away what was written.

use shared::ids::DeviceId;

use super::named;
use crate::cli::Failure;
use crate::storage::Storage;

/// Where the log goes: one line for each thing that was ended, with ids alone, no name.
pub(super) fn log_to_stderr() {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false);
    // A log that is there already is as good.
    let _there = log.with_max_level(tracing::Level::INFO).try_init();
}

pub(super) async fn member(storage: &dyn Storage, text: &str) -> Result<String, Failure> {
    let member = named(storage, text).await?;
    if !member.active {
        return Ok(format!("{}さんの登録は、すでに終わっています。\n", member.fields.name));
    }
    storage.end_member(member.id).await?;
    tracing::info!(target: "audit", member = %member.id, "a membership was ended");
    Ok(format!(
        "{}さんの登録を終えました。端末、サインイン、トークンはもう使えません。書いたものは残っています。\n",
        member.fields.name
    ))
}

pub(super) async fn device(storage: &dyn Storage, device: DeviceId) -> Result<String, Failure> {
    for member in storage.members().await? {
        let Some(row) = storage.devices(member.id).await?.into_iter().find(|row| row.id == device) else {
            continue;
        };
        let name = &member.fields.name;
        if !row.active {
            return Ok(format!("{name}さんのこの端末は、すでに使えなくなっています。\n"));
        }
        storage.end_device(device).await?;
        tracing::info!(target: "audit", member = %member.id, %device, "a device was ended");
        return Ok(format!(
            "{name}さんの端末 {device} を終えました。この端末からはもうつなげません。書いたものは残っています。\n\
             新しい端末で続けるには otozure member invite {} でリンクを作ってください。\n",
            member.id
        ));
    }
    Err(Failure::new(format!("{device} という端末は登録されていません。otozure member devices で確かめてください。")))
}
