//! Memberships in the memory store, and what a change of one grants and takes.

use server::storage::{MemberFields, MemberRow, StorageError};
use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};

use super::commit::{Marks, row};
use super::state::{Doc, Member, Said, State};

impl State {
    pub(super) fn put_member(&mut self, id: MemberId, mut fields: MemberFields, marks: Marks<'_>) -> MemberRow {
        fields.offices.sort();
        fields.offices.dedup();
        let had = self.members.get(&id).cloned();
        if let Some(had) = &had
            && had.row.active
            && had.row.fields == fields
        {
            return had.row.clone();
        }
        let could = self.readable(id);
        let number = self.push_row(row(Said::People, None, Some(id), (0, 0), marks));
        let since = if had.is_some() { number } else { 0 };
        let new_role = had.as_ref().is_some_and(|had| {
            (had.row.fields.role, had.row.fields.safeguarding) != (fields.role, fields.safeguarding)
        });
        let moved = fields.role == Role::Coordinator
            && had.as_ref().is_some_and(|had| had.row.fields.offices != fields.offices);
        let before = had.as_ref().map(|had| had.offices_since.clone()).unwrap_or_default();
        let stood = |office| before.get(office).copied().unwrap_or(since);
        let member = Member {
            role_since: match (&had, new_role) {
                (Some(_), true) => since,
                (Some(had), false) => had.role_since,
                (None, _) => 0,
            },
            offices_since: fields.offices.iter().map(|o| (o.clone(), stood(o))).collect(),
            row: MemberRow { id, fields, active: true, rev: had.as_ref().map_or(1, |had| had.row.rev + 1) },
        };
        let given = member.row.clone();
        self.members.insert(id, member);
        if had.is_some() {
            if new_role || moved {
                self.give_figures_anew(id, marks);
            }
            self.offices_moved(had.as_ref(), id, marks);
            self.grant_by_membership(id, since, marks);
            for document in could.difference(&self.readable(id)) {
                let row = row(Said::Loss, Some(*document), Some(id), (0, 0), marks);
                self.push_row(row);
            }
        }
        given
    }

    /// Tells the coordinators of the offices that a member had and has, where these are others.
    fn offices_moved(&mut self, had: Option<&Member>, id: MemberId, marks: Marks<'_>) {
        let had = had.map(|had| had.row.fields.offices.clone()).unwrap_or_default();
        let has = self.members.get(&id).map(|member| member.row.fields.offices.clone()).unwrap_or_default();
        if had != has {
            self.visitor_moved(id, &had.into_iter().chain(has).collect(), marks);
        }
    }

    /// A grant for every document that a right from this number on opens.
    fn grant_by_membership(&mut self, id: MemberId, since: u64, marks: Marks<'_>) {
        let Some(member) = self.members.get(&id).cloned() else {
            return;
        };
        let opened = |doc: &Doc| {
            doc.access.iter().any(|(row, _)| {
                let role_fits = row.role.is_none_or(|role| role == member.row.fields.role);
                let office = row.relation == "office"
                    && member
                        .offices_since
                        .iter()
                        .any(|(office, joined)| office.as_str() == row.subject && *joined == since);
                let by_role = (row.role.is_some() || row.relation == "safeguarding")
                    && member.role_since == since
                    && Self::stands(row, &member);
                role_fits && (office || by_role)
            })
        };
        let grants: Vec<(DocumentId, u64)> =
            self.documents.iter().filter(|(_, doc)| opened(doc)).map(|(id, doc)| (*id, doc.head.changes)).collect();
        for (document, changes) in grants {
            let mut row = row(Said::Grant, Some(document), Some(id), (1, changes), marks);
            row.since = Some(since);
            self.push_row(row);
        }
    }

    pub(super) fn end_member(&mut self, id: MemberId, marks: Marks<'_>) -> Result<(), StorageError> {
        let member = self.members.get_mut(&id).ok_or(StorageError::NotAMember)?;
        member.row.active = false;
        member.row.rev += 1;
        for device in self.devices.values_mut().filter(|device| device.member == id) {
            device.active = false;
        }
        self.sessions.retain(|session| session.who.member != id);
        self.tokens.retain(|_, door| door.who.member != id);
        self.invitations.retain(|_, (link, used)| *used || link.member != id);
        self.push_row(row(Said::People, None, Some(id), (0, 0), marks));
        Ok(())
    }
}
