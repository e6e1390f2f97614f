//! Who may create, read and write what: the table of the programme, pure, every cell tested. It
//! must never look anything up: the caller says who asks and how they are tied to the document.

mod quarantine;
#[cfg(test)]
mod tests;

pub use quarantine::reads_quarantine;

use crate::documents::{Kind, Touch};
use crate::domain::Role;
use crate::ids::{MemberId, OfficeId};

/// How a document is tied to those who work with it. The relay keeps ties as rows beside the
/// document, renewed whenever a change moves them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// To every member of the prefecture's programme.
    Prefecture,
    /// To an office and its coordinators.
    Office(OfficeId),
    /// To a visitor of the pair, or the visitor a document is about.
    Pair(MemberId),
    /// To the one who wrote it first.
    Author(MemberId),
    /// To the supporter that a visitor chose.
    Supporter(MemberId),
    /// To the safeguarding officers.
    Safeguarding,
}

impl Tie {
    /// Its name and subject, as rows hold them.
    pub fn to_row(&self) -> (&'static str, String) {
        match self {
            Self::Prefecture => ("prefecture", String::new()),
            Self::Office(office) => ("office", office.to_string()),
            Self::Pair(member) => ("pair", member.to_string()),
            Self::Author(member) => ("author", member.to_string()),
            Self::Supporter(member) => ("supporter", member.to_string()),
            Self::Safeguarding => ("safeguarding", String::new()),
        }
    }

    /// Reads a row.
    pub fn from_row(relation: &str, subject: &str) -> Option<Self> {
        Some(match relation {
            "prefecture" => Self::Prefecture,
            "office" => Self::Office(subject.parse().ok()?),
            "pair" => Self::Pair(subject.parse().ok()?),
            "author" => Self::Author(subject.parse().ok()?),
            "supporter" => Self::Supporter(subject.parse().ok()?),
            "safeguarding" => Self::Safeguarding,
            _ => return None,
        })
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The member.
    pub member: MemberId,
    /// Their role.
    pub role: Role,
    /// The offices they work for.
    pub offices: Vec<OfficeId>,
    /// Whether they are a safeguarding officer (article 40-3).
    pub safeguarding: bool,
}

/// How one member stands to one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// In the same prefecture, and nothing more.
    Member,
    /// Works for the document's office.
    Office,
    /// Is in the pair, or is whom the document is about.
    Pair,
    /// Wrote it first.
    Author,
    /// Is the chosen supporter.
    Supporter,
    /// Is a safeguarding officer.
    Safeguarding,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 6] =
        [Self::Member, Self::Office, Self::Pair, Self::Author, Self::Supporter, Self::Safeguarding];
}

/// What somebody may do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Make one.
    pub create: bool,
    /// See all of it.
    pub read: bool,
    /// Change what is not guarded.
    pub write: bool,
}

impl Rights {
    const NONE: Self = Self { create: false, read: false, write: false };
    const READ: Self = Self { read: true, ..Self::NONE };
    const WRITE: Self = Self { read: true, write: true, ..Self::NONE };

    fn and_create(self) -> Self {
        Self { create: true, ..self }
    }

    fn or(self, other: Self) -> Self {
        Self { create: self.create || other.create, read: self.read || other.read, write: self.write || other.write }
    }
}

/// One cell of the table: a kind, a role, a relation.
pub fn cell(kind: Kind, role: Role, relation: Relation) -> Rights {
    use Relation as R;
    let officer = role == Role::Prefecture;
    let coordinator = role == Role::Coordinator;
    let visitor = role == Role::Visitor;
    let none = Rights::NONE;
    match kind {
        // Created by the relay's command line alone.
        Kind::Programme => match role {
            Role::Prefecture => Rights::WRITE,
            _ => Rights::READ,
        },
        Kind::Handbook => match role {
            Role::Prefecture => Rights::WRITE.and_create(),
            _ => Rights::READ,
        },
        Kind::Desk => match relation {
            R::Office if coordinator => Rights::WRITE.and_create(),
            R::Member if officer => Rights::READ,
            _ => none,
        },
        Kind::Visitor => match relation {
            R::Member if officer || coordinator => Rights::WRITE.and_create(),
            // Nobody else is needed to say when one can come. It has no nonce: it is the same, whoever begins it.
            R::Pair if visitor => Rights::WRITE.and_create(),
            _ => none,
        },
        Kind::Course => match relation {
            R::Member if officer => Rights::WRITE.and_create(),
            R::Member if coordinator => Rights::READ,
            _ => none,
        },
        Kind::Request => match relation {
            R::Office if coordinator => Rights::WRITE.and_create(),
            _ => none,
        },
        Kind::Visit => match relation {
            R::Office if coordinator => Rights::WRITE.and_create(),
            R::Pair => Rights::WRITE,
            _ => none,
        },
        Kind::Aftercare => match relation {
            R::Author if visitor => Rights::WRITE.and_create(),
            R::Supporter => Rights::WRITE,
            _ => none,
        },
        Kind::Consult => match relation {
            R::Office if coordinator => Rights::WRITE.and_create(),
            R::Member if officer => Rights::WRITE,
            _ => none,
        },
        Kind::Report => match relation {
            R::Office if coordinator => Rights::WRITE.and_create(),
            R::Member if officer => Rights::WRITE,
            _ => none,
        },
        Kind::Board => match relation {
            R::Member if officer || coordinator => Rights::WRITE.and_create(),
            _ => none,
        },
        Kind::Safeguard => match relation {
            R::Author => Rights::WRITE.and_create(),
            R::Safeguarding => Rights::WRITE,
            _ => none,
        },
    }
}

