//! After a relay was restored from a backup: everything is offered, and what it lacks is brought back.
//! It must never call the offering over before the relay has all of it.

use super::ahead::Ahead;
use super::outbox::Missing;
use super::{AfterKeep, DeviceEffect, DeviceSession, Keep, Line, Refused, send};
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{FromDevice, Offer, Refusal, limits};

impl DeviceSession {
    /// The relay lacks what a push builds on. It may have been restored from a backup that knows
    /// this device's cursor all the same: what it lost is brought back before anything is refused.
    pub(super) fn missing(&mut self, batch: u64, hashes: &[ChangeHash], out: &mut Vec<DeviceEffect>) {
        match self.outbox.missing(batch, hashes) {
            Some(Missing::Compare(document)) => {
                self.compared.insert(document, Vec::new());
                self.offers.push_back(vec![Offer { document, heads: Vec::new() }]);
                self.send_offers(out);
            }
            Some(Missing::Refused(document, hashes)) => {
                self.refused(document, hashes, Refusal::Missing, out);
            }
            None => {}
        }
    }

    pub(super) fn refused(
        &mut self,
        document: DocumentId,
        hashes: Vec<ChangeHash>,
        refusal: Refusal,
        out: &mut Vec<DeviceEffect>,
    ) {
        let keep = Keep { refused: vec![Refused { document, hashes, refusal }], ..Keep::default() };
        self.keep(keep, AfterKeep::Nothing, out);
        self.leave(document, out);
        self.finish_offering(out);
    }

    /// A document that was brought back and is not the member's any more: nothing of it is shown as
    /// refused but what the member wrote and the relay does not have. Of one that was ended, nothing but
    /// what the relay never had.
    pub(super) fn reduce(&mut self, batch: u64, ended: bool, out: &mut Vec<DeviceEffect>) -> bool {
        let Some(document) = self.outbox.reduce(batch, self.member, ended) else {
            return false;
        };
        self.leave(document, out);
        self.finish_offering(out);
        true
    }

    /// Such a document leaves the device once nothing of it waits for an answer.
    pub(super) fn leave(&mut self, document: DocumentId, out: &mut Vec<DeviceEffect>) {
        if self.outbox.is_settled(document) && self.unnamed.remove(&document) {
            self.keep(Keep { gone: vec![document], ..Keep::default() }, AfterKeep::Nothing, out);
        }
    }

    /// What the relay has of the documents it was asked about. Where it has all that this device
    /// has, nothing needs to be read here.
    pub(super) fn lacks(&mut self, offers: Vec<Offer>, out: &mut Vec<DeviceEffect>) {
        for offer in offers {
            let Some(heads) = self.compared.remove(&offer.document) else {
                continue;
            };
            let whole = !heads.is_empty() && heads.iter().all(|head| offer.heads.contains(head));
            if offer.heads.is_empty() {
                self.unnamed.insert(offer.document);
            }
            if !whole || self.outbox.is_comparing(offer.document) {
                self.wanted.insert(offer.document);
                out.push(DeviceEffect::WantChanges { document: offer.document, since: offer.heads });
            }
        }
        self.finish_offering(out);
    }

    /// The relay was restored from a backup: nothing it acknowledged may be taken as kept.
    pub(super) fn restart(&mut self, out: &mut Vec<DeviceEffect>) {
        self.cursor = None;
        self.offering = true;
        self.heads_asked = false;
        self.offered_all = false;
        self.heard_to = 0;
        self.ahead = Ahead::default();
        let keep = Keep { restart: true, forget_figures: true, ..Keep::default() };
        self.keep(keep, AfterKeep::FromTheBeginning, out);
    }

    pub(super) fn offer(&mut self, offers: Vec<Offer>, out: &mut Vec<DeviceEffect>) {
        if self.line != Line::Up {
            return;
        }
        self.offered_all = true;
        if offers.is_empty() {
            self.finish_offering(out);
            return;
        }
        for page in offers.chunks(limits::OFFER_DOCUMENTS_MAX) {
            let mut page = page.to_vec();
            for offer in &mut page {
                self.compared.insert(offer.document, offer.heads.clone());
                // More heads than a message may name need not be named: the relay says its own.
                offer.heads.truncate(limits::HEADS_MAX);
            }
            self.offers.push_back(page);
        }
        self.send_offers(out);
    }

    /// Sends the offers that wait, as many as may be without an answer.
    pub(super) fn send_offers(&mut self, out: &mut Vec<DeviceEffect>) {
        while self.offers_under_way < limits::QUESTIONS_IN_FLIGHT_MAX
            && let Some(page) = self.offers.pop_front()
        {
            self.offers_under_way += 1;
            out.push(send(&FromDevice::Offer(page)));
        }
    }

    /// The offering is over when every document was compared and all that was lacking is there.
    pub(super) fn finish_offering(&mut self, out: &mut Vec<DeviceEffect>) {
        if self.offering && self.is_compared() && !self.outbox.brings_back() {
            self.offering = false;
            let keep = Keep { offered: true, ..Keep::default() };
            self.keep(keep, AfterKeep::Nothing, out);
        }
    }

    /// Whether every document was compared with the relay, and all that it lacks was asked for.
    pub(super) fn is_compared(&self) -> bool {
        self.offered_all && self.compared.is_empty() && self.wanted.is_empty()
    }
}
