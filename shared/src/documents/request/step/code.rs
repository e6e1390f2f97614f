//! The bytes of a step: CBOR `[code, member, ms, [key before, …], {field: text}]`. Fields are texts;
//! unknown ones are passed over, so that a later version may add some. It must never read a step
//! of an unknown kind as another.

use std::collections::BTreeMap;

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::StepKind;
use crate::domain::{
    ConsultAnswer, Decision, DispatchWarning, ExtraReason, IntentMethod, Outcome, PauseReason, Standing,
};
use crate::ids::{DocumentId, MemberId, from_hex, hex};
use crate::protocol::limits;
use crate::time::Instant;

/// More fields than any step has.
const FIELDS_MAX: u64 = 32;

pub(super) struct Decoded {
    pub kind: StepKind,
    pub by: MemberId,
    pub at: Instant,
    pub after: Vec<String>,
}

/// Writes a step; `after` are keys of 32 hexadecimal digits.
pub(in crate::documents::request) fn encode(kind: &StepKind, by: MemberId, at: Instant, after: &[String]) -> Vec<u8> {
    let after: Vec<[u8; 16]> = after.iter().filter_map(|key| from_hex(key)).take(limits::HEADS_MAX).collect();
    let fields = fields(kind);
    let mut out = Vec::new();
    let mut e = Encoder::new(&mut out);
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(5)?.str(kind.code())?.bytes(&by.0)?.i64(at.ms())?.array(after.len() as u64)?;
        for key in &after {
            e.bytes(key)?;
        }
        e.map(fields.len() as u64)?;
        for (field, text) in &fields {
            e.str(field)?.str(text)?;
        }
        Ok(())
    })();
    out
}

/// The steps that any bytes name as those before, also where the rest cannot be read.
pub(in crate::documents::request) fn named(bytes: &[u8]) -> Vec<String> {
    head(&mut Decoder::new(bytes)).map(|(_, _, _, after)| after).unwrap_or_default()
}

type Head = (String, MemberId, Instant, Vec<String>);

fn head(d: &mut Decoder<'_>) -> Option<Head> {
    if d.array().ok()?? < 5 {
        return None;
    }
    let code = d.str().ok()?.to_owned();
    let by = MemberId::from_slice(d.bytes().ok()?)?;
    let at = Instant::from_ms(d.i64().ok()?);
    let count = usize::try_from(d.array().ok()??).ok().filter(|count| *count <= limits::HEADS_MAX)?;
    let key = |d: &mut Decoder<'_>| -> Option<String> {
        let bytes: [u8; 16] = d.bytes().ok()?.try_into().ok()?;
        Some(hex(&bytes))
    };
    let after = (0..count).map(|_| key(d)).collect::<Option<Vec<_>>>()?;
    Some((code, by, at, after))
}

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let d = &mut Decoder::new(bytes);
    let (code, by, at, after) = head(d)?;
    let count = d.map().ok()?.filter(|count| *count <= FIELDS_MAX)?;
    let pair = |d: &mut Decoder<'_>| Some((d.str().ok()?.to_owned(), d.str().ok()?.to_owned()));
    let fields = (0..count).map(|_| pair(d)).collect::<Option<BTreeMap<_, _>>>()?;
    Some(Decoded { kind: kind(&code, &Texts(fields))?, by, at, after })
}

struct Texts(BTreeMap<String, String>);

impl Texts {
    fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    fn text(&self, field: &str) -> String {
        self.get(field).unwrap_or_default().to_owned()
    }

    fn parsed<T: core::str::FromStr>(&self, field: &str) -> Option<T> {
        self.get(field)?.parse().ok()
    }
}

