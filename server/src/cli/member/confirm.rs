//! `otozure member confirm`: somebody has looked at roles and offices after a restore. It must never take a look at one
//! list for a look at another.

use sha2::{Digest, Sha256};

use super::line;
use crate::cli::Failure;
use crate::storage::sqlite::SqliteStore;
use crate::storage::{MemberRow, Storage};

/// Hex digits of a list's number: enough that two lists that somebody might see on one day differ.
const NUMBER_DIGITS: usize = 8;

pub(super) async fn confirm(store: &SqliteStore, shown: Option<&str>) -> Result<String, Failure> {
    if !store.members_to_confirm().await? {
        return Ok("確かめることはありません。サーバーはそのまま始められます。\n".to_owned());
    }
    let members: Vec<MemberRow> = store.members().await?.into_iter().filter(|member| member.active).collect();
    let list: String = members.iter().map(|member| format!("{}\n", line(member))).collect();
    let number = number_of(&list);
    match shown {
        Some(shown) if shown == number => {
            store.confirm_members().await?;
            tracing::info!(target: "audit", list = number, "roles and offices were confirmed after a restore");
            Ok("役割と所属を確かめたことを記録しました。サーバーを始められます。\n".to_owned())
        }
        Some(_) => Err(Failure::new(format!(
            "この番号の一覧は、いまのものではありません。もう一度 otozure member confirm で一覧を出し、見てください。\n{list}"
        ))),
        None => Ok(format!(
            "役割と所属は、バックアップの時のものです。バックアップのあとで変えたところを、サーバーを始める前に直してください。\n\
             {list}\
             変える: otozure member change 番号 --role … --office …　終える: otozure member end 番号\n\
             このとおりでよければ: otozure member confirm {number}（--data を付けて）\n"
        )),
    }
}

fn number_of(list: &str) -> String {
    let digest = Sha256::digest(list.as_bytes());
    let text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    text.chars().take(NUMBER_DIGITS).collect()
}
