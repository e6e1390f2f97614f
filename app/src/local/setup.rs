//! The stores of the databases and how a version is made from the one before. It must never drop a
//! store that holds words.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbIndexParameters, IdbObjectStoreParameters};

/// `[document, "snapshot" | "incremental", hash]` -> sealed bytes.
pub const CHUNKS: &str = "chunks";
/// A number -> which change is owed to the relay (`d`, `h`) and when it was written (`at`).
pub const OWED: &str = "owed";
/// A number -> a parcel for the relay, sealed to it alone, outside of the vault's own seal: the changes that it holds
/// (`c`), when they were written (`at`), and the parcel itself.
pub const OUTBOX: &str = "outbox";
/// `[document, actor]` -> a sealed receipt, or the mark that the session was on this device.
pub const RECEIPTS: &str = "receipts";
/// `document` -> a sealed row.
pub const DOCUMENTS: &str = "documents";
/// A name -> what was set aside, sealed, or the damaged bytes as they were found.
pub const ASIDE: &str = "aside";
/// A name -> the device's key, the cursor, the offering, the people (sealed); what stands at the door.
pub const META: &str = "meta";
/// A source's name -> its sealed lines.
pub const FIGURES: &str = "figures";
/// `member` -> a sealed person.
pub const PERSONS: &str = "persons";

/// Of the owed changes, by document.
pub const BY_DOCUMENT: &str = "document";
/// Of the owed changes, by document and hash.
pub const BY_CHANGE: &str = "change";
/// Of the parcels, by each change that they hold.
pub const BY_HELD: &str = "held";

/// The version of a vault's stores.
pub const VAULT_VERSION: u32 = 3;
/// The version of the stores that say who is enrolled.
pub const PERSONS_VERSION: u32 = 1;

/// Makes a vault's stores.
pub fn vault(database: &IdbDatabase, from: u32) -> Result<(), JsValue> {
    if from < 1 {
        for name in [CHUNKS, RECEIPTS, DOCUMENTS, ASIDE, META] {
            database.create_object_store(name)?;
        }
        let numbered = IdbObjectStoreParameters::new();
        numbered.set_auto_increment(true);
        let owed = database.create_object_store_with_optional_parameters(OWED, &numbered)?;
        owed.create_index_with_str(BY_DOCUMENT, "d")?;
        owed.create_index_with_str_sequence(BY_CHANGE, &Array::of2(&"d".into(), &"h".into()))?;
    }
    if from < 2 {
        database.create_object_store(FIGURES)?;
    }
    if from < 3 {
        let numbered = IdbObjectStoreParameters::new();
        numbered.set_auto_increment(true);
        let outbox = database.create_object_store_with_optional_parameters(OUTBOX, &numbered)?;
        let each = IdbIndexParameters::new();
        each.set_multi_entry(true);
        outbox.create_index_with_str_and_optional_parameters(BY_HELD, "c", &each)?;
    }
    Ok(())
}

/// Makes the stores that say who is enrolled.
pub fn persons(database: &IdbDatabase, from: u32) -> Result<(), JsValue> {
    if from < 1 {
        for name in [PERSONS, META] {
            database.create_object_store(name)?;
        }
    }
    Ok(())
}
