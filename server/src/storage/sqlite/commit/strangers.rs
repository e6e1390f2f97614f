//! Authors of whom a restored store has never heard: they or their device were enrolled after the backup
//! was made, and a reader brings back what they wrote, with the relay's own receipt. Their words keep
//! their author. It must never let anybody in: what is remembered here has ended.

use sqlx::SqliteConnection;

use crate::storage::sqlite::convert::failure;
use crate::storage::{Principal, StorageError};

/// Under which name a member stands whose registration was lost with the time after the backup.
pub(in crate::storage::sqlite) const NAME: &str = "（バックアップのあとに登録された人）";

/// Makes sure that an author's member and device are known.
pub(super) async fn remember(
    connection: &mut SqliteConnection,
    author: Principal,
    received_at_ms: i64,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO member (id, name, yomi, role, safeguarding, state, rev, role_since)
         VALUES (?, ?, '', 'visitor', 0, 'ended', 1, 0) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&author.member.0[..])
    .bind(NAME)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query(
        "INSERT INTO device (id, member, created_at, last_contact, state)
         VALUES (?, ?, ?3, ?3, 'ended') ON CONFLICT (id) DO NOTHING",
    )
    .bind(&author.device.0[..])
    .bind(&author.member.0[..])
    .bind(received_at_ms)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
