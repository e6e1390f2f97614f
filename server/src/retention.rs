//! Ending documents whose term is over: a plan first, which changes nothing, then one document after the
//! other by destroying its key, with who did it in the trail. It must never end what has no term, what is
//! still under way, or anything before its day.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::programme::{self, Term, Terms};
use shared::documents::{Chunk, Document, EditError, Kind, OpenError, Root, Writer, request};
use shared::domain::AtHand;
use shared::ids::{Actor, DocumentId};
use shared::time::{Day, Instant};

use crate::access;
use crate::keys::{Entry, KeyError, Traces};
use crate::storage::sqlite::{Ending, Seen, SqliteStore};
use crate::storage::{Batch, DocumentHead, DocumentState, NewChange, Storage, StorageError};

/// Documents read at once.
const PAGE: usize = 500;
/// For so long nobody writes or comes only where a clock is wrong: 90 days.
const QUIET_MS_MAX: i64 = 90 * 24 * 60 * 60 * 1_000;

/// Why retention could not be worked out or carried out.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The store did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A document that would end cannot be opened.
    #[error("{0}: {1}")]
    Open(DocumentId, OpenError),
    /// The term could not be written.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The store has no programme, so nobody set a term.
    #[error("there is no programme")]
    NoProgramme,
}

/// A document whose term is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The document.
    pub document: DocumentId,
    /// What it is.
    pub kind: Kind,
    /// The day of its last writing.
    pub last_written: Day,
    /// The first day on which it might end.
    pub ends_on: Day,
    /// The term in years.
    pub years: u32,
    /// What the document was then.
    pub seen: Seen,
}

/// What became of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// How many documents lived until now.
    pub ended: usize,
    /// Documents to which something came after the plan was made: they did not end.
    pub written_since: Vec<DocumentId>,
    /// Whether bytes of a destroyed key are left in the key store's log, as somebody was reading it.
    pub traces: bool,
}

/// What would end on a day, and what not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Documents whose term is over, in the order of their days.
    pub due: Vec<Due>,
    /// Documents whose term is over, but which somebody still has to do something about.
    pub under_way: Vec<Due>,
    /// Documents whose term was over on that day, and is not by the terms of today.
    pub kept_since: Vec<Due>,
    /// How many of each kind are kept, as their term runs.
    pub kept: BTreeMap<Kind, usize>,
    /// How many of each kind no term is set for.
    pub without_term: BTreeMap<Kind, usize>,
    /// Kinds whose term two officers set differently.
    pub disputed: Vec<Kind>,
}

/// The terms of the store's programme, and its document.
///
/// # Errors
/// When there is no programme, or it cannot be read.
pub async fn terms(storage: &dyn Storage) -> Result<(Document, Terms), RetentionError> {
    let info = storage.info().await?.ok_or(RetentionError::NoProgramme)?;
    let id = Root::programme(info.prefecture).id();
    let document = open(storage, id).await?.ok_or(RetentionError::NoProgramme)?;
    let terms = programme::terms(&document);
    Ok((document, terms))
}

async fn open(storage: &dyn Storage, id: DocumentId) -> Result<Option<Document>, RetentionError> {
    let stored = storage.changes(id).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
    Document::open(&chunks).map(Some).map_err(|error| RetentionError::Open(id, error))
}

/// Sets a term in the programme, with the right of whoever holds the data folder. Says whether it differs.
///
/// # Errors
/// Nothing is stored then.
pub async fn put_term(storage: &dyn Storage, term: &Term, now_ms: i64) -> Result<bool, RetentionError> {
    write(storage, now_ms, |document, writer| programme::put_term(document, writer, term)).await
}

/// Sets how long visitors' devices hold a settled visit, with the same right. Says whether it differs.
///
/// # Errors
/// Nothing is stored then.
pub async fn put_at_hand(storage: &dyn Storage, rule: &AtHand, now_ms: i64) -> Result<bool, RetentionError> {
    write(storage, now_ms, |document, writer| programme::put_at_hand(document, writer, rule)).await
}

/// Writes into the programme with the right of whoever holds the data folder; false if nothing differs.
async fn write(
    storage: &dyn Storage,
    now_ms: i64,
    edit: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError> + Send,
) -> Result<bool, RetentionError> {
    let (mut document, _) = terms(storage).await?;
    let id = document.id();
    let head = storage.document(id).await?.ok_or(RetentionError::NoProgramme)?;
    let mut actor = [0; 16];
    getrandom::fill(&mut actor).map_err(|error| StorageError::from(KeyError::NoRandomness(error.to_string())))?;
    let writer = Writer { actor: Actor(actor), at: Instant::from_ms(now_ms) };
    let Some(chunk) = edit(&mut document, &writer)? else {
        return Ok(false);
    };
    let batch = Batch {
        access: access::command_line(id, Some(&head)),
        birth: None,
        judged_upon: head.changes,
        changes: vec![by_nobody(chunk)],
        ties: None,
        figures: None,
        received_at_ms: now_ms,
    };
    for result in storage.commit_all(vec![batch]).await? {
        result?;
    }
    Ok(true)
}

