//! Questions to the prefecture: asked by an office, answered by an officer. A question is made when
//! it is asked: what an office is still thinking over is nobody else's to read.

use shared::documents::consult::{self, ConsultField, Identifying, identifying};
use shared::documents::request::{self, StepKind};
use shared::documents::{Document, Splice, Writer};
use shared::domain::{ConsultAnswer, Role};
use shared::ids::{Actor, DocumentId};

use super::OpenDocuments;
use super::trouble::Trouble;
use super::writing::new_actor;
use crate::platform::{clock, random};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// Facts without the person.
    pub facts: Vec<(ConsultField, String)>,
    /// What the office proposes, and why.
    pub proposal: String,
}

impl OpenDocuments {
    /// Words of the request on the screen that stand in what is to be asked.
    pub fn identifying(&self, asking: &Asking) -> Result<Vec<(Identifying, String)>, Trouble> {
        let state = self.state.borrow();
        let id = state.screen.ok_or(Trouble::NotOpen)?;
        let loaded = state.loaded.get(&id).ok_or(Trouble::NotOpen)?;
        let request = request::read(&loaded.document).ok_or(Trouble::NotOpen)?;
        let question = self.question(id, &nobody(), [0; 16], asking)?;
        let consult = consult::read(&question).ok_or(Trouble::NotOpen)?;
        Ok(identifying(&request, &consult))
    }

    /// Asks the prefecture about the request on the screen: the question, and the step that names
    /// it, are durable together when this returns.
    pub async fn ask_prefecture(&self, asking: Asking) -> Result<DocumentId, Trouble> {
        let request_id = self.state.borrow().screen.ok_or(Trouble::NotOpen)?;
        let nonce = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let writer = Writer { actor: new_actor()?, at: clock::now() };
        let mut question = self.question(request_id, &writer, nonce, &asking)?;
        consult::ask(&mut question, &writer)?;
        let step = StepKind::Asked { consult: question.id() };
        self.store_with_step(&question, &writer, request_id, &step).await
    }

    fn question(&self, id: DocumentId, writer: &Writer, nonce: [u8; 16], asking: &Asking) -> Result<Document, Trouble> {
        let office = {
            let state = self.state.borrow();
            let loaded = state.loaded.get(&id).ok_or(Trouble::NotOpen)?;
            request::office(&loaded.document).settled().cloned().ok_or(Trouble::GateShut)?
        };
        let mut question = consult::create(self.me.prefecture.clone(), id, nonce)?;
        consult::put_office(&mut question, writer, &office)?;
        let facts = asking.facts.iter().map(|(field, value)| (*field, Some(value.clone())));
        consult::put(&mut question, writer, facts.collect())?;
        let inserted = asking.proposal.clone();
        consult::splice_proposal(&mut question, writer, &Splice { at_utf16: 0, deleted_utf16: 0, inserted })?;
        Ok(question)
    }

    /// Adds words to the question on the screen and asks once more; what in them may tell who the
    /// person is, and then nothing was added.
    pub async fn add_to_question(&self, text: &str) -> Result<Vec<(Identifying, String)>, Trouble> {
        let mut trial = {
            let state = self.state.borrow();
            let id = state.screen.ok_or(Trouble::NotOpen)?;
            state.loaded.get(&id).ok_or(Trouble::NotOpen)?.document.clone()
        };
        let before = consult::read(&trial).ok_or(Trouble::NotOpen)?;
        let request = request::read(&self.copy(before.request).await?).ok_or(Trouble::NotHere)?;
        consult::splice_proposal(&mut trial, &nobody(), &at_end(&before.proposal, text))?;
        let found = consult::read(&trial).map(|consult| identifying(&request, &consult)).unwrap_or_default();
        if found.is_empty() {
            self.edit_and_show(|document, writer| {
                let proposal = consult::read(document).map(|consult| consult.proposal).unwrap_or_default();
                consult::splice_proposal(document, writer, &at_end(&proposal, text))
            })?;
            self.edit_and_show(consult::ask)?;
        }
        Ok(found)
    }

    /// Answers the question on the screen.
    pub fn answer(&self, answer: ConsultAnswer, reason: &str) -> Result<(), Trouble> {
        if self.me.role != Role::Prefecture {
            return Err(Trouble::NoRight);
        }
        let by = self.me.member;
        self.edit_and_show(|document, writer| {
            consult::answer(document, writer, by, writer.at.tokyo_day(), answer, reason)
        })
    }
}

/// The writer of a document that is read and thrown away.
fn nobody() -> Writer {
    Writer { actor: Actor([1; 16]), at: clock::now() }
}

/// Words in a line of their own at the end of a text.
fn at_end(text: &str, words: &str) -> Splice {
    Splice { at_utf16: text.encode_utf16().count(), deleted_utf16: 0, inserted: format!("\n{words}") }
}
