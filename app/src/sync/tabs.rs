//! What tabs of one person tell each other: which changes came to the disk, and how the line is.
//! A message carries no content: bytes are read from the disk by whoever needs them. What cannot
//! be read, or is of another version, is not for this tab.

use js_sys::Uint8Array;
use minicbor::{Decoder, Encoder, decode};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{CloseCode, limits};
use shared::time::Instant;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::platform::events::Listener;

#[cfg(test)]
mod tests;

/// The form of messages; another form is not read.
const SCHEMA: u16 = 1;
/// What the channels of vaults are called, before the vault's name.
const NAME: &str = "otozure-tabs-";
/// A message is far smaller than this.
const MESSAGE_BYTES_MAX: u32 = 1024 * 1024;

/// How the line of the tab that has it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabStatus {
    /// Whether it is up.
    pub online: bool,
    /// Since when it is so.
    pub since: Instant,
    /// Why no attempt is made any more.
    pub stopped: Option<CloseCode>,
    /// Whether everything that the relay had was taken in.
    pub caught_up: bool,
    /// How much this device's clock is ahead of the relay's.
    pub clock_ahead_ms: Option<i64>,
}

/// What a tab says to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// I am new: how is the line?
    Hello,
    /// These changes are on the disk now.
    Changed(Vec<(DocumentId, Vec<ChangeHash>)>),
    /// These documents were written anew, or were taken off: read them again.
    Rewritten(Vec<DocumentId>),
    /// Something that was owed is no longer.
    Acknowledged(Vec<DocumentId>),
    /// How the line is.
    Status(TabStatus),
    /// Other names may be known now.
    People,
    /// A person asks for an attempt.
    TryNow,
    /// The disk has forgotten how far the feed was: begin it anew.
    FeedAnew,
    /// Lines of tables came and are on the disk.
    Figures,
    /// Ask the relay what it keeps of these documents.
    AskRefused(Vec<DocumentId>),
    /// What the relay keeps of these documents came, and is on the disk.
    Refused(Vec<DocumentId>),
}

