//! `otozure member change`: another name, role or office of somebody. A relay that runs on the same folder tells their
//! devices at once. It must never write what `add` would refuse.

use std::path::{Path, PathBuf};

use shared::domain::{Category, Role};
use shared::ids::OfficeId;
use shared::time::Day;

use super::add::{categories, check, day, roles};
use super::{line, named};
use crate::cli::Failure;
use crate::storage::{MemberFields, Storage};

/// What `member change` is told. What is left out stays as it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 人の番号（16桁）か、登録された名前
    #[arg(value_name = "MEMBER")]
    member: String,
    /// 名前
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// よみ（ひらがな）
    #[arg(long, value_name = "YOMI")]
    yomi: Option<String>,
    /// 役割: prefecture 県担当者、coordinator コーディネーター、visitor 訪問支援員
    #[arg(long, value_name = "ROLE", value_parser = roles())]
    role: Option<Role>,
    /// 訪問支援員の区分
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    category: Option<Category>,
    /// 所属する事業所のコード（いくつでも。いままでの所属に代わります）
    #[arg(long = "office", value_name = "OFFICE", conflicts_with = "no_office")]
    offices: Vec<OfficeId>,
    /// どの事業所にも所属しない
    #[arg(long)]
    no_office: bool,
    /// 選任された日（例 2024-10-25、令和6年10月25日）
    #[arg(long, value_name = "DATE", value_parser = day)]
    appointed_on: Option<Day>,
    /// 虐待などの通報（精神保健福祉法40条の3）の記録を読む担当か: true か false
    #[arg(long, value_name = "BOOL")]
    safeguarding: Option<bool>,
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl Args {
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    fn applied_to(&self, before: &MemberFields) -> MemberFields {
        let text = |new: &Option<String>, old: &str| new.as_deref().unwrap_or(old).trim().to_owned();
        let role = self.role.unwrap_or(before.role);
        let visits = role == Role::Visitor;
        MemberFields {
            name: text(&self.name, &before.name),
            yomi: text(&self.yomi, &before.yomi),
            role,
            // Who visits no more has neither category nor appointment.
            category: self.category.or(before.category.filter(|_| visits)),
            appointed_on: self.appointed_on.or(before.appointed_on.filter(|_| visits)),
            offices: match (self.no_office, self.offices.is_empty()) {
                (true, _) => Vec::new(),
                (false, true) => before.offices.clone(),
                (false, false) => self.offices.clone(),
            },
            safeguarding: self.safeguarding.unwrap_or(before.safeguarding),
        }
    }
}

pub(super) async fn change(storage: &dyn Storage, args: Args) -> Result<String, Failure> {
    let member = named(storage, &args.member).await?;
    if !member.active {
        return Err(Failure::new(format!(
            "{}さんの登録は終わっています。また加わるときは otozure member add で登録してください。",
            member.fields.name
        )));
    }
    let fields = args.applied_to(&member.fields);
    if fields == member.fields {
        return Ok(format!("変わるところはありません。\n{}\n", line(&member)));
    }
    check(storage, &fields).await?;
    let changed = storage.put_member(member.id, fields).await?;
    tracing::info!(target: "audit", member = %member.id, role = changed.fields.role.code(), "a membership was changed");
    Ok(format!("変えました。つながっている端末には、すぐに伝わります。\n{}\n", line(&changed)))
}
