//! Questions about what the relay keeps in quarantine: one at a time, each answered once and whole. It
//! must never drop a question because the line was lost.

use std::collections::VecDeque;

use super::{DeviceEffect, DeviceSession, Line, send};
use crate::ids::DocumentId;
use crate::protocol::{FromDevice, Quarantined, limits};

/// The questions of the host.
#[derive(Debug, Default)]
pub(super) struct Questions {
    waiting: VecDeque<DocumentId>,
    asked: Option<Asked>,
}

/// The question under way.
#[derive(Debug)]
struct Asked {
    document: DocumentId,
    kept: Vec<Quarantined>,
    pages: usize,
}

impl Questions {
    /// One more; a document that waits already is asked about once.
    pub(super) fn add(&mut self, document: DocumentId) {
        if !self.waiting.contains(&document) {
            self.waiting.push_back(document);
        }
    }

    /// What was under way begins anew on the next line.
    pub(super) fn connection_lost(&mut self) {
        if let Some(asked) = self.asked.take() {
            self.waiting.retain(|document| *document != asked.document);
            self.waiting.push_front(asked.document);
        }
    }
}

impl DeviceSession {
    /// Asks the next question, if there is one and the line is up.
    pub(super) fn ask_refused(&mut self, out: &mut Vec<DeviceEffect>) {
        if self.line != Line::Up || self.questions.asked.is_some() {
            return;
        }
        if let Some(document) = self.questions.waiting.pop_front() {
            self.questions.asked = Some(Asked { document, kept: Vec::new(), pages: 0 });
            out.push(send(&FromDevice::Refused { document, skip: 0 }));
        }
    }

    /// A page of the answer.
    pub(super) fn quarantined(
        &mut self,
        document: DocumentId,
        kept: Vec<Quarantined>,
        end: bool,
        out: &mut Vec<DeviceEffect>,
    ) {
        let Some(asked) = self.questions.asked.as_mut().filter(|asked| asked.document == document) else { return };
        let nothing = kept.is_empty();
        asked.kept.extend(kept);
        asked.pages += 1;
        if !end && !nothing && asked.pages < limits::REFUSED_PAGES_MAX {
            out.push(send(&FromDevice::Refused { document, skip: asked.kept.len() as u64 }));
        } else if let Some(asked) = self.questions.asked.take() {
            out.push(DeviceEffect::Refused { document, kept: asked.kept, all: end });
        }
    }
}
