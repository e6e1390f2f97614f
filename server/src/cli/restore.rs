//! `otozure restore`: a backup brought back into an empty folder.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Failure;
use shared::ids::DocumentId;

use crate::restore::{LostKeys, RestoreError, restore};

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
    /// 鍵が見つからない文書を除いて戻す。除いた文書は、それを持つ端末がつながると、あらためて届く
    #[arg(long)]
    without_lost_keys: bool,
}

/// Restores the backup.
///
/// # Errors
/// What is in the way; the folder holds no store then.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let lost = if args.without_lost_keys { LostKeys::LeaveOut } else { LostKeys::Refuse };
    let restored = restore(&args.file, &args.data, args.keys.as_deref(), lost).await?;
    let verified = &restored.verified;
    println!(
        "{} に戻し、すべて確かめました（文書 {}件、変更 {}件、人 {}人、実績の行 {}行）。\n\
         サーバーを始めると、端末がつながるたびに、バックアップのあとに書かれたものを端末から受け取ります。\n\
         まだ使われていないサインインのリンクは、使えなくなりました。otozure member invite で作りなおしてください。\n\
         サインインは、すべて終わっています。それぞれの端末で、もう一度サインインします。",
        args.data.display(),
        verified.documents,
        verified.changes,
        verified.members,
        verified.lines
    );
    print!("{}", left_out(&restored.left_out));
    println!(
        "役割と所属は、バックアップの時のものに戻りました。otozure member confirm で確かめるまで、サーバーは始まりません。"
    );
    Ok(ExitCode::SUCCESS)
}

fn left_out(documents: &[DocumentId]) -> String {
    if documents.is_empty() {
        return String::new();
    }
    let listed: String = documents.iter().map(|document| format!("  {document}\n")).collect();
    format!(
        "鍵が見つからないため、除いて戻した文書: {}件（持っている端末がつながると、あらためて届きます）\n{listed}",
        documents.len()
    )
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
            RestoreError::LostKeys(documents) => format!(
                "{}件の文書の鍵が、この鍵の保管庫にありません（はじめの1件: {}）。バックアップより新しい鍵の保管庫か、\
                 その写しを使ってください。どこにもなければ、--without-lost-keys を付けると、その文書を除いて戻します\
                 （持っている端末から、あらためて届きます）。事業の設定の鍵がないときは、戻せません。",
                documents.len(),
                documents.first().map(ToString::to_string).unwrap_or_default()
            ),
            RestoreError::Unsound(findings) => format!(
                "戻したものに{}件の誤りがあるため、使えるようにはしませんでした（はじめの1件: {}）。\
                 一つ前のバックアップを試してください。",
                findings.len(),
                findings.first().map(|finding| finding.what.as_str()).unwrap_or_default()
            ),
        })
    }
}
