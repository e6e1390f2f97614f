//! `otozure member add`: registers a person. What is wrong is said before anything is written.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use shared::domain::{Category, Role};
use shared::ids::{MemberId, OfficeId};
use shared::time::{Day, written};

use super::line;
use crate::auth::secret::random;
use crate::cli::Failure;
use crate::programme;
use crate::storage::{MemberFields, Storage};

/// What `member add` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 名前
    #[arg(long, value_name = "NAME")]
    name: String,
    /// よみ（ひらがな）
    #[arg(long, value_name = "YOMI")]
    yomi: String,
    /// 役割: prefecture 県担当者、coordinator コーディネーター、visitor 訪問支援員
    #[arg(long, value_name = "ROLE", value_parser = roles())]
    role: Role,
    /// 訪問支援員の区分
    #[arg(long, value_name = "CATEGORY", value_parser = categories())]
    category: Option<Category>,
    /// 所属する事業所のコード（いくつでも）
    #[arg(long = "office", value_name = "OFFICE")]
    offices: Vec<OfficeId>,
    /// 選任された日（例 2024-10-25、令和6年10月25日）
    #[arg(long, value_name = "DATE", value_parser = day)]
    appointed_on: Option<Day>,
    /// 虐待などの通報（精神保健福祉法40条の3）の記録を読む担当にする
    #[arg(long)]
    safeguarding: bool,
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl Args {
    pub(super) fn data(&self) -> &Path {
        &self.data
    }
}

pub(super) fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.code()))
        .try_map(|code| Role::from_code(&code).ok_or("役割ではありません"))
}

pub(super) fn categories() -> impl TypedValueParser<Value = Category> {
    PossibleValuesParser::new(Category::ALL.iter().map(|category| category.code()))
        .try_map(|code| Category::from_code(&code).ok_or("区分ではありません"))
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    let read = written::read(text).map_err(|error| error.to_string())?;
    Ok(read.day)
}

pub(super) async fn add(storage: &dyn Storage, args: Args) -> Result<String, Failure> {
    let fields = MemberFields {
        name: args.name.trim().to_owned(),
        yomi: args.yomi.trim().to_owned(),
        role: args.role,
        category: args.category,
        appointed_on: args.appointed_on,
        offices: args.offices,
        safeguarding: args.safeguarding,
    };
    check(storage, &fields).await?;
    let id = random()
        .map(MemberId)
        .map_err(|error| Failure::new(format!("この機械では秘密の値を作れません（{error}）。")))?;
    let member = storage.put_member(id, fields).await?;
    Ok(format!(
        "登録しました。\n{}\n次に otozure member invite {} でサインインのリンクを作ってください。\n",
        line(&member),
        member.id
    ))
}

/// Refuses what no member may be.
pub(super) async fn check(storage: &dyn Storage, fields: &MemberFields) -> Result<(), Failure> {
    match wrong(fields) {
        Some(wrong) => Err(Failure::new(wrong)),
        None => check_offices(storage, fields).await,
    }
}

fn wrong(fields: &MemberFields) -> Option<&'static str> {
    if fields.name.is_empty() || fields.yomi.is_empty() {
        return Some("--name と --yomi を空にはできません。");
    }
    match fields.role {
        Role::Coordinator if fields.offices.is_empty() => {
            Some("コーディネーターには --office（所属する事業所）が要ります。")
        }
        Role::Visitor if fields.category.is_none() => Some("訪問支援員には --category（区分）が要ります。"),
        Role::Prefecture | Role::Coordinator if fields.category.is_some() || fields.appointed_on.is_some() => {
            Some("--category と --appointed-on は、訪問支援員だけに付けます。")
        }
        _ => None,
    }
}

async fn check_offices(storage: &dyn Storage, fields: &MemberFields) -> Result<(), Failure> {
    let programme =
        programme::read(storage).await.map_err(|error| Failure::new(format!("事業の設定を読めません（{error}）。")))?;
    let Some(programme) = programme else {
        return Err(Failure::new(
            "このフォルダーには、まだ事業のデータがありません。\
             先に otozure import で資料を取り込んでください。",
        ));
    };
    match fields.offices.iter().find(|office| programme.office(office).is_none()) {
        None => Ok(()),
        Some(unknown) => {
            let known: Vec<String> =
                programme.offices.iter().map(|office| format!("{}（{}）", office.id, office.short)).collect();
            let known = known.join("、");
            Err(Failure::new(format!("{unknown} という事業所はありません。使えるもの: {known}")))
        }
    }
}
