//! `otozure restore`: a backup brought back into an empty folder.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Failure;
use crate::restore::{RestoreError, restore};

/// What `restore` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// バックアップのファイル
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 戻す先のフォルダー。空か、まだないもの（いまの鍵だけは先に置いておけます）
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// いまの鍵の保管庫を写してくるフォルダー（前のデータのフォルダーか、その中の keys）。省くと、戻す先にあるものを使う
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

/// Restores the backup.
///
/// # Errors
/// What is in the way; the folder holds no store then.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let verified = restore(&args.file, &args.data, args.keys.as_deref()).await?;
    println!(
        "{} に戻し、すべて確かめました（文書 {}件、変更 {}件、人 {}人、実績の行 {}行）。\n\
         サーバーを始めると、端末がつながるたびに、バックアップのあとに書かれたものを端末から受け取ります。\n\
         まだ使われていないサインインのリンクは、使えなくなりました。otozure member invite で作りなおしてください。",
        args.data.display(),
        verified.documents,
        verified.changes,
        verified.members,
        verified.lines
    );
    Ok(ExitCode::SUCCESS)
}

impl From<RestoreError> for Failure {
    fn from(error: RestoreError) -> Self {
        Self::new(match error {
            RestoreError::NoBackup(file) => {
                format!("{} というファイルはありません。バックアップのファイルを指定してください。", file.display())
            }
            RestoreError::NotEmpty(folder, name) => format!(
                "{} には {name} があります。いまあるものを守るため、空のフォルダーにしか戻しません。\
                 別のフォルダーを --data に指定してください。",
                folder.display()
            ),
            RestoreError::NoKeys(folder) => format!(
                "{} に鍵の保管庫がありません。前のデータのフォルダーか、その中の keys フォルダーを --keys に指定してください。",
                folder.display()
            ),
            RestoreError::OtherKeys(path) => format!(
                "{} がすでにあります。それを使うなら --keys を省き、使わないなら別のフォルダーを --data に指定してください。",
                path.display()
            ),
            RestoreError::Folder(error) => error.to_string(),
            RestoreError::Storage(error) => return error.into(),
            RestoreError::File(path, error) => {
                format!("{} を使えません（{error}）。場所、空き、権限を確かめてください。", path.display())
            }
            RestoreError::Unsound(findings) => format!(
                "戻したものに{}件の誤りがあるため、使えるようにはしませんでした（はじめの1件: {}）。\
                 一つ前のバックアップを試してください。",
                findings.len(),
                findings.first().map(|finding| finding.what.as_str()).unwrap_or_default()
            ),
        })
    }
}
