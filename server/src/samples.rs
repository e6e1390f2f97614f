//! The fictional persons of a sample store, so that every role can be tried. They must never be
//! made in a store that holds real figures.

use crate::dataset::{bundled, load_dataset};
use crate::storage::{MemberRow, Storage, StorageError};

/// Makes the fictional persons that are missing of the datasets that came with the program, and gives those whom one
/// may sign in as, in the order of the dataset. None for a store that is not a sample.
pub async fn ensure(storage: &dyn Storage) -> Result<Vec<MemberRow>, StorageError> {
    let sample = storage.info().await?.is_some_and(|info| info.sample_label.is_some());
    if !sample {
        return Ok(Vec::new());
    }
    let mut linked = Vec::new();
    for name in bundled::NAMES {
        if storage.imported(name.to_owned()).await?.is_none() {
            continue;
        }
        let read = bundled::bundled(name).and_then(|text| load_dataset(text, name).ok());
        for member in read.iter().flat_map(|dataset| dataset.story.members()) {
            let row = match storage.member(member.id).await? {
                Some(row) => row,
                None => storage.put_member(member.id, member.fields).await?,
            };
            // One whose membership was ended by hand stays ended.
            linked.extend((row.active && member.linked).then_some(row));
        }
    }
    Ok(linked)
}
