//! Brings a read dataset into a store: the programme, then all facts at once. It must never mix a
//! sample with real figures or two prefectures, nor write anything for a file already taken in.

use shared::ids::PrefectureId;

use super::Dataset;
use crate::programme::{self, ProgrammeError};
use crate::storage::{Import, Storage, StorageError, StoreInfo};

/// What bringing in a dataset did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// The store had this very file already; nothing was written.
    Unchanged,
    /// The first file of this name.
    Added,
    /// Another file of this name stood before: all its facts gave way to the new ones.
    Replaced,
}

/// Why a dataset was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store holds another prefecture's programme.
    #[error(
        "このデータのフォルダーには、別の県（団体コード {stored}）のデータが入っています。\
         {asked} の資料は、別のフォルダーに取り込んでください。"
    )]
    OtherPrefecture {
        /// Whose the store is.
        stored: PrefectureId,
        /// Whose the file is.
        asked: PrefectureId,
    },
    /// One of the two is a sample, the other is not.
    #[error(
        "見本データと本物のデータは、同じフォルダーに入れられません。\
         別のフォルダーを --data で指定してください。"
    )]
    SampleAndReal,
    /// The store could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The programme's document could not be written.
    #[error("事業の設定を書き込めません（{0}）。otozure verify で確かめてください。")]
    Programme(ProgrammeError),
}

/// Brings a dataset in. The facts and the note of the file are written last and in one
/// transaction, so a file whose bringing-in was cut short is simply brought in again.
///
/// # Errors
/// When store and file do not belong together, or the store fails.
pub async fn store(storage: &dyn Storage, dataset: &Dataset, now_ms: i64) -> Result<Stored, StoreError> {
    let info =
        StoreInfo { prefecture: dataset.programme.prefecture.clone(), sample_label: dataset.programme.sample.clone() };
    if let Some(stored) = storage.info().await? {
        belongs(&stored, &info)?;
    }
    let before = storage.imported(dataset.name.clone()).await?;
    let same = |import: &Import| import.content_sha256 == dataset.content_sha256;
    if before.as_ref().is_some_and(same) {
        return Ok(Stored::Unchanged);
    }
    storage.set_info(info).await?;
    programme::put(storage, &dataset.programme, now_ms).await.map_err(|error| match error {
        ProgrammeError::Storage(error) => StoreError::Storage(error),
        other => StoreError::Programme(other),
    })?;
    let import = Import {
        name: dataset.name.clone(),
        content_sha256: dataset.content_sha256,
        at_ms: now_ms,
        report: dataset.summary(),
    };
    storage.replace_imported(import, dataset.facts()).await?;
    Ok(match before {
        None => Stored::Added,
        Some(_) => Stored::Replaced,
    })
}

fn belongs(stored: &StoreInfo, asked: &StoreInfo) -> Result<(), StoreError> {
    if stored.prefecture != asked.prefecture {
        return Err(StoreError::OtherPrefecture { stored: stored.prefecture.clone(), asked: asked.prefecture.clone() });
    }
    if stored.sample_label.is_some() != asked.sample_label.is_some() {
        return Err(StoreError::SampleAndReal);
    }
    Ok(())
}
