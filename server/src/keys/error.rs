//! What stands between a document and its key. Each sentence says what happened and what to do next.

use std::path::PathBuf;

use shared::ids::DocumentId;

/// Why keys cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is a key store, but no key file.
    #[error(
        "鍵の保管庫はありますが、それを開く鍵ファイル {} がありません。別に保管している鍵ファイルをここに戻すか、\
         --key-file で場所を指定してください。新しい鍵ファイルでは、これまでの文書は開けません。", .0.display()
    )]
    NoKeyFile(PathBuf),
    /// The key file is another one than the key store was wrapped with.
    #[error(
        "鍵ファイル {} は、この鍵の保管庫のものではありません。文書を守るため、何も開かずに止めました。\
         このデータの鍵ファイルを --key-file で指定してください。", .0.display()
    )]
    OtherKeyFile(PathBuf),
    /// The file holds no key.
    #[error(
        "{} は鍵ファイルとして読めません。別に保管している写しと取り替えてください。", .0.display()
    )]
    BadKeyFile(PathBuf),
    /// The database was sealed, but its key store is not here.
    #[error(
        "データベースには鍵で封をした文書がありますが、鍵の保管庫 {} がありません。\
         いまの鍵の保管庫（keys フォルダー）と鍵ファイルを、データのフォルダーに置いてください。", .0.display()
    )]
    NoKeyStore(PathBuf),
    /// The key store belongs to another database.
    #[error(
        "鍵の保管庫 {} は、別のデータベースのものです。このデータベースの keys フォルダーを置いてください。", .0.display()
    )]
    OtherKeyStore(PathBuf),
    /// Key file or key store cannot be read or written.
    #[error("{} を使えません（{}）。場所と権限を確かめてください。", .0.display(), .1)]
    Unusable(PathBuf, String),
    /// A document has no key: it was destroyed, or the key store is an older one.
    #[error("文書 {0} の鍵がありません")]
    Missing(DocumentId),
    /// A wrapped key does not open.
    #[error("鍵の保管庫にある {0} の鍵が壊れています")]
    BadKey(String),
    /// Another process has changed the key file, and it is not to be found yet.
    #[error("鍵ファイルが取り替えられている途中です。少し待ってから、もう一度実行してください。")]
    Rotating,
    /// The operating system gave no randomness.
    #[error("この機械では鍵を作れません（{0}）。")]
    NoRandomness(String),
    /// More bytes than can be sealed at once.
    #[error("{0}バイトには一度に封をできません")]
    TooLong(usize),
}
