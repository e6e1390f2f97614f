//! Who has a document open, told from connection to connection by the program's own registry, in the order
//! in which it happened. It must never be told without a look at the right to read at that moment, unless
//! the simulation plants just that fault.

use server::relay::Others;
use server::storage::Principal;
use shared::ids::DocumentId;
use shared::protocol::{Place, limits};
use shared::sync::RelayEvent;

use super::Session;
use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

/// Something that a connection does about a document.
pub enum Step {
    Open(DocumentId),
    Tell(DocumentId, Option<Place>),
    Leave(DocumentId),
}

impl World {
    fn session(&mut self, line: LineId) -> Option<&mut Session> {
        self.relay.running.as_mut()?.sessions.get_mut(&line)
    }

    /// Something is to be done, after all that is.
    pub(super) fn step_around(&mut self, line: LineId, step: Step) {
        let wait = self.random.between(0, 40);
        let Some(session) = self.session(line) else { return };
        session.steps.push_back(step);
        self.after_work(wait, |run| Event::Around { run, line });
    }

    /// A piece of work of the relay that runs now.
    fn after_work(&mut self, wait: i64, event: impl FnOnce(u32) -> Event) {
        let Some(running) = &mut self.relay.running else { return };
        running.work += 1;
        let event = event(running.number);
        self.after(wait, event);
    }

    pub async fn around(&mut self, run: u32, line: LineId) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let Some(session) = self.session(line) else { return Ok(()) };
        let (Some(step), Some(who)) = (session.steps.pop_front(), session.who) else { return Ok(()) };
        let (Step::Open(document) | Step::Tell(document, _) | Step::Leave(document)) = &step;
        let may = self.reads(who, *document)?;
        if let Some(session) = self.session(line) {
            match step {
                Step::Open(document) if may => session.seat.open(who, document),
                Step::Tell(document, place) if may => session.seat.enter(who, document, place),
                Step::Open(document) | Step::Tell(document, _) | Step::Leave(document) => session.seat.leave(document),
            }
        }
        self.spread();
        Ok(())
    }

    fn reads(&mut self, who: Principal, document: DocumentId) -> Checked<bool> {
        if self.fault == Some(Fault::PresenceUnchecked) {
            return Ok(true);
        }
        let stands = self.store.look(|state| state.device_active(who));
        Ok(stands && self.may_read(who.member, document)?)
    }

    /// Every connection with news of others hears them a little later.
    pub(super) fn spread(&mut self) {
        let Some(running) = &mut self.relay.running else { return };
        let mut lines = Vec::new();
        for (line, session) in &mut running.sessions {
            if !session.hearing && session.seat.has_some() {
                session.hearing = true;
                lines.push(*line);
            }
        }
        for line in lines {
            let wait = self.random.between(0, limits::PRESENCE_MS);
            self.after_work(wait, |run| Event::Hear { run, line });
        }
    }

    pub async fn hear(&mut self, run: u32, line: LineId) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let Some(session) = self.session(line) else { return Ok(()) };
        session.hearing = false;
        let (news, who) = (session.seat.take(), session.who);
        for Others { document, present, left } in news {
            match who {
                Some(who) if self.reads(who, document)? => {
                    self.relay_event(line, RelayEvent::Others { document, present, left }).await?;
                }
                _ => {
                    if let Some(session) = self.session(line) {
                        session.seat.leave(document);
                    }
                    self.spread();
                }
            }
        }
        Ok(())
    }

    /// A session of a device has ended.
    pub async fn ask_again(&mut self, who: Principal) -> Checked {
        let Some(running) = &self.relay.running else { return Ok(()) };
        let its = running.sessions.iter().filter(|(_, session)| session.who == Some(who));
        for line in its.map(|(line, _)| *line).collect::<Vec<_>>() {
            self.relay_event(line, RelayEvent::AskAgain).await?;
        }
        Ok(())
    }
}
