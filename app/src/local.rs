//! What this device keeps: one database for each person, sealed, and a small one that says who is
//! enrolled. It must never hold a word in the clear, and never call anything stored before its
//! transaction is complete.

mod acts;
mod alone;
mod aside;
pub mod backup_file;
mod codec;
mod credentials;
mod drafts;
mod figures;
pub mod idb;
mod keep;
mod keys;
mod lock;
mod me;
mod outbox;
mod passkey;
pub mod people;
pub mod persons;
mod put_away;
mod receipts;
mod refused;
pub mod row;
mod seal;
mod seen;
mod setup;
mod tries;
pub mod vault;

pub use acts::{Act, Done, KeptName};
pub use alone::{Alone, RelayKeys};
pub use aside::{Aside, AsideFound};
pub use credentials::Credentials;
pub use idb::{IdbError, OpenEvent};
pub use keep::{KeepRows, Kept, NewWhole, Rewrite};
pub use lock::{Changing, Fresh, Lock, NewPasskey, NotOpened, Opened, Shown, Shut};
pub use outbox::{KeptParcel, Parcel, Refused, Unsent};
pub use persons::{Enrolled, Persons};
pub use row::DocumentRow;
pub use tries::Tries;
pub use vault::{Found, NewChunk, Owed, RowWrite, Stored, Vault};
