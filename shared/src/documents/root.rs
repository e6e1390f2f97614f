//! A document's root: what it is and what it belongs to, fixed at birth. Its id is a digest of
//! the root's canonical bytes. It must never hold what can change later (office, pair, dates),
//! nor the visited person's name or word.

mod about;

use core::convert::Infallible;

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};
use sha2::{Digest, Sha256};

use super::kind::Kind;
use crate::domain::Intent;
use crate::ids::{DocumentId, MemberId, PrefectureId};
use crate::protocol::limits;

pub use about::About;

const MARK: &str = "otozure";

/// A document's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// What it is.
    pub kind: Kind,
    /// The schema it was born with.
    pub schema: u16,
    /// Whose programme.
    pub prefecture: PrefectureId,
    /// What it belongs to.
    pub about: About,
    /// Tells apart documents of which several may exist.
    pub nonce: Option<[u8; 16]>,
}

/// Bytes that are not a root this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootError {
    /// Not the canonical form of any root.
    #[error("not a document's root")]
    Malformed,
    /// A kind that this version does not handle.
    #[error("a document of a kind this version does not know: {0}")]
    UnknownKind(String),
}

impl From<minicbor::decode::Error> for RootError {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Malformed
    }
}

impl Root {
    /// The root of a prefecture's programme. There is one, so it has no nonce.
    pub fn programme(prefecture: PrefectureId) -> Self {
        Self { kind: Kind::Programme, schema: 1, prefecture, about: About::Programme, nonce: None }
    }

    /// The root of a prefecture's handbook. There is one, so it has no nonce.
    pub fn handbook(prefecture: PrefectureId) -> Self {
        Self { kind: Kind::Handbook, schema: 1, prefecture, about: About::Handbook, nonce: None }
    }

    /// The root of a visitor's document. There is one for each, so it has no nonce: who begins it, begins the same.
    pub fn visitor(prefecture: PrefectureId, member: MemberId) -> Self {
        Self { kind: Kind::Visitor, schema: 1, prefecture, about: About::Visitor { member }, nonce: None }
    }

    /// The root of a visit, born with the schema that has room for questions and quotations.
    pub fn visit(prefecture: PrefectureId, request: Option<DocumentId>, intent: Intent, nonce: [u8; 16]) -> Self {
        Self { kind: Kind::Visit, schema: 3, prefecture, about: About::Visit { request, intent }, nonce: Some(nonce) }
    }

    /// The root of a request (依頼).
    pub fn request(prefecture: PrefectureId, nonce: [u8; 16]) -> Self {
        Self { kind: Kind::Request, schema: 1, prefecture, about: About::Request, nonce: Some(nonce) }
    }

    /// The root of a question to the prefecture about a request.
    pub fn consult(prefecture: PrefectureId, request: DocumentId, nonce: [u8; 16]) -> Self {
        Self { kind: Kind::Consult, schema: 1, prefecture, about: About::Consult { request }, nonce: Some(nonce) }
    }

    /// The root of the care for a visitor after a visit, by a supporter of their choosing or by nobody yet. Its nonce
    /// keeps whom they chose from being found out by trying roots.
    pub fn aftercare(
        prefecture: PrefectureId,
        (visitor, visit, supporter): (MemberId, DocumentId, Option<MemberId>),
        nonce: [u8; 16],
    ) -> Self {
        let about = About::Aftercare { visitor, visit, supporter };
        Self { kind: Kind::Aftercare, schema: 1, prefecture, about, nonce: Some(nonce) }
    }

    /// The root of a concern for safety, by whom it is written.
    pub fn safeguard(prefecture: PrefectureId, author: MemberId, nonce: [u8; 16]) -> Self {
        Self { kind: Kind::Safeguard, schema: 1, prefecture, about: About::Safeguard { author }, nonce: Some(nonce) }
    }

    /// The first 16 bytes of SHA-256 over the canonical root.
    pub fn id(&self) -> DocumentId {
        let digest = Sha256::digest(self.canonical());
        let mut id = [0; 16];
        id.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
        DocumentId(id)
    }

    /// The one encoding of this root: a CBOR array, shortest lengths, no optional parts.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(96);
        // Writing into a Vec cannot fail; the encoder's error type is uninhabited there.
        let _infallible: Result<(), EncodeError<Infallible>> = self.encode(&mut Encoder::new(&mut out));
        out
    }

    fn encode(&self, e: &mut Encoder<&mut Vec<u8>>) -> Result<(), EncodeError<Infallible>> {
        e.array(6)?.str(MARK)?.str(self.kind.code())?.u16(self.schema)?;
        e.str(self.prefecture.as_str())?;
        self.about.encode(e)?;
        match &self.nonce {
            None => e.null()?,
            Some(nonce) => e.bytes(nonce)?,
        };
        Ok(())
    }

    /// Reads a root, and takes it only in its canonical form.
    pub fn parse(bytes: &[u8]) -> Result<Self, RootError> {
        if bytes.len() > limits::ROOT_BYTES_MAX {
            return Err(RootError::Malformed);
        }
        let root = Self::decode(&mut Decoder::new(bytes))?;
        if root.canonical() == bytes { Ok(root) } else { Err(RootError::Malformed) }
    }

    fn decode(d: &mut Decoder<'_>) -> Result<Self, RootError> {
        if d.array()? != Some(6) || d.str()? != MARK {
            return Err(RootError::Malformed);
        }
        let code = d.str()?;
        let kind = Kind::from_code(code).ok_or_else(|| RootError::UnknownKind(code.to_owned()))?;
        let schema = d.u16()?;
        if schema == 0 {
            return Err(RootError::Malformed);
        }
        let prefecture = d.str()?.parse().map_err(|_| RootError::Malformed)?;
        let about = About::decode(kind, d)?;
        let nonce = decode_nonce(d)?;
        // Where several may exist there is a nonce; where only one may, there is none.
        if nonce.is_some() == matches!(about, About::Programme | About::Handbook | About::Visitor { .. }) {
            return Err(RootError::Malformed);
        }
        Ok(Self { kind, schema, prefecture, about, nonce })
    }
}

fn decode_nonce(d: &mut Decoder<'_>) -> Result<Option<[u8; 16]>, RootError> {
    nullable_bytes(d)?.map(|bytes| bytes.try_into().map_err(|_| RootError::Malformed)).transpose()
}

fn nullable_bytes<'b>(d: &mut Decoder<'b>) -> Result<Option<&'b [u8]>, RootError> {
    if d.datatype()? == minicbor::data::Type::Null {
        d.null()?;
        return Ok(None);
    }
    Ok(Some(d.bytes()?))
}
