//! What stands in an aftercare, as plain data. It must never settle a dispute or drop a value that somebody set.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Decoder;

use super::{CALLS, CareSection, DAY, ENOUGH, Moment, OWN, WISH};
use crate::documents::document::Document;
use crate::documents::field::{Scalar, Stated};
use crate::documents::log::Entry;
use crate::documents::root::About;
use crate::documents::text::{Run, Splice};
use crate::domain::{CallState, CareWish, Face, Feeling};
use crate::ids::{Actor, ChangeHash, DocumentId, MemberId};
use crate::time::{Day, Instant};

/// How the visitor was, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfCheck {
    /// When, by their device's clock.
    pub at: Instant,
    /// The face, if one was pointed at.
    pub face: Option<Face>,
    /// The words, if any.
    pub feelings: BTreeSet<Feeling>,
}

/// A call of the supporter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// By whom, as they said; the relay's receipt for `actor` proves it.
    pub by: MemberId,
    /// The writing session.
    pub actor: Actor,
    /// When it was noted, by their device's clock.
    pub at: Instant,
    /// What became of it.
    pub state: CallState,
    /// The day it was, or is agreed for.
    pub day: Day,
    /// A word about it.
    pub text: String,
}

/// An aftercare as it stands; each value may stand twice after a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aftercare {
    /// Its document.
    pub id: DocumentId,
    /// Whose it is.
    pub visitor: MemberId,
    /// After which visit.
    pub visit: DocumentId,
    /// Whom they chose, who reads all of it; nobody as long as they write for themselves.
    pub supporter: Option<MemberId>,
    /// The day of the visit.
    pub day: Stated<Day>,
    /// How they were before and after.
    pub checks: BTreeMap<Moment, Stated<SelfCheck>>,
    /// What they wish for.
    pub wish: Stated<CareWish>,
    /// Whether they want no call, or no more.
    pub enough: Stated<bool>,
    /// The text of each section.
    pub texts: BTreeMap<CareSection, String>,
    /// Who wrote which part of it.
    pub authors: BTreeMap<CareSection, Vec<Run>>,
    /// The calls, in the order all devices share.
    pub calls: Vec<Call>,
    /// Calls that stand and that this version cannot read.
    pub unread_calls: usize,
}

impl Aftercare {
    /// Whether nobody owes the visitor a call: the two have talked, or the visitor wants none. Of two differing
    /// words of the visitor neither ends it.
    pub fn is_done(&self) -> bool {
        self.enough.settled() == Some(&true) || self.calls.iter().any(|call| call.state == CallState::Held)
    }
}

/// The whole aftercare; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Aftercare> {
    let About::Aftercare { visitor, visit, supporter } = document.root().about else {
        return None;
    };
    let own = |key: &str| document.stated(OWN, key, None);
    let entries = document.entries(CALLS);
    let calls: Vec<Call> = entries.iter().filter_map(read_call).collect();
    Some(Aftercare {
        id: document.id(),
        visitor,
        visit,
        supporter,
        day: own(DAY).filter_map(|value| value.text()?.parse().ok()),
        checks: Moment::ALL.into_iter().map(|moment| (moment, own(moment.key()).filter_map(read_check))).collect(),
        wish: own(WISH).filter_map(|value| CareWish::from_code(value.text()?)),
        enough: own(ENOUGH).filter_map(|value| match value {
            Scalar::Flag(enough) => Some(*enough),
            _ => None,
        }),
        texts: CareSection::ALL.into_iter().map(|section| (section, document.text(section.key()))).collect(),
        authors: CareSection::ALL.into_iter().map(|section| (section, document.runs(section.key()))).collect(),
        unread_calls: entries.len() - calls.len(),
        calls,
    })
}

/// What happened to a section between two moments, as splices to make one after another.
pub fn section_splices(
    document: &Document,
    section: CareSection,
    before: &[ChangeHash],
    after: &[ChangeHash],
) -> Vec<Splice> {
    document.splices_between(section.key(), before, after)
}

fn read_check(value: &Scalar) -> Option<SelfCheck> {
    let Scalar::Bytes(bytes) = value else {
        return None;
    };
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(3) {
        return None;
    }
    let at = Instant::from_ms(d.i64().ok()?);
    let face = match d.datatype().ok()? {
        minicbor::data::Type::Null => d.null().ok().map(|()| None)?,
        _ => Some(Face::from_code(d.str().ok()?)?),
    };
    let count = usize::try_from(d.array().ok()??).ok()?;
    if count > Feeling::ALL.len() {
        return None;
    }
    let feelings = (0..count).map(|_| Feeling::from_code(d.str().ok()?)).collect::<Option<BTreeSet<_>>>()?;
    Some(SelfCheck { at, face, feelings })
}

fn read_call(entry: &Entry) -> Option<Call> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 5 {
        return None;
    }
    Some(Call {
        by: MemberId::from_slice(d.bytes().ok()?)?,
        actor: entry.actor,
        at: Instant::from_ms(d.i64().ok()?),
        state: CallState::from_code(d.str().ok()?)?,
        day: d.str().ok()?.parse().ok()?,
        text: d.str().ok()?.to_owned(),
    })
}
