//! Migrations, forward alone: a copy of the file first, nobody else who serves it meanwhile, and the refusal of a
//! store that a newer program wrote. It must never migrate without that copy.

use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;
use sqlx::migrate::Migrator;

use crate::folder::{FolderError, ServedFolder};
use crate::storage::StorageError;
use crate::storage::sqlite::convert::failure;
use crate::storage::sqlite::writer;

/// How often a folder that somebody has is asked for before a migration.
const TAKING_TRIES: u32 = 20;
const TAKING_REST: std::time::Duration = std::time::Duration::from_millis(100);

/// Brings a store to the newest form. Only where nobody else serves it: an older program that runs would go on
/// writing by the rules of the older form.
pub(super) async fn migrate(
    connection: &mut SqliteConnection,
    file: &Path,
    migrations: &Migrator,
    served: Option<&ServedFolder>,
) -> Result<(), StorageError> {
    let known = migrations.iter().map(|m| m.version).max().unwrap_or(0);
    let is_newest = |found: i64| match found > known {
        true => Err(StorageError::Newer { found, known }),
        false => Ok(found == known),
    };
    if is_newest(schema(connection).await?)? {
        return Ok(());
    }
    let _alone = match served {
        Some(_) => None,
        None => Some(alone(file.parent().unwrap_or(Path::new("."))).await?),
    };
    // Whoever had it until now may have done it.
    let found = schema(connection).await?;
    if is_newest(found)? {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, file, found).await?;
    }
    // Nothing is written after what a failing disk may have left in the log.
    writer::fold(connection).await?;
    migrations.run(connection).await.map_err(|e| StorageError::Unavailable(format!("cannot migrate the database: {e}")))
}

/// Takes the folder as who serves it does. Another command that migrates is soon done; a relay stays.
async fn alone(folder: &Path) -> Result<ServedFolder, StorageError> {
    let mut tries = 0;
    loop {
        match ServedFolder::take(folder) {
            Err(FolderError::Served(_)) if tries < TAKING_TRIES => {
                tries += 1;
                tokio::time::sleep(TAKING_REST).await;
            }
            taken => return taken.map_err(|error| StorageError::Unavailable(error.to_string())),
        }
    }
}

/// The newest migration the store has; 0 for an empty file.
pub(in crate::storage::sqlite) async fn schema(connection: &mut SqliteConnection) -> Result<i64, StorageError> {
    let table: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?;
    if table.is_none() {
        return Ok(0);
    }
    let (version,): (i64,) = sqlx::query_as("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
        .map_err(failure)?;
    Ok(version)
}

/// Where the copy goes that is made before a migration from this schema.
fn backup_file(file: &Path, found: i64) -> PathBuf {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut copy = folder.join(format!("before-schema-{found}.sqlite3"));
    let mut number = 2;
    while copy.exists() {
        copy = folder.join(format!("before-schema-{found}-{number}.sqlite3"));
        number += 1;
    }
    copy
}

async fn back_up(connection: &mut SqliteConnection, file: &Path, found: i64) -> Result<(), StorageError> {
    let copy = backup_file(file, found);
    crate::folder::make_private(&copy).map_err(|error| super::unusable(&copy, &error))?;
    sqlx::query("VACUUM INTO ?")
        .bind(copy.to_string_lossy().into_owned())
        .execute(connection)
        .await
        .map_err(failure)?;
    // VACUUM INTO does not wait for the disk by itself.
    std::fs::File::open(&copy)
        .and_then(|file| file.sync_all())
        .map_err(|e| StorageError::Unavailable(format!("cannot keep {}: {e}", copy.display())))
}