/// The channel between the tabs of one vault.
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Tabs {
    /// Joins the other tabs.
    pub fn open(vault: &str, heard: impl Fn(Said) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("{NAME}{vault}")).ok()?;
        let listener = Listener::new(&channel, "message", move |event| {
            let data = event.dyn_into::<MessageEvent>().ok().map(|event| event.data());
            let bytes = data.and_then(|data| data.dyn_into::<Uint8Array>().ok());
            let bytes = bytes.filter(|bytes| bytes.length() <= MESSAGE_BYTES_MAX);
            if let Some(said) = bytes.and_then(|bytes| from_bytes(&bytes.to_vec())) {
                heard(said);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Tells the other tabs.
    pub fn say(&self, said: &Said) {
        for page in pages(said) {
            // Fails only for a closed channel, whose tab is going.
            let _ = self.channel.post_message(&Uint8Array::from(to_bytes(&page).as_slice()));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// A long message as several.
fn pages(said: &Said) -> Vec<Said> {
    let most = limits::OFFER_DOCUMENTS_MAX;
    match said {
        Said::Changed(changed) if changed.len() > most => {
            changed.chunks(most).map(|page| Said::Changed(page.to_vec())).collect()
        }
        other => vec![other.clone()],
    }
}

type Out<'a> = Encoder<&'a mut Vec<u8>>;
type Written = Result<(), minicbor::encode::Error<core::convert::Infallible>>;

fn to_bytes(said: &Said) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _infallible = write(&mut Encoder::new(&mut bytes), said);
    bytes
}

fn write(e: &mut Out<'_>, said: &Said) -> Written {
    e.array(4)?.u16(SCHEMA)?.str(env!("CARGO_PKG_VERSION"))?;
    match said {
        Said::Hello => e.u8(0)?.null()?,
        Said::Changed(changed) => {
            e.u8(1)?.array(changed.len() as u64)?;
            for (document, hashes) in changed {
                e.array(2)?.bytes(&document.0)?.array(hashes.len() as u64)?;
                for hash in hashes {
                    e.bytes(&hash.0)?;
                }
            }
            e
        }
        Said::Rewritten(documents) => documents_of(e.u8(2)?, documents)?,
        Said::Acknowledged(documents) => documents_of(e.u8(3)?, documents)?,
        Said::Status(status) => {
            e.u8(4)?.array(5)?.bool(status.online)?.i64(status.since.ms())?;
            match status.stopped {
                Some(code) => e.str(code.code())?,
                None => e.null()?,
            };
            e.bool(status.caught_up)?;
            match status.clock_ahead_ms {
                Some(ms) => e.i64(ms)?,
                None => e.null()?,
            }
        }
        Said::People => e.u8(5)?.null()?,
        Said::TryNow => e.u8(6)?.null()?,
        Said::FeedAnew => e.u8(7)?.null()?,
        Said::Figures => e.u8(8)?.null()?,
        Said::AskRefused(documents) => documents_of(e.u8(9)?, documents)?,
        Said::Refused(documents) => documents_of(e.u8(10)?, documents)?,
    };
    Ok(())
}

fn documents_of<'a, 'b>(
    e: &'a mut Out<'b>,
    documents: &[DocumentId],
) -> Result<&'a mut Out<'b>, minicbor::encode::Error<core::convert::Infallible>> {
    e.array(documents.len() as u64)?;
    for document in documents {
        e.bytes(&document.0)?;
    }
    Ok(e)
}

fn from_bytes(bytes: &[u8]) -> Option<Said> {
    let mut d = Decoder::new(bytes);
    let said = read(&mut d).ok()?;
    (d.position() == bytes.len()).then_some(said)
}

fn read(d: &mut Decoder<'_>) -> Result<Said, decode::Error> {
    let wrong = || decode::Error::message("not of this app");
    if d.array()? != Some(4) || d.u16()? != SCHEMA {
        return Err(wrong());
    }
    d.str()?;
    Ok(match d.u8()? {
        0 => nothing(d, Said::Hello)?,
        1 => Said::Changed(list(d, |d| {
            if d.array()? != Some(2) {
                return Err(wrong());
            }
            let document = document(d)?;
            let hashes = list(d, |d| ChangeHash::from_slice(d.bytes()?).ok_or_else(wrong))?;
            Ok((document, hashes))
        })?),
        2 => Said::Rewritten(list(d, document)?),
        3 => Said::Acknowledged(list(d, document)?),
        4 => Said::Status(status(d)?),
        5 => nothing(d, Said::People)?,
        6 => nothing(d, Said::TryNow)?,
        7 => nothing(d, Said::FeedAnew)?,
        8 => nothing(d, Said::Figures)?,
        9 => Said::AskRefused(list(d, document)?),
        10 => Said::Refused(list(d, document)?),
        _ => return Err(wrong()),
    })
}

fn nothing(d: &mut Decoder<'_>, said: Said) -> Result<Said, decode::Error> {
    d.null()?;
    Ok(said)
}

fn document(d: &mut Decoder<'_>) -> Result<DocumentId, decode::Error> {
    DocumentId::from_slice(d.bytes()?).ok_or_else(|| decode::Error::message("not a document"))
}

fn list<T>(
    d: &mut Decoder<'_>,
    mut item: impl FnMut(&mut Decoder<'_>) -> Result<T, decode::Error>,
) -> Result<Vec<T>, decode::Error> {
    let count = d.array()?.ok_or_else(|| decode::Error::message("a list without a length"))?;
    (0..count).map(|_| item(d)).collect()
}

fn status(d: &mut Decoder<'_>) -> Result<TabStatus, decode::Error> {
    if d.array()? != Some(5) {
        return Err(decode::Error::message("not a status"));
    }
    let is_null = |d: &Decoder<'_>| d.datatype().map(|kind| kind == minicbor::data::Type::Null);
    Ok(TabStatus {
        online: d.bool()?,
        since: Instant::from_ms(d.i64()?),
        stopped: if is_null(d)? {
            d.null()?;
            None
        } else {
            CloseCode::from_code(d.str()?)
        },
        caught_up: d.bool()?,
        clock_ahead_ms: if is_null(d)? {
            d.null()?;
            None
        } else {
            Some(d.i64()?)
        },
    })
}
