//! Bytes into messages. It must never make something larger than the frame it reads, and never
//! panic on any bytes.

use std::collections::BTreeSet;

use super::code::{CloseCode, Refusal};
use super::figures;
use super::limits;
use super::message::{Cursor, Entry, FromDevice, FromRelay, Offer, Person, Push, What};
use super::receipt::Receipt;
use super::value::Value;
use super::{presence, quarantine};
use crate::documents::Kind;
use crate::domain::{Category, Role};
use crate::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use crate::time::Instant;

/// Why a frame is not a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Not CBOR, or not in the shape of a message.
    #[error("not a message: {0}")]
    Malformed(&'static str),
    /// Over a limit.
    #[error("a message over its limit")]
    Limit,
    /// A message of a type this version does not know.
    #[error("a message of an unknown type")]
    UnknownType,
}

impl From<minicbor::decode::Error> for FrameError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Malformed("not CBOR")
    }
}

pub(super) type Read<T> = Result<T, FrameError>;

pub(super) fn need<T>(value: Option<T>, what: &'static str) -> Read<T> {
    value.ok_or(FrameError::Malformed(what))
}

fn frame(bytes: &[u8]) -> Read<Value<'_>> {
    if bytes.len() > limits::FRAME_BYTES_MAX {
        return Err(FrameError::Limit);
    }
    Value::parse(bytes)
}

/// Reads what a device sent.
pub fn decode_from_device(bytes: &[u8]) -> Read<FromDevice> {
    let value = frame(bytes)?;
    Ok(match need(value.get("type").text(), "type")? {
        "join" => FromDevice::Join {
            sender: short(value.get("senderId"), "senderId")?,
            versions: list(value.get("supportedProtocolVersions"), 16, |v| short(v, "supportedProtocolVersions"))?,
            app: short(value.get("peerMetadata").get("app"), "app").unwrap_or_default(),
            ticket: ticket(&value)?,
        },
        "feed" => FromDevice::Feed {
            after: cursor(value.get("cursor"))?,
            bytes: unsigned(value.get("bytes"), "bytes")?,
            wait: value.get("wait").bool().unwrap_or(false),
        },
        "pull" => FromDevice::Pull(offer(&value)?),
        "push" => FromDevice::Push(Push {
            batch: unsigned(value.get("batch"), "batch")?,
            document: document(value.get("documentId"))?,
            changes: list(value.get("changes"), limits::PUSH_CHANGES_MAX, chunk)?,
            receipts: list(value.get("receipts"), limits::RECEIPTS_MAX, receipt)?,
        }),
        "offer" => FromDevice::Offer(offers(&value)?),
        "refused" => FromDevice::Refused {
            document: document(value.get("documentId"))?,
            skip: match value.get("skip") {
                Value::Null => 0,
                skip => unsigned(skip, "skip")?,
            },
        },
        "open" => FromDevice::Open(document(value.get("documentId"))?),
        "close" => FromDevice::Close(document(value.get("documentId"))?),
        "presence" => {
            FromDevice::Presence { document: document(value.get("documentId"))?, place: presence::read_place(&value)? }
        }
        "auth" => FromDevice::Auth { ticket: ticket(&value)? },
        "ping" => FromDevice::Ping,
        _ => return Err(FrameError::UnknownType),
    })
}

/// Reads what the relay sent.
pub fn decode_from_relay(bytes: &[u8]) -> Read<FromRelay> {
    let value = frame(bytes)?;
    Ok(match need(value.get("type").text(), "type")? {
        "peer" => FromRelay::Peer {
            version: short(value.get("selectedProtocolVersion"), "selectedProtocolVersion")?,
            member: member(value.get("member"))?,
            device: device(value.get("device"))?,
            now: instant(value.get("now"))?,
            read_only: value.get("readOnly").bool().unwrap_or(false),
        },
        "restart" => FromRelay::Restart,
        "feed" => FromRelay::Feed {
            entries: list(value.get("entries"), limits::FEED_PAGE_ROWS_MAX, entry)?,
            next: cursor(value.get("cursor"))?,
            end: value.get("end").bool().unwrap_or(false),
        },
        "figures" => {
            FromRelay::Figures { forget: value.get("forget").bool().unwrap_or(false), sources: figures::read(&value)? }
        }
        "changes" => FromRelay::Changes { entry: entry(&value)?, end: value.get("end").bool().unwrap_or(false) },
        "lacks" => FromRelay::Lacks(list(value.get("documents"), limits::OFFER_DOCUMENTS_MAX, offer)?),
        "ack" => FromRelay::Ack {
            batch: unsigned(value.get("batch"), "batch")?,
            document: document(value.get("documentId"))?,
            receipts: list(value.get("receipts"), limits::RECEIPTS_MAX, receipt)?,
            row: match value.get("row") {
                Value::Null => None,
                row => Some(unsigned(row, "row")?),
            },
        },
        "reject" => FromRelay::Reject {
            batch: unsigned(value.get("batch"), "batch")?,
            document: document(value.get("documentId"))?,
            refusal: need(value.get("code").text().and_then(Refusal::from_code), "code")?,
            hashes: list(value.get("hashes"), limits::PUSH_CHANGES_MAX, hash)?,
        },
        "refused" => FromRelay::Refused {
            document: document(value.get("documentId"))?,
            kept: quarantine::read(&value)?,
            end: value.get("end").bool().unwrap_or(false),
        },
        "presence" => {
            let (present, left) = presence::read(&value)?;
            FromRelay::Presence { document: document(value.get("documentId"))?, present, left }
        }
        "role" => FromRelay::Role {
            role: need(value.get("role").text().and_then(Role::from_code), "role")?,
            rights: list(value.get("rights"), limits::RIGHTS_MAX, right)?,
        },
        "purge" => FromRelay::Purge(list(value.get("documents"), limits::FEED_PAGE_ROWS_MAX, document)?),
        "auth" => FromRelay::Auth,
        "people" => FromRelay::People(list(value.get("people"), limits::PEOPLE_MAX, person)?),
        "error" => FromRelay::Error(need(value.get("code").text().and_then(CloseCode::from_code), "code")?),
        "pong" => FromRelay::Pong { now: instant(value.get("now"))? },
        _ => return Err(FrameError::UnknownType),
    })
}

