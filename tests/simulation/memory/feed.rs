//! The feed of the memory store, as one member may see it: the rules of the SQL, said plainly.

use std::collections::BTreeSet;

use server::storage::{
    Carried, Cursor, FeedPage, FeedRow, Heard, MemberRow, PageLimits, Person, StorageError, StoredChange, What, Whom,
};
use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};
use shared::protocol::{Cursor as ProtocolCursor, figures_bytes};

use super::state::{Member, Row, Said, State};

/// Rows looked at for one page.
const SCANNED_ROWS_MAX: usize = 20_000;

impl State {
    pub(super) fn cursor_at(&self, number: u64) -> Option<Cursor> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        let mark = self.feed.get(index)?.mark;
        Some(Cursor { number, mark })
    }

    pub(super) fn feed_end(&self) -> Option<Cursor> {
        self.cursor_at(self.feed.len() as u64)
    }

    pub(super) fn page(
        &self,
        member: MemberId,
        after: Option<Cursor>,
        limits: PageLimits,
    ) -> Result<FeedPage, StorageError> {
        let me = self.active(member)?;
        let start = after.map_or(0, |cursor| cursor.number);
        let mut rows = Vec::new();
        let mut room = limits.bytes_max;
        let mut last = None;
        let mut seen = 0;
        let mut whole = true;
        let from = usize::try_from(start).unwrap_or(usize::MAX);
        for (index, row) in self.feed.iter().enumerate().skip(from).take(SCANNED_ROWS_MAX) {
            let number = index as u64 + 1;
            if !self.visible(row, number, me) {
                continue;
            }
            let (what, bytes) = self.content(row, limits.bytes_max)?;
            // More figures than a page holds: they stand alone in theirs.
            let alone = matches!(what, What::Figures(_)) && bytes > limits.bytes_max && room == limits.bytes_max;
            let bytes = if alone { room } else { bytes };
            if bytes > room || seen == limits.rows_max {
                whole = false;
                break;
            }
            seen += 1;
            room -= bytes;
            last = self.cursor_at(number);
            rows.extend(self.cursor_at(number).map(|cursor| FeedRow { cursor, what }));
        }
        let scanned = from.saturating_add(SCANNED_ROWS_MAX).min(self.feed.len()) as u64;
        let next = if whole { self.cursor_at(scanned) } else { last };
        let next = next.filter(|cursor| cursor.number > start).or(after);
        Ok(FeedPage { rows, at_end: next.map_or(0, |cursor| cursor.number) >= self.feed.len() as u64, next })
    }

    /// Whom the rows after one may concern: those who see one of them, by the rights of this moment.
    pub(super) fn heard(&self, after: u64) -> Heard {
        let from = usize::try_from(after).unwrap_or(usize::MAX);
        let later = || (1..).zip(&self.feed).skip(from);
        let whom = match later().any(|(_, row)| row.what == Said::People) {
            true => Whom::Everybody,
            false => Whom::Members(
                self.members
                    .values()
                    .filter(|me| me.row.active && later().any(|(number, row)| self.visible(row, number, me)))
                    .map(|me| me.row.id)
                    .collect(),
            ),
        };
        Heard { to: self.feed_end(), whom }
    }

    /// Whether nothing after a cursor is for this member.
    pub fn has_nothing_for(&self, member: MemberId, after: Option<ProtocolCursor>) -> bool {
        let from = after.map_or(0, |cursor| usize::try_from(cursor.number).unwrap_or(0));
        let Some(me) = self.members.get(&member) else {
            return true;
        };
        let later = (1..).zip(&self.feed).skip(from);
        later.filter(|(_, row)| row.what != Said::People).all(|(number, row)| !self.visible(row, number, me))
    }

    fn visible(&self, row: &Row, number: u64, me: &Member) -> bool {
        let held = row.document.and_then(|document| self.held(document, me));
        match row.what {
            Said::Change => held.is_some_and(|held| held <= number),
            Said::Grant => {
                held == Some(row.since.unwrap_or(number)) && row.member.is_none_or(|member| member == me.row.id)
            }
            Said::Loss => held.is_none() && row.member == Some(me.row.id),
            Said::Purged => row.member == Some(me.row.id),
            Said::Figures => self.sees_figures(row, number, me),
            Said::People => row.member.is_some_and(|other| self.may_see(&me.row, other)),
        }
    }

    fn content(&self, row: &Row, bytes_max: usize) -> Result<(What, usize), StorageError> {
        let damaged = || StorageError::Damaged { what: "a feed row names nothing".to_owned() };
        if row.what == Said::People {
            let member = row.member.ok_or_else(damaged)?;
            return Ok((What::People { member }, 0));
        }
        if row.what == Said::Figures {
            let Some(source) = &row.source else {
                return Ok((What::FiguresForgotten, 0));
            };
            let figures = self.figures.get(source).map(|counted| counted.source.figures.clone());
            let figures = figures.ok_or_else(damaged)?;
            let bytes = figures_bytes(&figures.lines);
            return Ok((What::Figures(figures), bytes));
        }
        let document = row.document.ok_or_else(damaged)?;
        if row.what == Said::Loss {
            return Ok((What::Loss { document }, 0));
        }
        if row.what == Said::Purged {
            return Ok((What::Purged { document }, 0));
        }
        let (first, last) = row.span;
        let changes: Vec<StoredChange> = self.span(document, row.span).cloned().collect();
        let bytes: usize = changes.iter().map(|change| change.bytes.len()).sum();
        let (changes, bytes) =
            if bytes <= bytes_max { (Carried::Here(changes), bytes) } else { (Carried::TooLarge { first, last }, 0) };
        let what = match row.what {
            Said::Change => What::Changes { document, changes },
            _ => What::Grant { document, changes },
        };
        Ok((what, bytes))
    }

    /// The changes of a span of positions.
    pub(super) fn span(&self, document: DocumentId, (first, last): (u64, u64)) -> impl Iterator<Item = &StoredChange> {
        self.documents
            .get(&document)
            .into_iter()
            .flat_map(|doc| &doc.changes)
            .filter(move |change| (first..=last).contains(&change.position))
    }

    pub(super) fn people_for(&self, member: MemberId) -> Result<Vec<Person>, StorageError> {
        let me = &self.active(member)?.row;
        let sharing = self.sharing(member);
        let mut seen: Vec<&MemberRow> = self
            .members
            .values()
            .map(|other| &other.row)
            .filter(|other| by_role(me, other) || sharing.contains(&other.id))
            .collect();
        seen.sort_by_key(|row| (row.fields.yomi.clone(), row.fields.name.clone(), row.id));
        Ok(seen.into_iter().map(person).collect())
    }

    pub(super) fn may_see(&self, me: &MemberRow, other: MemberId) -> bool {
        self.members.get(&other).is_some_and(|row| by_role(me, &row.row) || self.sharing(me.id).contains(&other))
    }

    /// Those who share a document with a member: its readers and its authors.
    fn sharing(&self, member: MemberId) -> BTreeSet<MemberId> {
        let mut sharing = BTreeSet::new();
        for doc in self.documents.values() {
            let by_name =
                |member: &Member| doc.access.keys().any(|row| row.relation != "member" && Self::stands(row, member));
            if self.members.get(&member).is_some_and(by_name) {
                let readers = self.members.values().filter(|other| by_name(other));
                sharing.extend(readers.map(|other| other.row.id));
                sharing.extend(doc.actors.values().flatten().map(|author| author.member));
            }
        }
        sharing
    }
}

fn by_role(me: &MemberRow, other: &MemberRow) -> bool {
    let colleagues = || {
        let mine = &me.fields.offices;
        other.fields.offices.iter().any(|office| mine.contains(office))
    };
    me.id == other.id
        || match me.fields.role {
            Role::Prefecture => true,
            Role::Coordinator => match other.fields.role {
                Role::Visitor => true,
                Role::Coordinator => colleagues(),
                Role::Prefecture => false,
            },
            Role::Visitor => false,
        }
}

fn person(row: &MemberRow) -> Person {
    Person {
        id: row.id,
        name: row.fields.name.clone(),
        yomi: row.fields.yomi.clone(),
        role: row.fields.role,
        category: row.fields.category,
        appointed_on: row.fields.appointed_on,
        offices: row.fields.offices.clone(),
        active: row.active,
    }
}
