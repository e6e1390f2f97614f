//! Messages into bytes. The order of keys is fixed, so equal messages have equal bytes.

use core::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use super::message::{Cursor, Entry, FromDevice, FromRelay, Offer, Person, What};
use super::receipt::Receipt;
use super::{figures, presence, quarantine};
use crate::ids::{ChangeHash, DocumentId};

pub(super) type Out<'a> = Encoder<&'a mut Vec<u8>>;
pub(super) type Done = Result<(), Error<Infallible>>;

fn bytes_of(write: impl FnOnce(&mut Out<'_>) -> Done) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    // Writing into a Vec cannot fail: the error type is uninhabited.
    let _infallible = write(&mut Encoder::new(&mut out));
    out
}

/// Writes what a device says.
pub fn encode_from_device(message: &FromDevice) -> Vec<u8> {
    bytes_of(|e| match message {
        FromDevice::Join { sender, versions, app, ticket } => {
            head(e, "join", 4)?;
            e.str("senderId")?.str(sender)?;
            e.str("supportedProtocolVersions")?.array(versions.len() as u64)?;
            for version in versions {
                e.str(version)?;
            }
            e.str("peerMetadata")?.map(1)?.str("app")?.str(app)?;
            ticket_field(e, ticket.as_deref())
        }
        FromDevice::Feed { after, bytes, wait } => {
            head(e, "feed", 3)?;
            e.str("cursor")?;
            cursor(e, after.as_ref())?;
            e.str("bytes")?.u64(*bytes)?.str("wait")?.bool(*wait)?;
            Ok(())
        }
        FromDevice::Pull(wanted) => {
            head(e, "pull", 2)?;
            offer_fields(e, wanted)
        }
        FromDevice::Push(push) => {
            head(e, "push", 4)?;
            e.str("batch")?.u64(push.batch)?;
            e.str("documentId")?.bytes(&push.document.0)?;
            chunks(e, &push.changes)?;
            receipts(e, &push.receipts)
        }
        FromDevice::Offer(offers) => {
            head(e, "offer", 1)?;
            offer_list(e, offers)
        }
        FromDevice::Refused { document, skip } => {
            head(e, "refused", 2)?;
            document_field(e, document)?;
            e.str("skip")?.u64(*skip)?;
            Ok(())
        }
        FromDevice::Open(document) => {
            head(e, "open", 1)?;
            document_field(e, document)
        }
        FromDevice::Close(document) => {
            head(e, "close", 1)?;
            document_field(e, document)
        }
        FromDevice::Presence { document, place } => {
            head(e, "presence", 1 + presence::fields(place.as_ref()))?;
            document_field(e, document)?;
            presence::write_place(e, place.as_ref())
        }
        FromDevice::Auth { ticket } => {
            head(e, "auth", 1)?;
            ticket_field(e, ticket.as_deref())
        }
        FromDevice::Ping => head(e, "ping", 0),
    })
}

/// Writes what the relay says.
pub fn encode_from_relay(message: &FromRelay) -> Vec<u8> {
    bytes_of(|e| match message {
        FromRelay::Peer { version, member, device, now, read_only } => {
            head(e, "peer", 5 + u64::from(*read_only))?;
            e.str("senderId")?.str("relay")?;
            e.str("selectedProtocolVersion")?.str(version)?;
            e.str("member")?.bytes(&member.0)?;
            e.str("device")?.bytes(&device.0)?;
            e.str("now")?.i64(now.ms())?;
            if *read_only {
                e.str("readOnly")?.bool(true)?;
            }
            Ok(())
        }
        FromRelay::Restart => head(e, "restart", 0),
        FromRelay::Feed { entries, next, end } => {
            head(e, "feed", 3)?;
            e.str("entries")?.array(entries.len() as u64)?;
            for entry in entries {
                e.map(ENTRY_FIELDS)?;
                entry_fields(e, entry)?;
            }
            e.str("cursor")?;
            cursor(e, next.as_ref())?;
            e.str("end")?.bool(*end)?;
            Ok(())
        }
        FromRelay::Figures { forget, sources } => {
            head(e, "figures", 2)?;
            e.str("forget")?.bool(*forget)?;
            figures::write(e, sources)
        }
        FromRelay::Changes { entry, end } => {
            head(e, "changes", ENTRY_FIELDS + 1)?;
            entry_fields(e, entry)?;
            e.str("end")?.bool(*end)?;
            Ok(())
        }
        FromRelay::Lacks(offers) => {
            head(e, "lacks", 1)?;
            offer_list(e, offers)
        }
        FromRelay::Ack { batch, document, receipts: given, row } => {
            head(e, "ack", 3 + u64::from(row.is_some()))?;
            e.str("batch")?.u64(*batch)?;
            e.str("documentId")?.bytes(&document.0)?;
            receipts(e, given)?;
            if let Some(row) = row {
                e.str("row")?.u64(*row)?;
            }
            Ok(())
        }
        FromRelay::Reject { batch, document, refusal, hashes } => {
            head(e, "reject", 4)?;
            e.str("batch")?.u64(*batch)?;
            e.str("documentId")?.bytes(&document.0)?;
            e.str("code")?.str(refusal.code())?;
            e.str("hashes")?;
            hash_list(e, hashes)
        }
        FromRelay::Refused { document, kept, end } => {
            head(e, "refused", 3)?;
            document_field(e, document)?;
            quarantine::write(e, kept)?;
            e.str("end")?.bool(*end)?;
            Ok(())
        }
        FromRelay::Presence { document, present, left } => {
            head(e, "presence", 3)?;
            document_field(e, document)?;
            presence::write(e, present, left)
        }
        FromRelay::Role { role, rights } => {
            head(e, "role", 2)?;
            e.str("role")?.str(role.code())?;
            e.str("rights")?.array(rights.len() as u64)?;
            for (document, writable) in rights {
                document_field(e.map(2)?, document)?;
                e.str("writable")?.bool(*writable)?;
            }
            Ok(())
        }
        FromRelay::Purge(documents) => {
            head(e, "purge", 1)?;
            e.str("documents")?.array(documents.len() as u64)?;
            for document in documents {
                e.bytes(&document.0)?;
            }
            Ok(())
        }
        FromRelay::Auth => head(e, "auth", 0),
        FromRelay::People(people) => {
            head(e, "people", 1)?;
            e.str("people")?.array(people.len() as u64)?;
            people.iter().try_for_each(|one| person(e, one))
        }
        FromRelay::Error(code) => {
            head(e, "error", 1)?;
            e.str("code")?.str(code.code())?;
            Ok(())
        }
        FromRelay::Pong { now } => {
            head(e, "pong", 1)?;
            e.str("now")?.i64(now.ms())?;
            Ok(())
        }
    })
}

const ENTRY_FIELDS: u64 = 6;

fn head(e: &mut Out<'_>, name: &str, fields: u64) -> Done {
    e.map(fields + 1)?.str("type")?.str(name)?;
    Ok(())
}

fn cursor(e: &mut Out<'_>, cursor: Option<&Cursor>) -> Done {
    match cursor {
        None => e.null()?,
        Some(cursor) => e.map(2)?.str("number")?.u64(cursor.number)?.str("mark")?.bytes(&cursor.mark)?,
    };
    Ok(())
}

fn hash_list(e: &mut Out<'_>, hashes: &[ChangeHash]) -> Done {
    e.array(hashes.len() as u64)?;
    for hash in hashes {
        e.bytes(&hash.0)?;
    }
    Ok(())
}

fn chunks(e: &mut Out<'_>, changes: &[Vec<u8>]) -> Done {
    e.str("changes")?.array(changes.len() as u64)?;
    for change in changes {
        e.bytes(change)?;
    }
    Ok(())
}

fn offer_fields(e: &mut Out<'_>, offer: &Offer) -> Done {
    e.str("documentId")?.bytes(&offer.document.0)?.str("heads")?;
    hash_list(e, &offer.heads)
}

fn offer_list(e: &mut Out<'_>, offers: &[Offer]) -> Done {
    e.str("documents")?.array(offers.len() as u64)?;
    for offer in offers {
        e.map(2)?;
        offer_fields(e, offer)?;
    }
    Ok(())
}

fn document_field(e: &mut Out<'_>, document: &DocumentId) -> Done {
    e.str("documentId")?.bytes(&document.0)?;
    Ok(())
}

fn ticket_field(e: &mut Out<'_>, ticket: Option<&str>) -> Done {
    e.str("ticket")?;
    match ticket {
        Some(ticket) => e.str(ticket)?,
        None => e.null()?,
    };
    Ok(())
}

fn receipts(e: &mut Out<'_>, receipts: &[Receipt]) -> Done {
    e.str("receipts")?.array(receipts.len() as u64)?;
    for receipt in receipts {
        e.map(6)?;
        e.str("actor")?.bytes(&receipt.actor.0)?;
        e.str("seq")?.u64(receipt.seq)?;
        e.str("hash")?.bytes(&receipt.hash.0)?;
        e.str("member")?.bytes(&receipt.member.0)?;
        e.str("device")?.bytes(&receipt.device.0)?;
        e.str("mac")?.bytes(&receipt.mac)?;
    }
    Ok(())
}

fn entry_fields(e: &mut Out<'_>, entry: &Entry) -> Done {
    e.str("documentId")?.bytes(&entry.document.0)?;
    e.str("kind")?.str(entry.kind.code())?;
    e.str("what")?.str(match entry.what {
        What::Changes => "changes",
        What::Grant => "grant",
        What::Gone => "gone",
    })?;
    e.str("writable")?.bool(entry.writable)?;
    chunks(e, &entry.changes)?;
    receipts(e, &entry.receipts)
}

fn person(e: &mut Out<'_>, person: &Person) -> Done {
    e.map(5)?;
    e.str("member")?.bytes(&person.member.0)?;
    e.str("name")?.str(&person.name)?;
    e.str("role")?.str(person.role.code())?;
    e.str("category")?;
    match person.category {
        Some(category) => e.str(category.code())?,
        None => e.null()?,
    };
    e.str("appointed")?.bool(person.appointed)?;
    Ok(())
}
