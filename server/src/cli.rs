//! The command line, one command a file. It must never hold a rule of the programme: it reads
//! what was asked, calls the library and says what happened, in Japanese, for people.

pub mod backup;
pub mod handbook;
pub mod help;
pub mod import;
pub mod keys;
pub mod member;
pub mod report;
pub mod restore;
pub mod retention;
pub mod serve;
pub mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::storage::StorageError;

/// What the commands answer to the shell, as `--help` says.
const EXIT_CODES: &str = "\
終了コード:
  0  うまくいった
  1  できなかった、または verify が誤りを見つけた（理由を表示します）
  2  コマンドの書き方が違う";

/// 入院者訪問支援の記録を預かるサーバー
#[derive(Debug, Parser)]
#[command(name = "otozure", version, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// サーバーを動かす
    Serve(serve::Args),
    /// 資料（JSON）を取り込む
    Import(import::Args),
    /// 手引きの下書き
    Handbook(handbook::Args),
    /// 実績の表を出す
    Report(report::Args),
    /// 人の登録と、サインインのリンク
    Member(member::Args),
    /// 文書に封をする鍵
    Keys(keys::Args),
    /// 文書の保存期間と、過ぎた文書を終わりにすること
    Retention(retention::Args),
    /// 保存されているものがすべて正しいか確かめる
    Verify(verify::Args),
    /// サーバーを動かしたまま、バックアップを1つのファイルに作る
    Backup(backup::Args),
    /// バックアップのファイルから、空のフォルダーにデータを戻す
    Restore(restore::Args),
}

/// Why a command did not do what was asked, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    message: String,
}

impl Failure {
    /// A failure that says, in Japanese, what happened and what to do next.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::new(match error {
            StorageError::Full => "ディスクがいっぱいです。空きを作ってからもう一度実行してください。\
                これまでに保存したものは無事です。"
                .to_owned(),
            StorageError::Newer { found, known } => format!(
                "データは新しい版のプログラムで書かれています（形式 {found}、このプログラムは {known} まで）。\
                 新しい版の otozure を使ってください。"
            ),
            StorageError::Damaged { what } => format!(
                "保存されているデータが壊れています（{what}）。otozure verify で確かめ、\
                 必要ならバックアップから戻してください。"
            ),
            StorageError::Unavailable(why) => format!(
                "データベースを開けないか、読み書きできません（{why}）。\
                 --data のフォルダーと、その読み書きの権限を確かめてください。"
            ),
            StorageError::Conflict(why) => {
                format!("いま保存されている内容と合わないため、行いませんでした（{why}）。")
            }
            StorageError::Keys(error) => error.to_string(),
            StorageError::Stale => "同時にほかの変更がありました。もう一度実行してください。".to_owned(),
            StorageError::NotAMember => {
                "その人は登録されていないか、登録が終わっています。otozure member list で確かめてください。".to_owned()
            }
        })
    }
}

/// Runs what the arguments ask for and says how it went.
pub fn run() -> ExitCode {
    let cli = match help::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("プログラムを始められません（{error}）。");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(args).await,
            Command::Import(args) => import::run(args).await,
            Command::Handbook(args) => handbook::run(args).await,
            Command::Report(args) => report::run(args).await,
            Command::Member(args) => member::run(args).await,
            Command::Keys(args) => keys::run(args).await,
            Command::Retention(args) => retention::run(args).await,
            Command::Verify(args) => verify::run(args).await,
            Command::Backup(args) => backup::run(args).await,
            Command::Restore(args) => restore::run(args).await,
        }
    });
    result.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}