pub(super) fn list<'b, T>(value: &Value<'b>, max: usize, read: impl Fn(&Value<'b>) -> Read<T>) -> Read<Vec<T>> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let items = need(value.array(), "a list")?;
    if items.len() > max {
        return Err(FrameError::Limit);
    }
    items.iter().map(read).collect()
}

pub(super) fn short(value: &Value<'_>, what: &'static str) -> Read<String> {
    let text = need(value.text(), what)?;
    if text.len() > limits::ENVELOPE_TEXT_BYTES_MAX {
        return Err(FrameError::Limit);
    }
    Ok(text.to_owned())
}

fn unsigned(value: &Value<'_>, what: &'static str) -> Read<u64> {
    need(value.int().and_then(|n| u64::try_from(n).ok()), what)
}

pub(super) fn instant(value: &Value<'_>) -> Read<Instant> {
    need(value.int().map(Instant::from_ms), "a time")
}

fn ticket(value: &Value<'_>) -> Read<Option<String>> {
    match value.get("ticket") {
        Value::Null => Ok(None),
        ticket => short(ticket, "ticket").map(Some),
    }
}

fn right(value: &Value<'_>) -> Read<(DocumentId, bool)> {
    Ok((document(value.get("documentId"))?, need(value.get("writable").bool(), "writable")?))
}

fn document(value: &Value<'_>) -> Read<DocumentId> {
    need(value.bytes().and_then(DocumentId::from_slice), "documentId")
}

pub(super) fn member(value: &Value<'_>) -> Read<MemberId> {
    need(value.bytes().and_then(MemberId::from_slice), "member")
}

pub(super) fn device(value: &Value<'_>) -> Read<DeviceId> {
    need(value.bytes().and_then(DeviceId::from_slice), "device")
}

pub(super) fn hash(value: &Value<'_>) -> Read<ChangeHash> {
    need(value.bytes().and_then(ChangeHash::from_slice), "a hash")
}

pub(super) fn chunk(value: &Value<'_>) -> Read<Vec<u8>> {
    let bytes = need(value.bytes(), "a change")?;
    if bytes.len() > limits::CHANGE_BYTES_MAX {
        return Err(FrameError::Limit);
    }
    Ok(bytes.to_vec())
}

fn cursor(value: &Value<'_>) -> Read<Option<Cursor>> {
    if value.is_null() {
        return Ok(None);
    }
    Ok(Some(Cursor {
        number: unsigned(value.get("number"), "number")?,
        mark: need(value.get("mark").bytes().and_then(|b| b.try_into().ok()), "mark")?,
    }))
}

/// Each document once: comparing one costs reading it.
fn offers(value: &Value<'_>) -> Read<Vec<Offer>> {
    let offers = list(value.get("documents"), limits::OFFER_DOCUMENTS_MAX, offer)?;
    let named: BTreeSet<_> = offers.iter().map(|offer| offer.document).collect();
    match named.len() == offers.len() {
        true => Ok(offers),
        false => Err(FrameError::Malformed("a document that is offered twice")),
    }
}

fn offer(value: &Value<'_>) -> Read<Offer> {
    Ok(Offer {
        document: document(value.get("documentId"))?,
        heads: list(value.get("heads"), limits::HEADS_MAX, hash)?,
    })
}

fn receipt(value: &Value<'_>) -> Read<Receipt> {
    Ok(Receipt {
        actor: need(value.get("actor").bytes().and_then(Actor::from_slice), "actor")?,
        seq: unsigned(value.get("seq"), "seq")?,
        hash: hash(value.get("hash"))?,
        member: member(value.get("member"))?,
        device: device(value.get("device"))?,
        mac: need(value.get("mac").bytes().and_then(|b| b.try_into().ok()), "mac")?,
    })
}

fn entry(value: &Value<'_>) -> Read<Entry> {
    Ok(Entry {
        document: document(value.get("documentId"))?,
        kind: need(value.get("kind").text().and_then(Kind::from_code), "kind")?,
        what: match value.get("what").text() {
            Some("changes") => What::Changes,
            Some("grant") => What::Grant,
            Some("gone") => What::Gone,
            _ => return Err(FrameError::Malformed("what")),
        },
        writable: value.get("writable").bool().unwrap_or(false),
        changes: list(value.get("changes"), limits::FEED_PAGE_CHANGES_MAX, chunk)?,
        receipts: list(value.get("receipts"), limits::FEED_PAGE_CHANGES_MAX, receipt)?,
    })
}

fn person(value: &Value<'_>) -> Read<Person> {
    Ok(Person {
        member: member(value.get("member"))?,
        name: short(value.get("name"), "name")?,
        role: need(value.get("role").text().and_then(Role::from_code), "role")?,
        category: value.get("category").text().and_then(Category::from_code),
        appointed: value.get("appointed").bool().unwrap_or(false),
    })
}
