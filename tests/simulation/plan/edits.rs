//! What people write. It must never stop on an edit that the device refuses: people try what they may
//! not.

use shared::documents::visit::{
    self, BriefingField, FactField, PlanField, Section, accept, put_briefing, put_plan, set_content, set_fact,
    splice_note,
};
use shared::documents::{Splice, programme};
use shared::domain::{Content, Intent, IntentMethod, Next, Policies, ProgrammeData, RepeatWish, Role, VisitOutcome};
use shared::ids::DocumentId;

use crate::people::{FIRST, SECOND};
use crate::truth::{Made, is_rare};
use crate::world::{Checked, World};

impl World {
    pub(super) fn create_visit(&mut self, index: usize) -> Checked {
        let intent = Intent {
            day: "2024-10-25".parse().map_err(|e| format!("{e:?}"))?,
            method: IntentMethod::Phone,
            confirmed_by: "調整".to_owned(),
        };
        let nonce = self.random.bytes();
        let made = visit::create(self.prefecture.clone(), None, intent, nonce);
        let mut document = made.map_err(|e| e.to_string())?;
        let id = document.id();
        let genesis = document.changes_since(&[]);
        let Some(writer) = self.writer(index, id) else {
            return Ok(());
        };
        let who = self.devices.get(index).map(|device| device.who.member);
        let office = self
            .members
            .iter()
            .find(|member| Some(member.id) == who)
            .and_then(|member| member.fields.offices.first().cloned());
        let fields = vec![
            (PlanField::Office, office.map(|office| office.to_string())),
            (PlanField::Hospital, Some("byoin".to_owned())),
            (PlanField::Day, Some("2024-12-10".to_owned())),
            (PlanField::First, self.seat(FIRST)),
            (PlanField::Second, self.seat(SECOND)),
        ];
        let plan = put_plan(&mut document, &writer, fields).map_err(|e| e.to_string())?;
        self.say(|| format!("device {index} makes {}", crate::words::short(id)));
        let device = self.devices.get_mut(index);
        if let Some(life) = device.and_then(|device| device.life.as_mut()) {
            life.open.insert(id, document);
        }
        let mut chunks = genesis;
        chunks.extend(plan);
        self.made(index, id, chunks, Made::nothing(id, index));
        Ok(())
    }

    pub(super) fn change_plan(&mut self, index: usize, id: DocumentId) -> Checked {
        let place = format!("部屋{}", self.random.below(1_000));
        let fields = match self.random.below(10) {
            0..=1 => vec![(PlanField::First, self.seat(FIRST))],
            2 => vec![(PlanField::First, None)],
            3..=4 => vec![(PlanField::Second, self.seat(SECOND))],
            5 => vec![(PlanField::Second, None)],
            6..=7 => {
                let office = self.random.pick(&self.offices).map(ToString::to_string);
                vec![(PlanField::Office, office)]
            }
            _ => vec![(PlanField::Place, Some(place))],
        };
        let visitor = self.devices.get(index).is_some_and(|d| d.role == Role::Visitor);
        let made = Made { forbidden: visitor, ..Made::nothing(id, index) };
        self.apply(index, id, made, |document, writer| put_plan(document, writer, fields))
    }

    pub(super) fn accept_note(&mut self, index: usize, id: DocumentId) -> Checked {
        let Some(by) = self.devices.get(index).map(|device| device.who.member) else {
            return Ok(());
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| {
            accept(document, writer, by, VisitOutcome::Met)
        })
    }

    pub(super) fn tick(&mut self, index: usize, id: DocumentId) -> Checked {
        let content = self.random.pick(Content::ALL).copied().unwrap_or(Content::Listen);
        let ticked = self.random.percent(70);
        self.apply(index, id, Made::nothing(id, index), |document, writer| {
            set_content(document, writer, content, ticked)
        })
    }

    pub(super) fn state_fact(&mut self, index: usize, id: DocumentId) -> Checked {
        let next = self.random.pick(Next::ALL).map(|next| next.code().to_owned());
        let repeat = self.random.pick(RepeatWish::ALL).map(|wish| wish.code().to_owned());
        let (field, value) = match self.random.percent(50) {
            true => (FactField::Next, next),
            false => (FactField::Repeat, repeat),
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| set_fact(document, writer, field, value))
    }

    pub(super) fn brief(&mut self, index: usize, id: DocumentId) -> Checked {
        let text = format!("話題{}😀", self.random.below(1_000));
        let fields = vec![(BriefingField::Topics, Some(text))];
        self.apply(index, id, Made::nothing(id, index), |document, writer| put_briefing(document, writer, fields))
    }

    /// Types at a random place, sometimes over what stands there.
    pub(super) fn write_note(&mut self, index: usize, id: DocumentId) -> Checked {
        let section = self.random.pick(&Section::ALL).copied().unwrap_or(Section::Talked);
        let Some(document) = self.document(index, id)? else {
            return Ok(());
        };
        let text = visit::read(document).and_then(|visit| visit.note.get(&section).cloned()).unwrap_or_default();
        let characters: Vec<char> = text.chars().collect();
        let at = self.random.below(characters.len() + 1);
        let delete = match self.random.percent(15) {
            true => self.random.below(4).min(characters.len() - at),
            false => 0,
        };
        let units = |part: &[char]| part.iter().map(|c| c.len_utf16()).sum::<usize>();
        let deleted = characters.get(at..at + delete).unwrap_or_default();
        let typed: Vec<char> = (0..=self.random.below(3)).map(|_| self.truth.rare()).collect();
        let mut inserted: String = typed.iter().collect();
        if self.random.percent(50) {
            inserted.insert_str(0, "あ👩‍⚕️");
        }
        let splice = Splice {
            at_utf16: units(characters.get(..at).unwrap_or_default()),
            deleted_utf16: units(deleted),
            inserted,
        };
        let made = Made {
            section: Some(section),
            typed,
            deleted: deleted.iter().copied().filter(|c| is_rare(*c)).collect(),
            ..Made::nothing(id, index)
        };
        self.apply(index, id, made, |document, writer| splice_note(document, writer, section, &splice))
    }

    pub(super) fn edit_programme(&mut self, index: usize) -> Checked {
        let id = shared::documents::Root::programme(self.prefecture.clone()).id();
        let name = format!("県{}", self.random.below(1_000));
        let data = ProgrammeData {
            prefecture: self.prefecture.clone(),
            name,
            sample: None,
            telephone: None,
            concerns: None,
            areas: Vec::new(),
            offices: Vec::new(),
            hospitals: Vec::new(),
            policies: Policies::default(),
            quotas: Vec::new(),
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| programme::put(document, writer, &data))
    }
}
