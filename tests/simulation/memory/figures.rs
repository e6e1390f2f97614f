//! Figure lines of the memory store, by source, and who is told of them: the rules of the SQL, said
//! plainly.

use std::collections::BTreeSet;

use server::access::{FiguresOf, figures_of};
use server::storage::{Cursor, FigureSource, Figures, Line, StorageError};
use shared::domain::Role;
use shared::ids::{DocumentId, MemberId, OfficeId};
use shared::protocol::within_limits;

use super::commit::{Marks, row};
use super::state::{Counted, Member, Row, Said, State};

impl State {
    /// Makes these the source's office and lines (none: as they were); the feed row that tells of it.
    pub(super) fn settle_figures(
        &mut self,
        (name, imported): (String, bool),
        office: Option<OfficeId>,
        lines: Option<Vec<Line>>,
        marks: Marks<'_>,
    ) -> Result<Option<Cursor>, StorageError> {
        let known = self.figures.get(&name).map(|counted| counted.source.figures.clone());
        let had = known.clone().unwrap_or(Figures { source: name.clone(), office: None, lines: Vec::new() });
        let wanted = Figures { source: name.clone(), office, lines: lines.unwrap_or_else(|| had.lines.clone()) };
        if !within_limits(&name, &wanted.lines) {
            return Err(StorageError::Conflict(format!("{name} has too many lines")));
        }
        if (had.lines.is_empty() && wanted.lines.is_empty()) || known.as_ref() == Some(&wanted) {
            return Ok(None);
        }
        let mut row = row(Said::Figures, None, None, (0, 0), marks);
        row.source = Some(name.clone());
        let cursor = self.add(row);
        let before = self.figures.get(&name).and_then(|counted| counted.visitor);
        let visitor = wanted.lines.iter().find_map(Line::visitor).or(before);
        let source = FigureSource { imported, figures: wanted };
        self.figures.insert(name, Counted { source, number: cursor.number, ended: false, visitor });
        Ok(Some(cursor))
    }

    /// Takes a member's figures away and gives those that their role may have.
    pub(super) fn give_figures_anew(&mut self, id: MemberId, marks: Marks<'_>) {
        self.add(row(Said::Figures, None, Some(id), (0, 0), marks));
        let names: Vec<String> = self
            .sources_of(self.members.get(&id))
            .filter(|figures| !figures.lines.is_empty())
            .map(|figures| figures.source.clone())
            .collect();
        for name in names {
            let mut row = row(Said::Figures, None, Some(id), (0, 0), marks);
            row.source = Some(name);
            self.add(row);
        }
    }

    /// A document has ended: its lines stay, and its office is told of them from here on. One that names a visitor
    /// goes with its document.
    pub(super) fn end_figures(&mut self, document: DocumentId, marks: Marks<'_>) {
        let name = document.to_string();
        if self.figures.get(&name).is_none_or(|counted| counted.ended || counted.source.figures.lines.is_empty()) {
            return;
        }
        let mut row = row(Said::Figures, None, None, (0, 0), marks);
        row.source = Some(name.clone());
        let cursor = self.add(row);
        if let Some(counted) = self.figures.get_mut(&name) {
            (counted.number, counted.ended) = (cursor.number, true);
            if counted.visitor.is_some() {
                counted.source.figures.lines.clear();
            }
        }
    }

    /// Whether a row about figures is for a member.
    pub(super) fn sees_figures(&self, row: &Row, number: u64, me: &Member) -> bool {
        if row.member.is_some_and(|member| member != me.row.id) || number <= me.role_since {
            return false;
        }
        let Some(source) = &row.source else {
            return true;
        };
        self.figures.get(source).is_some_and(|counted| {
            let newest = match row.member {
                None => counted.number == number,
                Some(_) => counted.number < number,
            };
            newest && self.may_have(me, counted)
        })
    }

    /// The figures that a member may have, by source.
    pub fn sources_of(&self, member: Option<&Member>) -> impl Iterator<Item = &Figures> {
        let told = self.figures.values().filter(move |counted| member.is_some_and(|me| self.may_have(me, counted)));
        told.map(|counted| &counted.source.figures)
    }

    /// A visitor's offices have become others: the coordinators of both forget and are given anew.
    pub(super) fn visitor_moved(&mut self, visitor: MemberId, offices: &BTreeSet<OfficeId>, marks: Marks<'_>) {
        if self.figures.values().all(|counted| counted.visitor != Some(visitor)) {
            return;
        }
        let told = |member: &&Member| {
            let fields = &member.row.fields;
            let of_both = fields.offices.iter().any(|office| offices.contains(office));
            member.row.active && fields.role == Role::Coordinator && of_both
        };
        let coordinators: Vec<MemberId> = self.members.values().filter(told).map(|member| member.row.id).collect();
        for coordinator in coordinators {
            self.give_figures_anew(coordinator, marks);
        }
    }

    fn may_have(&self, me: &Member, counted: &Counted) -> bool {
        let (fields, source) = (&me.row.fields, &counted.source);
        if let Some(visitor) = counted.visitor {
            let of_visitor = |office: &OfficeId| {
                self.members.get(&visitor).is_some_and(|member| member.row.fields.offices.contains(office))
            };
            return fields.role == Role::Coordinator && fields.offices.iter().any(of_visitor);
        }
        match figures_of(fields.role) {
            FiguresOf::Everybody => true,
            FiguresOf::Imports => {
                let office = source.figures.office.as_ref();
                source.imported || counted.ended && office.is_some_and(|office| fields.offices.contains(office))
            }
            FiguresOf::Nobody => false,
        }
    }
}
