//! `otozure import FILE --data DIR`: reads a file of figures (docs/import-format.md) into a data
//! folder and says what was read and what stays doubtful. It must never touch the folder before
//! the whole file is understood.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::Failure;
use crate::clock;
use crate::dataset::{self, Dataset, FILE_BYTES_MAX, StoreError, Stored, StoryError};
use crate::storage::sqlite::SqliteStore;

/// What `import` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// 取り込むファイル（JSON。形式は docs/import-format.md）
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// データのフォルダー（なければ作ります）
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Reads the file, then stores it.
///
/// # Errors
/// With the file's problems, or what the store could not do.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let dataset = read(&args.file)?;
    let store = Arc::new(SqliteStore::open(&args.data).await?);
    super::keys::tell_of_new_key_file(store.keys());
    let brought = bring(&store, &dataset).await;
    store.close().await;
    println!("{}", told(&dataset, brought?));
    Ok(ExitCode::SUCCESS)
}

async fn bring(store: &Arc<SqliteStore>, dataset: &Dataset) -> Result<Stored, Failure> {
    let now_ms = clock::now_ms();
    let stored = dataset::store(store.as_ref(), dataset, now_ms).await?;
    // What was told once is in its members' hands: a changed story does not write over it.
    if !matches!(stored, Stored::Replaced) {
        dataset::tell(Arc::<SqliteStore>::clone(store), dataset, now_ms).await?;
    }
    Ok(stored)
}

/// Reads a dataset from a file.
///
/// # Errors
/// When there is no such file, it is too large, or its content is not understood.
pub fn read(file: &Path) -> Result<Dataset, Failure> {
    let bytes = bytes_of(file, FILE_BYTES_MAX)?;
    let name = file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into());
    dataset::load_dataset_bytes(&bytes, &name).map_err(|error| Failure::new(error.to_string()))
}

/// The bytes of a file that is no larger than a limit.
///
/// # Errors
/// When there is no such file, or it is larger.
pub fn bytes_of(file: &Path, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let shown = file.display();
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("{shown} を開けません（{error}）。ファイルの場所を確かめてください。"))
    };
    let length = std::fs::metadata(file).map_err(unreadable)?.len();
    if length > bytes_max as u64 {
        let most = bytes_max / 1024 / 1024;
        return Err(Failure::new(format!(
            "{shown} は大きすぎます。{most}MBまでのファイルを取り込めます。何も変更していません。"
        )));
    }
    std::fs::read(file).map_err(unreadable)
}

fn told(dataset: &Dataset, stored: Stored) -> String {
    let summary = dataset.summary();
    match stored {
        Stored::Unchanged => {
            format!("{summary}\n同じ内容がすでに取り込まれています。何も変更していません。")
        }
        Stored::Added => format!("{summary}\n取り込みました。"),
        Stored::Replaced => format!(
            "{summary}\n取り込みました。「{}」という名前で前に取り込んだ事実は、すべて入れ替わりました。",
            dataset.name
        ),
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Storage(error) => error.into(),
            other => Failure::new(other.to_string()),
        }
    }
}

impl From<StoryError> for Failure {
    fn from(error: StoryError) -> Self {
        match error {
            StoryError::Storage(error) => error.into(),
            other => Failure::new(other.to_string()),
        }
    }
}
