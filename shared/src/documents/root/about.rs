//! What a document belongs to, as its root says it for ever. It must never hold what can change later.

use core::convert::Infallible;

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::{RootError, nullable_bytes};
use crate::documents::kind::Kind;
use crate::domain::intent::CONFIRMER_CHARS_MAX;
use crate::domain::{Intent, IntentMethod};
use crate::ids::{DocumentId, MemberId};

/// What a document belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The prefecture itself.
    Programme,
    /// The prefecture's handbook.
    Handbook,
    /// A visitor.
    Visitor {
        /// Who.
        member: MemberId,
    },
    /// A request by itself: nothing of the person stands in its root.
    Request,
    /// The question about a request.
    Consult {
        /// The request it asks about.
        request: DocumentId,
    },
    /// A visit, of a request where there is one.
    Visit {
        /// The request it answers.
        request: Option<DocumentId>,
        /// Gate A.
        intent: Intent,
    },
    /// The care for one visitor after one visit. Who reads it stands here and never changes: another supporter is
    /// another document, and what was written stays with whom it was written to.
    Aftercare {
        /// Whose it is.
        visitor: MemberId,
        /// After which visit.
        visit: DocumentId,
        /// Whom they chose; nobody as long as they write for themselves.
        supporter: Option<MemberId>,
    },
    /// A concern for safety.
    Safeguard {
        /// Who wrote it.
        author: MemberId,
    },
}

impl About {
    pub(super) fn encode(&self, e: &mut Encoder<&mut Vec<u8>>) -> Result<(), EncodeError<Infallible>> {
        match self {
            Self::Programme | Self::Handbook | Self::Request => e.null()?,
            Self::Consult { request } => e.bytes(&request.0)?,
            Self::Visit { request, intent } => {
                e.array(4)?;
                nullable(e, request.as_ref().map(|id| &id.0[..]))?;
                e.str(&intent.day.to_string())?;
                e.str(intent.method.code())?.str(&intent.confirmed_by)?
            }
            Self::Aftercare { visitor, visit, supporter } => {
                e.array(3)?.bytes(&visitor.0)?.bytes(&visit.0)?;
                nullable(e, supporter.as_ref().map(|id| &id.0[..]))?;
                e
            }
            Self::Safeguard { author: member } | Self::Visitor { member } => e.bytes(&member.0)?,
        };
        Ok(())
    }

    pub(super) fn decode(kind: Kind, d: &mut Decoder<'_>) -> Result<Self, RootError> {
        Ok(match kind {
            Kind::Programme => {
                d.null()?;
                Self::Programme
            }
            Kind::Handbook => {
                d.null()?;
                Self::Handbook
            }
            Kind::Request => {
                d.null()?;
                Self::Request
            }
            Kind::Visit => decode_visit(d)?,
            Kind::Consult => Self::Consult { request: document(d.bytes()?)? },
            Kind::Aftercare => decode_aftercare(d)?,
            Kind::Safeguard => Self::Safeguard { author: member(d.bytes()?)? },
            Kind::Visitor => Self::Visitor { member: member(d.bytes()?)? },
            other => return Err(RootError::UnknownKind(other.code().to_owned())),
        })
    }
}

fn nullable(e: &mut Encoder<&mut Vec<u8>>, bytes: Option<&[u8]>) -> Result<(), EncodeError<Infallible>> {
    match bytes {
        None => e.null()?,
        Some(bytes) => e.bytes(bytes)?,
    };
    Ok(())
}

fn document(bytes: &[u8]) -> Result<DocumentId, RootError> {
    DocumentId::from_slice(bytes).ok_or(RootError::Malformed)
}

fn member(bytes: &[u8]) -> Result<MemberId, RootError> {
    MemberId::from_slice(bytes).ok_or(RootError::Malformed)
}

fn decode_visit(d: &mut Decoder<'_>) -> Result<About, RootError> {
    if d.array()? != Some(4) {
        return Err(RootError::Malformed);
    }
    let request = nullable_bytes(d)?.map(document).transpose()?;
    let day = d.str()?.parse().map_err(|_| RootError::Malformed)?;
    let method = IntentMethod::from_code(d.str()?).ok_or(RootError::Malformed)?;
    let confirmed_by = d.str()?.to_owned();
    if confirmed_by.trim().is_empty() || confirmed_by.chars().count() > CONFIRMER_CHARS_MAX {
        return Err(RootError::Malformed);
    }
    Ok(About::Visit { request, intent: Intent { day, method, confirmed_by } })
}

/// Nobody is their own supporter: a call would be noted that nobody made.
fn decode_aftercare(d: &mut Decoder<'_>) -> Result<About, RootError> {
    if d.array()? != Some(3) {
        return Err(RootError::Malformed);
    }
    let visitor = member(d.bytes()?)?;
    let visit = document(d.bytes()?)?;
    let supporter = nullable_bytes(d)?.map(member).transpose()?;
    if supporter == Some(visitor) {
        return Err(RootError::Malformed);
    }
    Ok(About::Aftercare { visitor, visit, supporter })
}