fn by_nobody(chunk: Chunk) -> NewChange {
    NewChange { hash: chunk.hash(), actor: chunk.actor(), seq: chunk.seq(), bytes: chunk.into_bytes(), author: None }
}

/// Works out what would end on a day, by the terms that are used on that day. Changes nothing.
///
/// # Errors
/// When the store cannot be read, or a document whose term is over cannot be opened.
pub async fn plan(store: &SqliteStore, as_of: Day) -> Result<Plan, RetentionError> {
    let (_, terms) = terms(store).await?;
    let mut plan = Plan { disputed: terms.disputed.clone(), ..Plan::default() };
    let mut after = None;
    loop {
        let page = store.documents(after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (id, head) in page {
            place(store, (id, &head), &terms, as_of, &mut plan).await?;
        }
    }
    plan.due.sort_by_key(|due| (due.ends_on, due.last_written, due.document));
    plan.under_way.sort_by_key(|due| (due.ends_on, due.last_written, due.document));
    Ok(plan)
}

/// Works out what may end on a day: only what would end today as well, by the terms of today. A term that was
/// made longer keeps what an earlier one would have ended, whatever day is asked for.
///
/// # Errors
/// As `plan`.
pub async fn plan_to_end(store: &SqliteStore, as_of: Day, today: Day) -> Result<Plan, RetentionError> {
    let mut plan_then = plan(store, as_of).await?;
    if as_of != today {
        let now: BTreeSet<DocumentId> = plan(store, today).await?.due.into_iter().map(|due| due.document).collect();
        let (due, kept) = plan_then.due.into_iter().partition(|due| now.contains(&due.document));
        plan_then.due = due;
        plan_then.kept_since = kept;
    }
    Ok(plan_then)
}

/// Whether the clock is so far after the last time that anybody wrote or came that it may be wrong: then it is
/// no measure of whether a term is over.
///
/// # Errors
/// When the store cannot be read.
pub async fn clock_may_be_wrong(store: &SqliteStore, now_ms: i64) -> Result<bool, RetentionError> {
    Ok(store.newest_ms().await?.is_some_and(|newest| now_ms.saturating_sub(newest) > QUIET_MS_MAX))
}

async fn place(
    store: &SqliteStore,
    (document, head): (DocumentId, &DocumentHead),
    terms: &Terms,
    as_of: Day,
    plan: &mut Plan,
) -> Result<(), RetentionError> {
    let kind = head.kind;
    if head.state == DocumentState::Purged || !Term::may_end(kind) {
        return Ok(());
    }
    let Some(term) = terms.on(kind, as_of) else {
        *plan.without_term.entry(kind).or_default() += 1;
        return Ok(());
    };
    let written = store.last_written(document).await?;
    let last_written = Instant::from_ms(written.at_ms.unwrap_or(head.created_at_ms)).tokyo_day();
    let ends_on = term.ends_on(last_written);
    if as_of < ends_on {
        *plan.kept.entry(kind).or_default() += 1;
        return Ok(());
    }
    // The head was read first: whatever came after it is seen to have come.
    let seen = Seen { changes: head.changes, access_rev: head.access_rev, refused: written.refused };
    let due = Due { document, kind, last_written, ends_on, years: term.years, seen };
    if is_under_way(store, document, kind).await? {
        plan.under_way.push(due);
    } else {
        plan.due.push(due);
    }
    Ok(())
}

/// A request that is not closed: somebody waits for an answer, however old it is.
async fn is_under_way(store: &SqliteStore, document: DocumentId, kind: Kind) -> Result<bool, RetentionError> {
    if kind != Kind::Request {
        return Ok(false);
    }
    let opened = open(store, document).await?;
    let request = opened.as_ref().and_then(request::read);
    Ok(request.is_none_or(|request| request.contested || request.state.is_open()))
}

/// Ends what a plan says, each document with its entry in the trail. What was written to since does not end.
///
/// # Errors
/// At the first document that cannot be ended; those before it have ended.
pub async fn carry_out(
    store: &SqliteStore,
    plan: &Plan,
    (who, as_of): (&str, Day),
    now_ms: i64,
) -> Result<Outcome, RetentionError> {
    let mut outcome = Outcome::default();
    for due in &plan.due {
        let entry = Entry { at_ms: now_ms, who: who.to_owned(), what: said(due, as_of) };
        match store.end_document(due.document, now_ms, Ending { entry, seen: due.seen }).await {
            Ok(Some(traces)) => {
                outcome.ended += 1;
                outcome.traces |= traces == Traces::Left;
            }
            Ok(None) => {}
            Err(StorageError::Stale) => outcome.written_since.push(due.document),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(outcome)
}

fn said(due: &Due, as_of: Day) -> String {
    format!(
        "retention as_of={as_of} document={} kind={} last_written={} years={} ends_on={}",
        due.document,
        due.kind.code(),
        due.last_written,
        due.years,
        due.ends_on
    )
}

#[cfg(test)]
mod tests;
