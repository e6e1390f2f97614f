//! `otozure verify`: checks everything a data folder holds and says what is wrong.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Failure;
use crate::storage::sqlite::SqliteStore;
use crate::verify::{Verified, verify};

/// What `verify` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Checks the folder; fails if anything is wrong.
///
/// # Errors
/// When the store cannot be read at all.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let store = SqliteStore::open_existing(&args.data).await?;
    let verified = verify(&store).await;
    store.close().await;
    let verified = verified?;
    print!("{}", text(&verified));
    Ok(if verified.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn text(verified: &Verified) -> String {
    let mut text = format!(
        "確かめたもの: 文書 {}件、変更 {}件、人 {}人、実績の行 {}行、閲覧の記録 {}行\n",
        verified.documents, verified.changes, verified.members, verified.lines, verified.accesses
    );
    if verified.findings.is_empty() {
        text.push_str("すべて正しく保存されています。\n");
        return text;
    }
    for finding in &verified.findings {
        let (label, about) = (finding.fault.label(), &finding.about);
        text.push_str(&format!("【{label}】{about}: {}\n", finding.what));
    }
    text.push_str(&format!(
        "{}件の誤りがあります。サーバーを止めてデータのフォルダーの写しを取り、\
         バックアップと見比べてください。\n",
        verified.findings.len()
    ));
    text
}
