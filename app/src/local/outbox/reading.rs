//! The parcels of a vault that is shut: read in their order, and taken away or kept aside by what the relay said of
//! them. It must never take one away that the relay does not have.

use js_sys::{Array, Uint8Array};
use shared::ids::DocumentId;
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbKeyRange;

use super::{BETWEEN, Parcel};
use crate::local::idb::{How, IdbError, Store};
use crate::local::lock::Lock;
use crate::local::setup::{BY_CHANGE, BY_HELD, OUTBOX, OWED};
use crate::local::vault::{EmptyList, Vault, key};
use crate::platform::js;

/// A parcel as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptParcel {
    /// Its place in the order of writing.
    pub number: u64,
    /// When the oldest of what it holds was written.
    pub at: Instant,
    /// Whether the relay refused it: it is handed over no more.
    pub refused: bool,
    /// Whether the relay keeps it apart all the same, for somebody to look at.
    pub kept_apart: bool,
    /// Itself; none if what stands there is no parcel.
    pub parcel: Option<Parcel>,
}

impl KeptParcel {
    /// Whether nobody has it but this device, and nobody takes it.
    pub fn is_lost(&self) -> bool {
        self.parcel.is_none() || self.refused && !self.kept_apart
    }
}

/// A parcel that the relay has refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its place in the order of writing.
    pub number: u64,
    /// Why.
    pub code: String,
    /// Whether the relay keeps it apart, for somebody to look at.
    pub kept: bool,
}

/// What the relay lacks, as far as it is seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsent {
    /// How many changes.
    pub changes: u32,
    /// When the oldest was written.
    pub oldest_at: Option<Instant>,
}

/// What a parcel holds.
pub(super) fn held(value: &JsValue) -> Vec<String> {
    let list = js::get(value, "c").ok().and_then(|list| list.dyn_into::<Array>().ok());
    list.map(|list| list.iter().filter_map(|held| held.as_string()).collect()).unwrap_or_default()
}

fn at(value: &JsValue) -> Option<Instant> {
    Some(Instant::from_ms(js::get(value, "at").ok()?.as_f64()? as i64))
}

fn parcel(value: &JsValue) -> Option<Parcel> {
    let bytes = |name| Some(js::get(value, name).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec());
    Some(Parcel {
        id: bytes("id")?.try_into().ok()?,
        sender: bytes("sender")?.try_into().ok()?,
        sealed: bytes("sealed")?,
        signature: bytes("signature")?.try_into().ok()?,
    })
}

fn number(number: u64) -> JsValue {
    // Parcels are counted one by one; a f64 counts them exactly.
    JsValue::from_f64(number as f64)
}

impl Lock {
    /// What the relay lacks.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn unsent(&self) -> Result<Unsent, IdbError> {
        let transaction = self.database.begin(&[OUTBOX], How::Read).await?;
        let store = transaction.store(OUTBOX)?;
        let changes = store.count_by(BY_HELD).await?;
        let first = store.values(&JsValue::UNDEFINED, 1).await?;
        transaction.done().await?;
        Ok(Unsent { changes: u32::try_from(changes).unwrap_or(u32::MAX), oldest_at: at(&first.get(0)) })
    }

    /// Parcels behind this number, so many at most, in the order in which they were written.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn parcels_after(&self, last: u64, count_max: usize) -> Result<Vec<KeptParcel>, IdbError> {
        let range: JsValue = IdbKeyRange::lower_bound_with_open(&number(last), true)?.into();
        let count_max = u32::try_from(count_max).unwrap_or(u32::MAX);
        let transaction = self.database.begin(&[OUTBOX], How::Read).await?;
        let store = transaction.store(OUTBOX)?;
        let keys = store.keys(&range, count_max).await?;
        let values = store.values(&range, count_max).await?;
        transaction.done().await?;
        let kept = keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            Some(KeptParcel {
                number: key.as_f64()? as u64,
                at: at(&value).unwrap_or(Instant::from_ms(0)),
                refused: js::text(&value, "refused").is_some(),
                kept_apart: js::get(&value, "kept").ok().and_then(|kept| kept.as_bool()).unwrap_or(false),
                parcel: parcel(&value),
            })
        });
        Ok(kept.collect())
    }

    /// The relay has taken some and refused others: the first go, the others stay aside, each with why.
    ///
    /// # Errors
    /// The storage does not take it; the same again does no harm.
    pub async fn delivered(&self, taken: &[u64], refused: &[Refused]) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[OUTBOX], How::Strict).await?;
        let store = transaction.store(OUTBOX)?;
        for one in taken {
            store.delete(&number(*one))?;
        }
        for one in refused {
            let value = store.get(&number(one.number)).await?;
            if value.is_object() {
                js_sys::Reflect::set(&value, &"refused".into(), &one.code.as_str().into())?;
                js_sys::Reflect::set(&value, &"kept".into(), &one.kept.into())?;
                store.put(&number(one.number), &value)?;
            }
        }
        transaction.done().await
    }

    /// How many changes in it the relay does not have: what is owed, or else what parcels of a vault that stood in its
    /// place before hold.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn owed_count(&self) -> Result<usize, IdbError> {
        let transaction = self.database.begin(&[OWED, OUTBOX], How::Read).await?;
        let owed = transaction.store(OWED)?.count().await?;
        let outbox = transaction.store(OUTBOX)?;
        let waiting = if owed == 0 { waiting(&outbox).await? } else { 0 };
        transaction.done().await?;
        Ok(owed + waiting)
    }

    /// Takes over the parcels of another vault of the same person on the same device, behind a number; gives the last
    /// one's. What was signed with an earlier key of theirs is taken all the same.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn take_parcels_of(&self, other: &Self, last: u64) -> Result<u64, IdbError> {
        let range: JsValue = IdbKeyRange::lower_bound_with_open(&number(last), true)?.into();
        let transaction = other.database.begin(&[OUTBOX], How::Read).await?;
        let store = transaction.store(OUTBOX)?;
        let keys = store.keys(&range, u32::MAX).await?;
        let values = store.values(&range, u32::MAX).await?;
        transaction.done().await?;
        let transaction = self.database.begin(&[OUTBOX], How::Strict).await?;
        let store = transaction.store(OUTBOX)?;
        for value in values.iter() {
            store.push(&value)?;
        }
        transaction.done().await?;
        Ok(keys.iter().last().and_then(|key| key.as_f64()).map_or(last, |key| key as u64))
    }
}

