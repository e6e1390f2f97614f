//! Figure lines of the memory store, by source, and who is told of them: the rules of the SQL, said
//! plainly.

use server::access::{FiguresOf, figures_of};
use server::storage::{Cursor, FigureSource, Figures, Line, StorageError};
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
        let source = FigureSource { imported, figures: wanted };
        self.figures.insert(name, Counted { source, number: cursor.number, ended: false });
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

    /// A document has ended: its lines stay, and its office is told of them from here on.
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
            newest && may_have(me, counted)
        })
    }

    /// The figures that a member may have, by source.
    pub fn sources_of(&self, member: Option<&Member>) -> impl Iterator<Item = &Figures> {
        let told = self.figures.values().filter(move |counted| member.is_some_and(|me| may_have(me, counted)));
        told.map(|counted| &counted.source.figures)
    }
}

fn may_have(me: &Member, counted: &Counted) -> bool {
    let source = &counted.source;
    match figures_of(me.row.fields.role) {
        FiguresOf::Everybody => true,
        FiguresOf::Imports => {
            let office = source.figures.office.as_ref();
            source.imported || counted.ended && office.is_some_and(|office| me.row.fields.offices.contains(office))
        }
        FiguresOf::Nobody => false,
    }
}