/// The relations a member has through ties; always `Member`.
pub fn relations(who: &Who, ties: &[Tie]) -> Vec<Relation> {
    let mut found = vec![Relation::Member];
    for tie in ties {
        let relation = match tie {
            Tie::Prefecture => None,
            Tie::Office(office) => who.offices.contains(office).then_some(Relation::Office),
            Tie::Pair(member) => (*member == who.member).then_some(Relation::Pair),
            Tie::Author(member) => (*member == who.member).then_some(Relation::Author),
            Tie::Supporter(member) => (*member == who.member).then_some(Relation::Supporter),
            Tie::Safeguarding => who.safeguarding.then_some(Relation::Safeguarding),
        };
        if let Some(relation) = relation
            && !found.contains(&relation)
        {
            found.push(relation);
        }
    }
    found
}

/// What a member may do with a document that has these ties.
pub fn rights(kind: Kind, who: &Who, ties: &[Tie]) -> Rights {
    let rights =
        relations(who, ties).into_iter().map(|relation| cell(kind, who.role, relation)).fold(Rights::NONE, Rights::or);
    // Nothing is born with two offices: that comes of a merge alone.
    Rights { create: rights.create && !office_is_disputed(ties), ..rights }
}

/// Whether two offices stand after a merge, so that somebody must say which.
fn office_is_disputed(ties: &[Tie]) -> bool {
    ties.iter().filter(|tie| matches!(tie, Tie::Office(_))).count() > 1
}

/// How far a document has come, where that ends the right to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing has ended.
    Open,
    /// A report that its office has handed in: only the prefecture's answer is written any more.
    Submitted,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 2] = [Self::Open, Self::Submitted];
}

/// Whether a member may make what a change touches, in a document that has come to this stage.
/// Creating is writing a document that has no change of a person yet; guarded fields need more than
/// the right to write.
///
/// Where two offices stand after a merge, each was named by somebody who had the right to, and
/// somebody must be able to settle it: the coordinators of either read and write, and of all that
/// is guarded by their office they may write the office alone.
pub fn may_touch(kind: Kind, who: &Who, (ties, stage): (&[Tie], Stage), touch: &Touch) -> bool {
    let relations = relations(who, ties);
    let mut relations = relations.into_iter();
    match touch {
        Touch::Open => relations.any(|relation| open_cell(kind, who.role, relation, stage)),
        Touch::Guarded(field) => relations.any(|relation| {
            let settles = relation != Relation::Office || *field == OFFICE_FIELD || !office_is_disputed(ties);
            settles && guarded_cell(kind, field, (who.role, relation), stage)
        }),
    }
}

/// The guarded field that names a document's office, in every kind that has one.
pub const OFFICE_FIELD: &str = "office";

/// One cell of what is not guarded: a kind, a role, a relation, a stage.
pub fn open_cell(kind: Kind, role: Role, relation: Relation, stage: Stage) -> bool {
    let writes = cell(kind, role, relation).write;
    match kind {
        // The prefecture writes its answer, which is guarded, and none of the office's figures.
        Kind::Report => writes && role == Role::Coordinator && stage == Stage::Open,
        _ => writes,
    }
}

/// One cell of the guarded fields: a kind, a field, a role and relation, a stage.
pub fn guarded_cell(kind: Kind, field: &str, (role, relation): (Role, Relation), stage: Stage) -> bool {
    let writes = cell(kind, role, relation).write;
    let officer = writes && role == Role::Prefecture;
    let coordinator = writes && role == Role::Coordinator;
    match (kind, field) {
        (Kind::Visit, _) | (Kind::Request | Kind::Consult, OFFICE_FIELD) => coordinator && relation == Relation::Office,
        (Kind::Visitor, "category" | "appointment" | "training") => officer,
        // A coordinator may propose what the prefecture decides; the visitor does not propose themself.
        (Kind::Visitor, "proposed") => officer || coordinator,
        (Kind::Consult, "answer") => officer,
        (Kind::Report, "accepted" | "returned") => officer,
        (Kind::Report, "submitted") => coordinator && stage == Stage::Open,
        // Whom the visitor chose reads everything, and stands in the root: nobody writes that.
        (Kind::Aftercare, "before" | "after" | "day" | "wish" | "enough") => writes && relation == Relation::Author,
        (Kind::Aftercare, "calls") => writes && relation == Relation::Supporter,
        (Kind::Handbook, "approved") => officer,
        (Kind::Board, "decided") => officer,
        _ => false,
    }
}
