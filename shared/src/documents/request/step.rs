//! A step: one thing that was done, with author and time. Put once, never changed. It must never
//! be read as less than it says: one that this version cannot read is counted as unread.

mod code;

use crate::documents::log::Entry;
use crate::domain::{
    ConsultAnswer, Decision, DispatchWarning, ExtraReason, IntentMethod, Outcome, PauseReason, Standing,
};
use crate::ids::{Actor, ChangeHash, DocumentId, MemberId};
use crate::time::{Day, Instant};

pub(super) use code::{encode, named};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its random key, 32 hexadecimal digits.
    pub key: String,
    /// What was done.
    pub kind: StepKind,
    /// By whom, as they said; the relay's receipt for `actor` proves it.
    pub by: MemberId,
    /// The writing session.
    pub actor: Actor,
    /// When, by their device's clock.
    pub at: Instant,
    /// The change that brought it.
    pub change: Option<ChangeHash>,
    /// The keys of the last steps that its writer knew.
    pub after: Vec<String>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// The person's own wish was confirmed (gate A).
    IntentConfirmed {
        /// When.
        day: Day,
        /// How.
        method: IntentMethod,
        /// By whom.
        confirmed_by: String,
    },
    /// The person cannot decide yet: never a refusal (R31).
    Undecided {
        /// When to ask again.
        ask_again: Day,
        /// What was said.
        note: String,
    },
    /// Eligibility was judged.
    Judged {
        /// The day of judgement.
        day: Day,
        /// The number of that day's policy.
        policy: u32,
        /// How the person stood to it.
        standing: Standing,
        /// What was decided.
        decision: Decision,
        /// Why, against the purpose (R39).
        reason: String,
    },
    /// The prefecture was asked.
    Asked {
        /// The question.
        consult: DocumentId,
    },
    /// The prefecture's answer was taken over.
    Answered {
        /// The question.
        consult: DocumentId,
        /// The answer.
        answer: ConsultAnswer,
    },
    /// A visit was arranged.
    Arranged {
        /// The visit.
        visit: DocumentId,
        /// The class of the reason, for a visit beyond the policy's limit.
        reason: Option<ExtraReason>,
        /// The word with which warnings or the limit were passed.
        words: String,
        /// The warnings that were passed with that word.
        overridden: Vec<DispatchWarning>,
    },
    /// The request rests (一旦中止, R24). Not an end.
    Paused {
        /// The class of the reason.
        reason: PauseReason,
        /// When to ask again.
        ask_again: Day,
        /// What was said.
        note: String,
    },
    /// It goes on.
    Resumed {
        /// What was said.
        note: String,
    },
    /// It ends.
    Closed {
        /// How it was answered (R44).
        outcome: Outcome,
        /// What the person was told.
        told: String,
    },
    /// It is taken up again after its end.
    Reopened {
        /// Why.
        note: String,
    },
    /// A talk that changes nothing.
    Called {
        /// What was said.
        note: String,
    },
    /// An arranged visit will not be or has been: cancelled, moved, done, discharged before.
    VisitEnded {
        /// The visit.
        visit: DocumentId,
        /// What happened.
        note: String,
    },
}

impl StepKind {
    /// Its code in the document. Never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IntentConfirmed { .. } => "intent_confirmed",
            Self::Undecided { .. } => "undecided",
            Self::Judged { .. } => "judged",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Arranged { .. } => "arranged",
            Self::Paused { .. } => "paused",
            Self::Resumed { .. } => "resumed",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Called { .. } => "called",
            Self::VisitEnded { .. } => "visit_ended",
        }
    }

    /// What the timeline calls it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::IntentConfirmed { .. } => "ご本人の意向を確認",
            Self::Undecided { .. } => "まだ決められない",
            Self::Judged { .. } => "対象の判断",
            Self::Asked { .. } => "県へ相談",
            Self::Answered { .. } => "県の回答",
            Self::Arranged { .. } => "訪問を調整",
            Self::Paused { .. } => "一旦中止",
            Self::Resumed { .. } => "再開",
            Self::Closed { .. } => "完了",
            Self::Reopened { .. } => "完了を取り消して再開",
            Self::Called { .. } => "連絡",
            Self::VisitEnded { .. } => "訪問の終了・取りやめ",
        }
    }
}

impl Step {
    /// Reads a record; `None` if this version cannot.
    pub(super) fn read(entry: &Entry) -> Option<Self> {
        let code::Decoded { kind, by, at, after } = code::decode(entry.bytes.as_deref()?)?;
        Some(Self { key: entry.key.clone(), kind, by, actor: entry.actor, at, change: entry.change, after })
    }
}
