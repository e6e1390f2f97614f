//! `otozure keys`: replacing the key file, and a copy of the key store.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use crate::backup::backup_keys;
use crate::clock::now_ms;
use crate::keys::{Entry, KeyPlaces, KeyRing};
use crate::storage::sqlite::SqliteStore;

/// What `keys` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// 鍵ファイルを新しくし、すべての文書の鍵を包みなおす（サーバーを動かしたままでよい）
    Rotate(Place),
    /// 鍵の保管庫の写しを作る。写しは35日以内に必ず捨てる（終わった文書の鍵が、写しに残るため）。鍵ファイルは入らない
    Backup(BackupArgs),
    /// 捨てた鍵の跡を、鍵の保管庫のログから消す（サーバーを動かしたままでよい）
    Sweep(Place),
}

#[derive(Debug, clap::Args)]
struct Place {
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// 鍵ファイル（省くと、前に指定した場所か、データのフォルダーの otozure.key）
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct BackupArgs {
    /// 作るファイル。データベースのバックアップとは別の場所に置く
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Does what was asked.
///
/// # Errors
/// What is in the way.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let place = match &args.command {
        Command::Rotate(place) | Command::Sweep(place) => place,
        Command::Backup(args) => &args.place,
    };
    let places = KeyPlaces::within(&place.data).with_file(place.key_file.clone());
    if let Command::Backup(args) = &args.command {
        let keys = backup_keys((&place.data, places), &args.file, false, None).await?;
        println!("{}", copied(&args.file, keys));
        return Ok(ExitCode::SUCCESS);
    }
    let store = SqliteStore::open_existing_with_keys(&place.data, places).await?;
    let said = match &args.command {
        Command::Rotate(_) => rotate(store.keys()).await,
        Command::Sweep(_) | Command::Backup(_) => sweep(store.keys()).await,
    };
    store.close().await;
    println!("{}", said?);
    Ok(ExitCode::SUCCESS)
}

async fn rotate(keys: &KeyRing) -> Result<String, Failure> {
    let rotated = keys.rotate().await?;
    let what = format!("keys rotate from={} to={} keys={}", rotated.from, rotated.to, rotated.keys);
    keys.write_trail(vec![Entry { at_ms: now_ms(), who: "otozure keys".to_owned(), what }]).await?;
    Ok(format!(
        "鍵ファイル {} を新しくし、{}件の鍵を包みなおしました（{} から {} へ）。\n\
         動いているサーバーは、そのまま新しい鍵を使います。新しい鍵ファイルの写しを、データとは別の場所に保管してください。\n\
         前の鍵ファイルで開けるのは、これより前の鍵の保管庫の写しだけです。その写しを捨てるまで、前の鍵ファイルの写しも要ります。",
        keys.file().path().display(),
        rotated.keys,
        rotated.from,
        rotated.to
    ))
}

pub(super) fn copied(file: &Path, keys: usize) -> String {
    format!(
        "{} に鍵の保管庫の写しを作り、開いて確かめました（鍵 {keys}件）。鍵ファイルは入っていません。\n\
         この写しには、これから終わる文書の鍵も入っています。35日以内に必ず捨ててください。",
        file.display()
    )
}

async fn sweep(keys: &KeyRing) -> Result<String, Failure> {
    keys.rows().sweep().await?;
    Ok("捨てた鍵の跡は、残っていません。".to_owned())
}

/// Tells whoever runs a command that a key file was made.
pub fn tell_of_new_key_file(keys: &KeyRing) {
    if keys.has_made_its_file() {
        eprintln!(
            "文書に封をする鍵ファイルを作りました: {}\n\
             このファイルと鍵の保管庫（keys フォルダー）がなければ、文書は二度と開けません。\n\
             鍵ファイルの写しを、データのバックアップとは別の場所に保管してください。",
            keys.file().path().display()
        );
    }
}