/// How many parcels are looked at together.
const PAGE: u32 = 64;

/// Every parcel in its order, a page at a time.
async fn each(outbox: &Store, mut look: impl AsyncFnMut(u64, JsValue) -> Result<(), IdbError>) -> Result<(), IdbError> {
    let mut range = JsValue::UNDEFINED;
    loop {
        let keys = outbox.keys(&range, PAGE).await?;
        let values = outbox.values(&range, PAGE).await?;
        for (number, value) in keys.iter().zip(values.iter()) {
            look(number.as_f64().unwrap_or_default() as u64, value).await?;
        }
        let Some(last) = keys.iter().last() else { return Ok(()) };
        range = IdbKeyRange::lower_bound_with_open(&last, true)?.into();
    }
}

/// How many changes wait in parcels that the relay did not refuse.
async fn waiting(outbox: &Store) -> Result<usize, IdbError> {
    let mut waiting = 0;
    each(outbox, async |_, value| {
        if js::text(&value, "refused").is_none() {
            waiting += held(&value).len();
        }
        Ok(())
    })
    .await?;
    Ok(waiting)
}

/// A parcel that the relay refused, of which nothing is owed by the vault that it stands beside: it came from one that
/// its person could not open any more, and nobody else will ever say so of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedParcel {
    /// Its place in the order of writing.
    pub number: u64,
    /// Of which document.
    pub document: DocumentId,
    /// When the oldest of what it holds was written.
    pub at: Instant,
}

impl Vault {
    pub(in crate::local) async fn refused_parcels(&self) -> Result<Vec<RefusedParcel>, IdbError> {
        let transaction = self.database.begin(&[OWED, OUTBOX], How::Read).await?;
        let owed = transaction.store(OWED)?;
        let mut found = Vec::new();
        each(&transaction.store(OUTBOX)?, async |number, value| {
            let held = held(&value);
            let document = held.first().and_then(|held| held.split_once(BETWEEN)).and_then(|held| held.0.parse().ok());
            if let (Some(document), Some(at), Some(_)) = (document, at(&value), js::text(&value, "refused"))
                && !owes_any(&held, &owed).await?
            {
                found.push(RefusedParcel { number, document, at });
            }
            Ok(())
        })
        .await?;
        transaction.done().await?;
        Ok(found)
    }
}

/// Whether any of what a parcel holds is owed.
pub(super) async fn owes_any(held: &[String], owed: &Store) -> Result<bool, IdbError> {
    for held in held {
        let Some((document, hash)) = held.split_once(BETWEEN) else { continue };
        if !owed.keys_by(BY_CHANGE, &key(&[document, hash])).await?.is_empty_list() {
            return Ok(true);
        }
    }
    Ok(false)
}
