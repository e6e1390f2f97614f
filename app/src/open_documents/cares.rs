//! What a visitor writes before and after a visit, and what the supporter they chose adds. It must never name its
//! supporter anew: another supporter is another document, and what was written stays with whom it was written to.

use shared::documents::Writer;
use shared::documents::aftercare::{self, Aftercare, Checked, Moment, Noted};
use shared::domain::{CallState, CareWish, Role};
use shared::ids::{DocumentId, MemberId};
use shared::time::Day;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::showing::read_only;
use super::state::{Loaded, State};
use super::trouble::Trouble;
use super::writing::{new_actor, new_key};
use crate::local::DocumentRow;
use crate::platform::clock;
use crate::store::OpenCare;
use crate::store::projection::RowLine;

impl OpenDocuments {
    /// Begins an aftercare after one of my visits, for a supporter or for myself alone, and brings it to the screen.
    pub fn begin_care(&self, visit: DocumentId, supporter: Option<MemberId>) -> Result<DocumentId, Trouble> {
        if self.me.role != Role::Visitor {
            return Err(Trouble::NoRight);
        }
        let about = (self.me.member, visit, supporter);
        let mut document = aftercare::create(self.me.prefecture.clone(), about, new_key()?)?;
        let writer = Writer { actor: new_actor()?, at: clock::now() };
        if let Some(day) = self.state.borrow().day_of_visit(visit) {
            aftercare::put_day(&mut document, &writer, day)?;
        }
        Ok(self.begin(document, &writer))
    }

    /// Writes a self-check of the aftercare on the screen; `None` takes it back.
    pub fn put_check(&self, moment: Moment, checked: Option<&Checked>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| aftercare::put_check(document, writer, moment, checked))
    }

    /// States a wish in the aftercare on the screen; `None` takes it back.
    pub fn put_care_wish(&self, wish: Option<CareWish>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| aftercare::put_wish(document, writer, wish))
    }

    /// Says in the aftercare on the screen whether the visitor wants no call, or no more.
    pub fn put_enough(&self, enough: bool) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| aftercare::put_enough(document, writer, enough))
    }

    /// Notes a call in the aftercare on the screen.
    pub fn note_call(&self, state: CallState, day: Day, text: &str) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        let noted = Noted { state, day, text };
        self.edit_and_show(|document, writer| aftercare::note_call(document, writer, key, by, &noted))
    }

    /// An aftercare as the screen shows it.
    pub(super) fn open_care_of(&self, state: &State, loaded: &Loaded, row: &DocumentRow, care: Aftercare) -> OpenCare {
        OpenCare {
            id: care.id,
            mine: care.visitor == self.me.member,
            names: self.names_of(state, loaded),
            read_only: read_only(loaded, row),
            begun: state.is_born(care.id),
            damaged: loaded.damaged,
            care,
        }
    }

    /// My aftercares that do not know the day of their visit as it stands now are told it: from that day the days of the
    /// call are counted, also where the day was agreed, or moved, later.
    pub(super) fn follow_visit_days(&self) {
        let late = self.state.borrow_mut().days_to_tell(self.me.member);
        for (id, day) in late {
            if let Some(own) = self.strong() {
                spawn_local(async move { own.tell_day(id, day).await });
            }
        }
    }

    async fn tell_day(&self, id: DocumentId, day: Day) {
        // What cannot be read, or written, now is told at the next start.
        if self.ensure_loaded(id).await.is_ok()
            && self.edit_in(id, |document, writer| aftercare::put_day(document, writer, day)).is_ok()
        {
            self.refresh_row(id);
            self.show();
        }
    }
}

impl State {
    /// The day of a visit, if it is on this device and settled.
    fn day_of_visit(&self, visit: DocumentId) -> Option<Day> {
        self.rows.get(&visit)?.row.line.as_ref().and_then(RowLine::visit)?.day
    }

    /// Which of a visitor's aftercares are to be told which day, each once.
    fn days_to_tell(&mut self, me: MemberId) -> Vec<(DocumentId, Day)> {
        let differing = |(id, row): (DocumentId, &DocumentRow)| {
            let line = row.line.as_ref().and_then(RowLine::care)?;
            let day = self.day_of_visit(line.visit)?;
            (line.visitor == me && line.day != Some(day)).then_some((id, day))
        };
        let usable = self
            .rows
            .iter()
            .filter(|(id, known)| self.is_born(**id) && known.row.writable && !known.row.gone && !known.row.stopped);
        let found: Vec<_> = usable.filter_map(|(id, known)| differing((*id, &known.row))).collect();
        found.into_iter().filter(|one| self.told_days.insert(*one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::projection::{CareLine, VisitLine, unread};
    use shared::documents::Kind;
    use shared::time::Instant;

    const ME: MemberId = MemberId([1; 8]);
    const VISIT: DocumentId = DocumentId([2; 16]);
    const CARE: DocumentId = DocumentId([3; 16]);

    fn day(text: &str) -> Option<Day> {
        text.parse().ok()
    }

    fn row(kind: Kind, line: RowLine) -> DocumentRow {
        DocumentRow { line: Some(line), ..DocumentRow::new(kind, true) }
    }

    fn knowing(visit_day: &str, care_day: &str, visitor: MemberId) -> State {
        let mut state = State::new(Instant::from_ms(0));
        let visit = VisitLine { day: day(visit_day), ..unread::visit() };
        state.set_row(VISIT, row(Kind::Visit, RowLine::Visit(visit)));
        let care = CareLine { visitor, visit: VISIT, supporter: None, day: day(care_day), planned: None, done: false };
        state.set_row(CARE, row(Kind::Aftercare, RowLine::Care(care)));
        state
    }

    #[test]
    fn an_aftercare_is_told_the_day_of_its_visit_once_it_is_known_and_when_it_moves() {
        for care_day in ["", "2026-11-20"] {
            let mut state = knowing("2026-11-24", care_day, ME);
            assert_eq!(state.days_to_tell(ME), [(CARE, day("2026-11-24").unwrap())]);
            assert!(state.days_to_tell(ME).is_empty(), "once");
        }
        assert!(knowing("2026-11-24", "2026-11-24", ME).days_to_tell(ME).is_empty());
        assert!(knowing("", "2026-11-20", ME).days_to_tell(ME).is_empty(), "a day that is open again takes none away");
        assert!(knowing("2026-11-24", "", MemberId([9; 8])).days_to_tell(ME).is_empty(), "it is the visitor's alone");
    }
}
