//! What stands in a backup file once it is opened: one CBOR array after another, the first of whose it is. It must
//! never leave out what it does not know: such a file is not taken.

use minicbor::{Decoder, decode};
use shared::documents::Kind;
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::{Receipt, Refusal};
use shared::time::Instant;

use super::{BackupDocument, BackupFile};
use crate::local::aside::Aside;
use crate::local::codec::{self, Out, Written};
use crate::store::drafts::DraftFields;

/// What a record is.
const WHOSE: u8 = 0;
const DOCUMENT: u8 = 1;
const ASIDE: u8 = 2;
const DRAFT: u8 = 3;

impl BackupFile {
    /// The records, one after another.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::written(|e| {
            e.array(5)?.u8(WHOSE)?.bytes(&self.member.0)?.bytes(&self.device.0)?;
            e.i64(self.made_at.ms())?.str(&self.app)?;
            self.documents.iter().try_for_each(|document| put_document(e, document))?;
            self.aside.iter().try_for_each(|aside| put_aside(e, aside))?;
            for (name, fields) in &self.drafts {
                e.array(3)?.u8(DRAFT)?.str(name)?.map(fields.len() as u64)?;
                for (field, value) in fields {
                    e.str(field)?.str(value)?;
                }
            }
            Ok(())
        })
    }

    /// Reads all of them; none if there is anything that is not known.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        codec::read(bytes, |d| {
            let mut file = whose(d)?;
            while d.position() < bytes.len() {
                record(d, &mut file)?;
            }
            Ok(file)
        })
    }
}

fn whose(d: &mut Decoder<'_>) -> Result<BackupFile, decode::Error> {
    codec::array(d, 5)?;
    if d.u8()? != WHOSE {
        return Err(codec::wrong("whose it is comes first"));
    }
    Ok(BackupFile {
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
        made_at: Instant::from_ms(d.i64()?),
        app: d.str()?.to_owned(),
        documents: Vec::new(),
        aside: Vec::new(),
        drafts: Vec::new(),
    })
}

fn record(d: &mut Decoder<'_>, file: &mut BackupFile) -> Result<(), decode::Error> {
    let length = d.array()?;
    match (d.u8()?, length) {
        (DOCUMENT, Some(8)) => file.documents.push(document(d)?),
        (ASIDE, Some(6)) => file.aside.push(aside(d)?),
        (DRAFT, Some(3)) => file.drafts.push(draft(d)?),
        _ => return Err(codec::wrong("a record of another kind")),
    }
    Ok(())
}

fn put_document(e: &mut Out<'_>, document: &BackupDocument) -> Written {
    e.array(8)?.u8(DOCUMENT)?.bytes(&document.id.0)?.str(document.kind.code())?.bool(document.writable)?;
    for list in [&document.wholes, &document.changes] {
        e.array(list.len() as u64)?;
        list.iter().try_for_each(|bytes| e.bytes(bytes).map(drop))?;
    }
    e.array(document.owed.len() as u64)?;
    for (hash, at) in &document.owed {
        e.array(2)?.bytes(&hash.0)?.i64(at.ms())?;
    }
    e.array(document.receipts.len() as u64)?;
    for receipt in &document.receipts {
        e.array(6)?.bytes(&receipt.actor.0)?.u64(receipt.seq)?.bytes(&receipt.hash.0)?;
        e.bytes(&receipt.member.0)?.bytes(&receipt.device.0)?.bytes(&receipt.mac)?;
    }
    Ok(())
}

fn document(d: &mut Decoder<'_>) -> Result<BackupDocument, decode::Error> {
    let bytes = |d: &mut Decoder<'_>| Ok(d.bytes()?.to_vec());
    Ok(BackupDocument {
        id: DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a document"))?,
        kind: Kind::from_code(d.str()?).ok_or_else(|| codec::wrong("a kind"))?,
        writable: d.bool()?,
        wholes: codec::list(d, bytes)?,
        changes: codec::list(d, bytes)?,
        owed: codec::list(d, |d| {
            codec::array(d, 2)?;
            Ok((hash(d)?, Instant::from_ms(d.i64()?)))
        })?,
        receipts: codec::list(d, receipt)?,
    })
}

fn receipt(d: &mut Decoder<'_>) -> Result<Receipt, decode::Error> {
    codec::array(d, 6)?;
    Ok(Receipt {
        actor: Actor(d.bytes()?.try_into().map_err(|_| codec::wrong("an actor"))?),
        seq: d.u64()?,
        hash: hash(d)?,
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
        mac: d.bytes()?.try_into().map_err(|_| codec::wrong("a code of another length"))?,
    })
}

fn put_aside(e: &mut Out<'_>, aside: &Aside) -> Written {
    e.array(6)?.u8(ASIDE)?.bytes(&aside.document.0)?.str(aside.refusal.code())?.i64(aside.at.ms())?;
    e.str(&aside.text)?.array(aside.changes.len() as u64)?;
    for (hash, bytes) in &aside.changes {
        e.array(2)?.bytes(&hash.0)?.bytes(bytes)?;
    }
    Ok(())
}

fn aside(d: &mut Decoder<'_>) -> Result<Aside, decode::Error> {
    Ok(Aside {
        document: DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a document"))?,
        refusal: Refusal::from_code(d.str()?).ok_or_else(|| codec::wrong("a refusal"))?,
        at: Instant::from_ms(d.i64()?),
        text: d.str()?.to_owned(),
        changes: codec::list(d, |d| {
            codec::array(d, 2)?;
            Ok((hash(d)?, d.bytes()?.to_vec()))
        })?,
    })
}

fn draft(d: &mut Decoder<'_>) -> Result<(String, DraftFields), decode::Error> {
    let name = d.str()?.to_owned();
    let count = d.map()?.ok_or_else(|| codec::wrong("a map without a length"))?;
    let fields: Result<DraftFields, decode::Error> =
        (0..count).map(|_| Ok((d.str()?.to_owned(), d.str()?.to_owned()))).collect();
    Ok((name, fields?))
}

fn hash(d: &mut Decoder<'_>) -> Result<ChangeHash, decode::Error> {
    ChangeHash::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a hash"))
}
