//! `otozure member`: who takes part, their sign-in links and programs' tokens. Works beside a
//! running relay.

mod add;
mod change;
mod confirm;
mod devices;
mod end;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use shared::ids::{DeviceId, MemberId};

use super::Failure;
use crate::auth::links::{self, LinkError};
use crate::auth::tokens;
use crate::clock::now_ms;
use crate::storage::sqlite::SqliteStore;
use crate::storage::{MemberRow, Storage};

/// What `member` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 登録されている人の一覧
    List {
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// 人を登録する
    Add(add::Args),
    /// 名前、役割、所属を変える（つながっている端末には、すぐに伝わる）
    Change(change::Args),
    /// バックアップから戻したあと、役割と所属を確かめたことを記録する
    Confirm {
        /// 見た一覧の番号（付けなければ、一覧と番号を出す）
        #[arg(value_name = "NUMBER")]
        list: Option<String>,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// サインインのリンクを作る（1回だけ、7日以内。暗証番号のまちがいで止まった端末も、これで戻せます）
    #[command(visible_alias = "link")]
    Invite {
        /// 人の番号（16桁）か、登録された名前
        #[arg(value_name = "MEMBER")]
        member: String,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// 人が開くサーバーのアドレス
        #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
        site: String,
    },
    /// プログラムのためのトークンを作る（1年）
    Token {
        /// 人の番号（16桁）か、登録された名前
        #[arg(value_name = "MEMBER")]
        member: String,
        /// 何に使うか
        #[arg(long, value_name = "TEXT")]
        label: String,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// 登録を終える（端末、サインイン、トークンはすべて使えなくなり、つながっていれば1秒以内に切れる。
    /// 書いたものは残る）
    End {
        /// 人の番号（16桁）か、登録された名前
        #[arg(value_name = "MEMBER")]
        member: String,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// 端末の一覧（名前か番号を指定すると、その人の端末だけ）
    Devices {
        /// 人の番号（16桁）か、登録された名前
        #[arg(value_name = "MEMBER")]
        member: Option<String>,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// 端末をひとつ終える（なくした端末など。つながっていれば1秒以内に切れる）
    DeviceEnd {
        /// 端末の番号（16桁。otozure member devices に出る）
        #[arg(value_name = "DEVICE")]
        device: DeviceId,
        /// データのフォルダー
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

/// Does what was asked and prints the outcome.
///
/// # Errors
/// What is in the way; nothing has changed then.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let data = match &args.command {
        Command::List { data }
        | Command::Invite { data, .. }
        | Command::Token { data, .. }
        | Command::End { data, .. }
        | Command::Devices { data, .. }
        | Command::Confirm { data, .. }
        | Command::DeviceEnd { data, .. } => data,
        Command::Add(args) => args.data(),
        Command::Change(args) => args.data(),
    };
    end::log_to_stderr();
    let store = SqliteStore::open_existing(data).await?;
    let told = told(&store, args.command).await;
    store.close().await;
    print!("{}", told?);
    Ok(ExitCode::SUCCESS)
}

async fn told(store: &SqliteStore, command: Command) -> Result<String, Failure> {
    let storage: &dyn Storage = store;
    match command {
        Command::List { .. } => list(storage).await,
        Command::Add(args) => add::add(storage, args).await,
        Command::Change(args) => change::change(storage, args).await,
        Command::Confirm { list, .. } => confirm::confirm(store, list.as_deref()).await,
        Command::Invite { member, site, .. } => invite(storage, &member, &site).await,
        Command::Token { member, label, .. } => token(storage, &member, &label).await,
        Command::End { member, .. } => end::member(storage, &member).await,
        Command::Devices { member, .. } => devices::list(storage, member.as_deref()).await,
        Command::DeviceEnd { device, .. } => end::device(storage, device).await,
    }
}

/// The member of an id or of a name that only one has.
async fn named(storage: &dyn Storage, text: &str) -> Result<MemberRow, Failure> {
    let members = storage.members().await?;
    let id: Option<MemberId> = text.parse().ok();
    let name = |name: &str| name.replace(['\u{3000}', ' '], "");
    let mut found = members
        .into_iter()
        .filter(|member| id == Some(member.id) || (id.is_none() && name(&member.fields.name) == name(text)));
    match (found.next(), found.next()) {
        (Some(member), None) => Ok(member),
        (Some(_), Some(_)) => Err(Failure::new(format!(
            "{text} という名前の人が2人以上います。otozure member list に出る番号で指定してください。"
        ))),
        _ => {
            Err(Failure::new(format!("{text} という人は登録されていません。otozure member list で確かめてください。")))
        }
    }
}

async fn list(storage: &dyn Storage) -> Result<String, Failure> {
    let members = storage.members().await?;
    if members.is_empty() {
        return Ok("まだ誰も登録されていません。otozure member add で登録してください。\n".to_owned());
    }
    Ok(members.iter().map(|member| format!("{}\n", line(member))).collect())
}

/// One member on one line.
fn line(member: &MemberRow) -> String {
    let fields = &member.fields;
    let offices: Vec<&str> = fields.offices.iter().map(|office| office.as_str()).collect();
    let category = fields.category.map(|category| format!("（{}）", category.label()));
    let appointed = fields.appointed_on.map(|day| format!("  選任 {}", day.japanese()));
    let concern = if fields.safeguarding { "  通報の記録を読む担当" } else { "" };
    let state = if member.active { "" } else { "  登録終了" };
    format!(
        "{}  {}  {}{}  {}{}{concern}{state}",
        member.id,
        fields.name,
        fields.role.label(),
        category.unwrap_or_default(),
        offices.join("、"),
        appointed.unwrap_or_default(),
    )
    .trim_end()
    .to_owned()
}

async fn invite(storage: &dyn Storage, member: &str, site: &str) -> Result<String, Failure> {
    let member = named(storage, member).await?;
    let site = site.trim_end_matches('/');
    if !site.starts_with("https://") && !site.starts_with("http://") {
        return Err(Failure::new(format!("--site {site} はアドレスではありません（例 https://otozure.example.jp）。")));
    }
    let secret = links::invite(storage, member.id, now_ms()).await?;
    tracing::info!(target: "audit", member = %member.id, "a sign-in link was made");
    Ok(format!("{}さんのサインインのリンク（1回だけ、7日以内）:\n{site}/link#{}\n", member.fields.name, secret.text()))
}

async fn token(storage: &dyn Storage, member: &str, label: &str) -> Result<String, Failure> {
    let member = named(storage, member).await?;
    let secret = tokens::make(storage, member.id, label, now_ms()).await?;
    Ok(format!(
        "{}さんの名でつなぐトークン（{label}、1年間）。二度と表示しません:\n{}\n",
        member.fields.name,
        secret.text()
    ))
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Storage(error) => error.into(),
            LinkError::NoRandomness(error) => Self::new(format!("この機械では秘密の値を作れません（{error}）。")),
        }
    }
}
