//! The only place that makes access: nothing is read for a member and nothing is stored without
//! a value made here, from what the store said of that member and that document. Who may what
//! is said by `shared::access`; this module must never add a right of its own.

use shared::access::{self, Rights, Tie};
use shared::documents::Kind;
use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};

use crate::storage::{DocumentHead, DocumentState, Owed, Principal, Standing};

/// What a judgement relied on. The store compares it in the transaction that serves or stores,
/// so that no right which has ended in between is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReliedOn {
    /// The member's row; none for the command line of whoever holds the data folder.
    pub member: Option<ReliedOnMember>,
    /// The revision of the document's ties; none when the document was not there.
    pub access_rev: Option<u64>,
}

/// The member's part of what a judgement relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReliedOnMember {
    /// Who asked, from which device.
    pub who: Principal,
    /// The revision of the member's row.
    pub rev: u64,
    /// What becomes of words that the device owes, where that was enough; none where it may still connect.
    pub owed: Option<Owed>,
}

/// The right of one member to read one document.
///
/// ```
/// fn whose(access: server::access::ReadAccess) -> shared::ids::MemberId {
///     access.member()
/// }
/// ```
///
/// It can be shown and passed on, and made by nobody outside this module:
///
/// ```compile_fail,E0451
/// use server::access::{ReadAccess, ReliedOn};
/// fn forged(document: shared::ids::DocumentId, member: shared::ids::MemberId, relied_on: ReliedOn) -> ReadAccess {
///     ReadAccess { document, member, relied_on }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadAccess {
    document: DocumentId,
    member: MemberId,
    relied_on: ReliedOn,
}

impl ReadAccess {
    /// The document.
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// Who reads.
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// What it was judged by.
    pub fn relied_on(&self) -> ReliedOn {
        self.relied_on
    }
}

/// The right to store changes of one document. Made by nobody outside this module:
///
/// ```compile_fail,E0451
/// use server::access::{ReliedOn, WriteAccess};
/// fn forged(document: shared::ids::DocumentId, relied_on: ReliedOn) -> WriteAccess {
///     WriteAccess { document, relied_on }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteAccess {
    document: DocumentId,
    relied_on: ReliedOn,
}

impl WriteAccess {
    /// The document.
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// What it was judged by.
    pub fn relied_on(&self) -> ReliedOn {
        self.relied_on
    }
}

/// What the judgement of a member who is there relies on; none when member or device have ended.
fn connected(who: Principal, standing: &Standing) -> Option<ReliedOn> {
    (standing.member.active && standing.device_active).then(|| relied_on(who, standing, None)).flatten()
}

/// What the judgement of words that a device owes relies on; none when member or device have ended. A device that is
/// locked, or lost, writes and reads nothing else.
fn delivering(who: Principal, standing: &Standing) -> Option<ReliedOn> {
    let taken = standing.member.active && standing.owed == Owed::Taken;
    taken.then(|| relied_on(who, standing, Some(Owed::Taken))).flatten()
}

fn relied_on(who: Principal, standing: &Standing, owed: Option<Owed>) -> Option<ReliedOn> {
    let member = &standing.member;
    (member.id == who.member).then(|| ReliedOn {
        member: Some(ReliedOnMember { who, rev: member.rev, owed }),
        access_rev: standing.document.as_ref().map(|head| head.access_rev),
    })
}

/// What the member may do with the document now; nothing for an unknown document, so that an
/// unknown one and a forbidden one give the same answer.
pub fn rights(standing: &Standing) -> Rights {
    match &standing.document {
        Some(head) if head.state == DocumentState::Live && standing.member.active => {
            access::rights(head.kind, &standing.member.who(), &standing.ties)
        }
        _ => Rights::default(),
    }
}

/// What the member may know to be there: what they may read, and what they could read until they ended.
pub fn knows(standing: &Standing) -> bool {
    let could = |head: &DocumentHead| access::rights(head.kind, &standing.member.who(), &standing.ties).read;
    let live = standing.document.as_ref().filter(|head| head.state == DocumentState::Live);
    standing.acquainted || live.is_some_and(could)
}

/// The right to read, for an active member on an active device.
pub fn read(who: Principal, document: DocumentId, standing: &Standing) -> Option<ReadAccess> {
    if !rights(standing).read {
        return None;
    }
    Some(ReadAccess { document, member: who.member, relied_on: connected(who, standing)? })
}

/// The right to bring changes to a document that is there, for whoever may read it: each change
/// in it is still judged by its own author's rights (a reader may bring back what others wrote).
pub fn deliver(who: Principal, document: DocumentId, standing: &Standing) -> Option<WriteAccess> {
    if !rights(standing).read {
        return None;
    }
    Some(WriteAccess { document, relied_on: delivering(who, standing)? })
}

/// The right to bring a document that is new to the store, for whoever may create its kind with
/// the ties it is born with.
pub fn create(
    who: Principal,
    document: DocumentId,
    standing: &Standing,
    (kind, ties): (Kind, &[Tie]),
) -> Option<WriteAccess> {
    let may = access::rights(kind, &standing.member.who(), ties).create;
    if standing.document.is_some() || !may {
        return None;
    }
    Some(WriteAccess { document, relied_on: delivering(who, standing)? })
}

/// The right to store what was judged: `judged` is the proof that `relay::judge` took it. Of somebody who has ended only
/// what could be kept apart for nobody to look at is stored: a document of their own that is new, and words in one that
/// is between them and no office.
pub fn write(
    who: Principal,
    document: DocumentId,
    standing: &Standing,
    judged: &crate::relay::Verdict,
) -> Option<WriteAccess> {
    let of_an_office = standing.ties.iter().any(|tie| matches!(tie, Tie::Office(_)));
    let own = standing.ties.iter().any(|tie| matches!(tie, Tie::Author(member) if *member == who.member));
    let may = match standing.owed {
        Owed::Taken => standing.member.active,
        Owed::Apart => standing.document.is_none() || judged.fresh.is_empty() || own && !of_an_office,
        Owed::Refused => false,
    };
    let relied_on = may.then(|| relied_on(who, standing, Some(standing.owed))).flatten()?;
    Some(WriteAccess { document, relied_on })
}

/// The right of the command line, held by whoever may write the data folder: it stores what the
/// relay itself computes (a programme, its genesis, an upgrade).
pub fn command_line(document: DocumentId, head: Option<&DocumentHead>) -> WriteAccess {
    WriteAccess { document, relied_on: ReliedOn { member: None, access_rev: head.map(|head| head.access_rev) } }
}

/// Whose figures a member is given: lines without a person or a word, so a matter of the role alone. The one line that
/// names a visitor, of a call that is due, is no figure: the store tells it to coordinators of that visitor's offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FiguresOf {
    /// None.
    Nobody,
    /// What was imported: a coordinator counts the documents of their office themselves.
    Imports,
    /// Every document's and every import's.
    Everybody,
}

/// What a role is given of the figures (figures, not persons, for the prefecture).
pub fn figures_of(role: Role) -> FiguresOf {
    match role {
        Role::Prefecture => FiguresOf::Everybody,
        Role::Coordinator => FiguresOf::Imports,
        Role::Visitor => FiguresOf::Nobody,
    }
}
