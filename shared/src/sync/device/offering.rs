//! After a relay was restored from a backup: everything is offered, and what it lacks is brought back.
//! It must never call the offering over before the relay has all of it.

use super::figures::Pending;
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
                out.push(send(&FromDevice::Offer(vec![Offer { document, heads: Vec::new() }])));
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
        self.finish_offering(out);
    }

    /// What the relay has of the documents it was asked about. Where it has all that this device
    /// has, nothing needs to be read here.
    pub(super) fn lacks(&mut self, offers: Vec<Offer>, out: &mut Vec<DeviceEffect>) {
        for offer in offers {
            let Some(heads) = self.compared.remove(&offer.document) else {
                continue;
            };
            let whole = !heads.is_empty() && heads.iter().all(|head| offer.heads.contains(head));
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
        self.offered_all = false;
        self.figures = Pending::default();
        let keep = Keep { restart: true, forget_figures: true, ..Keep::default() };
        self.keep(keep, AfterKeep::OfferAll, out);
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