fn kind(code: &str, texts: &Texts) -> Option<StepKind> {
    let note = || texts.text("note");
    Some(match code {
        "intent_confirmed" => StepKind::IntentConfirmed {
            day: texts.parsed("day")?,
            method: IntentMethod::from_code(texts.get("method")?)?,
            confirmed_by: texts.get("confirmed_by")?.to_owned(),
        },
        "undecided" => StepKind::Undecided { ask_again: texts.parsed("ask_again")?, note: note() },
        "judged" => StepKind::Judged {
            day: texts.parsed("day")?,
            policy: texts.parsed("policy")?,
            standing: Standing::from_code(texts.get("standing")?)?,
            decision: Decision::from_code(texts.get("decision")?)?,
            reason: texts.get("reason")?.to_owned(),
        },
        "asked" => StepKind::Asked { consult: texts.parsed::<DocumentId>("consult")? },
        "answered" => StepKind::Answered {
            consult: texts.parsed("consult")?,
            answer: ConsultAnswer::from_code(texts.get("answer")?)?,
        },
        "arranged" => StepKind::Arranged {
            visit: texts.parsed("visit")?,
            reason: match texts.get("reason") {
                None => None,
                Some(code) => Some(ExtraReason::from_code(code)?),
            },
            words: texts.text("words"),
            overridden: texts.text("overridden").lines().filter_map(DispatchWarning::from_code).collect(),
        },
        "paused" => StepKind::Paused {
            reason: PauseReason::from_code(texts.get("reason")?)?,
            ask_again: texts.parsed("ask_again")?,
            note: note(),
        },
        "resumed" => StepKind::Resumed { note: note() },
        "closed" => StepKind::Closed { outcome: Outcome::from_code(texts.get("outcome")?)?, told: texts.text("told") },
        "reopened" => StepKind::Reopened { note: note() },
        "called" => StepKind::Called { note: note() },
        "visit_ended" => StepKind::VisitEnded { visit: texts.parsed("visit")?, note: note() },
        _ => return None,
    })
}

/// The fields of a step, in the order of their names; blank ones are left out.
fn fields(kind: &StepKind) -> BTreeMap<&'static str, String> {
    let texts: Vec<(&'static str, String)> = match kind {
        StepKind::IntentConfirmed { day, method, confirmed_by } => {
            vec![("day", day.to_string()), ("method", method.code().to_owned()), ("confirmed_by", confirmed_by.clone())]
        }
        StepKind::Undecided { ask_again, note } => vec![("ask_again", ask_again.to_string()), ("note", note.clone())],
        StepKind::Judged { day, policy, standing, decision, reason } => vec![
            ("day", day.to_string()),
            ("policy", policy.to_string()),
            ("standing", standing.code().to_owned()),
            ("decision", decision.code().to_owned()),
            ("reason", reason.clone()),
        ],
        StepKind::Asked { consult } => vec![("consult", consult.to_string())],
        StepKind::Answered { consult, answer } => {
            vec![("consult", consult.to_string()), ("answer", answer.code().to_owned())]
        }
        StepKind::Arranged { visit, reason, words, overridden } => vec![
            ("visit", visit.to_string()),
            ("reason", reason.map_or_else(String::new, |reason| reason.code().to_owned())),
            ("words", words.clone()),
            ("overridden", overridden.iter().map(|warning| warning.code()).collect::<Vec<_>>().join("\n")),
        ],
        StepKind::Paused { reason, ask_again, note } => {
            vec![("reason", reason.code().to_owned()), ("ask_again", ask_again.to_string()), ("note", note.clone())]
        }
        StepKind::Closed { outcome, told } => {
            vec![("outcome", outcome.code().to_owned()), ("told", told.clone())]
        }
        StepKind::Resumed { note } | StepKind::Reopened { note } | StepKind::Called { note } => {
            vec![("note", note.clone())]
        }
        StepKind::VisitEnded { visit, note } => vec![("visit", visit.to_string()), ("note", note.clone())],
    };
    let optional = |field: &str| matches!(field, "note" | "told" | "words" | "reason" | "overridden");
    texts.into_iter().filter(|(field, text)| !(text.is_empty() && optional(field))).collect()
}
