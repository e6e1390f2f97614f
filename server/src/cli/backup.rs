//! `otozure backup`: a checked copy of the database, beside a running relay.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Failure;
use crate::backup::{BackupError, backup, backup_keys};
use crate::keys::KeyPlaces;

/// What `backup` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 作るファイル。データとは別のディスクをすすめます。鍵は入りません
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// 同じ名前のファイルがあれば、できあがってから置き換える
    #[arg(long)]
    replace: bool,
    /// 続けて鍵の保管庫の写しも作り、このバックアップの文書がすべて開けることを確かめる。バックアップとは別の場所に置き、35日以内に捨てる
    #[arg(long, value_name = "FILE")]
    keys_to: Option<PathBuf>,
}

/// Makes the backup.
///
/// # Errors
/// What is in the way; there is no new file then.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let made = backup(&args.data, &args.file, args.replace).await?;
    let verified = &made.verified;
    println!(
        "{} にバックアップを作り、開いて確かめました（文書 {}件、変更 {}件、人 {}人、実績の行 {}行、{} KB）。\n\
         鍵は入っていません。戻すときは、そのときの鍵の保管庫と鍵ファイルが要ります。",
        args.file.display(),
        verified.documents,
        verified.changes,
        verified.members,
        verified.lines,
        made.bytes.div_ceil(1024)
    );
    if let Some(keys) = &args.keys_to {
        // After the database: it then holds the key of every document in the backup.
        let places = (args.data.as_path(), KeyPlaces::within(&args.data));
        let count = backup_keys(places, keys, args.replace, Some(&made)).await?;
        println!("{}", super::keys::copied(keys, count));
    }
    Ok(ExitCode::SUCCESS)
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        Self::new(match error {
            BackupError::Exists(file) => format!(
                "{} はすでにあります。別の名前にするか、置き換えてよければ --replace を付けてください。",
                file.display()
            ),
            BackupError::Storage(error) => return error.into(),
            BackupError::File(path, error) => {
                format!("{} を使えません（{error}）。場所、空き、権限を確かめてください。", path.display())
            }
            BackupError::Unsound(findings) => format!(
                "写したものに{}件の誤りがあるため、バックアップにしませんでした（はじめの1件: {}）。\
                 otozure verify で確かめてください。前のバックアップは、そのまま残っています。",
                findings.len(),
                findings.first().map(|finding| finding.what.as_str()).unwrap_or_default()
            ),
        })
    }
}
