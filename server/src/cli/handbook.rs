//! `otozure handbook put FILE --data DIR`: brings drafts of the handbook in. It must never approve: that is an
//! officer's, on the page.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Failure;
use crate::clock::now_ms;
use crate::dataset::FILE_BYTES_MAX;
use crate::handbook::{self, HandbookError, Put, Standing};
use crate::storage::sqlite::SqliteStore;

/// What `handbook` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// 手引きの下書きを入れる。県が画面で承認するまで、だれの画面にも「下書き」と出る
    Put(PutArgs),
}

#[derive(Debug, clap::Args)]
struct PutArgs {
    /// 下書きのファイル（JSON。形式は docs/handbook.md）。省くと、プログラムに付いている下書き
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// いまの手引きと違う項目も、このファイルのとおりに書きかえる（承認された版は残る）
    #[arg(long)]
    replace: bool,
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Does what was asked.
///
/// # Errors
/// What is wrong with the file, or what the store could not do.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let Command::Put(args) = args.command;
    let entries = match &args.file {
        None => handbook::load(handbook::DRAFT, "draft.json"),
        Some(file) => {
            handbook::load_bytes(&super::import::bytes_of(file, FILE_BYTES_MAX)?, &file.display().to_string())
        }
    };
    let entries = entries.map_err(|error| Failure::new(error.to_string()))?;
    let store = SqliteStore::open_existing(&args.data).await?;
    let standing = if args.replace { Standing::Replaced } else { Standing::Left };
    let done = handbook::put(&store, &entries, standing, now_ms()).await;
    store.close().await;
    println!("{}", told(done?));
    Ok(ExitCode::SUCCESS)
}

fn told(done: Put) -> String {
    let Put { added, replaced, left } = done;
    let mut said = format!("手引きの下書きを入れました。新しい項目 {added}件、書きかえた項目 {replaced}件。");
    if left > 0 {
        said.push_str(&format!(
            "\nいまの手引きと違う {left}件は、そのままにしました。書きかえるには --replace を付けてください。"
        ));
    }
    said.push_str("\n県の担当者が「手引き」の画面で承認するまで、下書きと表示されます。");
    said
}

impl From<HandbookError> for Failure {
    fn from(error: HandbookError) -> Self {
        match error {
            HandbookError::Storage(error) => error.into(),
            HandbookError::NoProgramme => Self::new(
                "このフォルダーには、まだ事業のデータがありません。otozure import で資料を取り込んでください。",
            ),
            other => Self::new(format!("手引きを書けませんでした（{other}）。otozure verify で確かめてください。")),
        }
    }
}
