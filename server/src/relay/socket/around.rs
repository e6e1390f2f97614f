//! What a connection is told of others who have the same document open, and they of it. Each word is
//! passed on only after a look at the right to read at that moment, one after another in the order in
//! which they came; a socket that is slow is told less often, not cut.

use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesOrdered;
use shared::ids::DocumentId;
use shared::protocol::{Place, limits};
use shared::sync::RelayEvent;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::relay::{Others, Relay, Seat, feed};
use crate::storage::{Principal, Storage};

/// Between two looks at what is new of others.
const PAUSE: Duration = Duration::from_millis(limits::PRESENCE_MS.unsigned_abs());
/// So much of the socket's queue is left for what must not be lost.
const ROOM: usize = limits::SOCKET_QUEUE_MAX / 2;

/// Something to be done once the right to read was looked at.
enum Step {
    Open(Principal, DocumentId),
    Tell(Principal, DocumentId, Option<Place>),
    Leave(DocumentId),
    Hear(Others),
}

/// One connection among others.
pub(super) struct Around {
    storage: Arc<dyn Storage>,
    seat: Seat,
    who: Option<Principal>,
    looking: FuturesOrdered<BoxFuture<'static, (Step, bool)>>,
    next: Instant,
}

impl Around {
    pub(super) fn new(relay: &Relay) -> Self {
        Self {
            storage: Arc::clone(&relay.storage),
            seat: relay.presence.seat(),
            who: None,
            looking: FuturesOrdered::new(),
            next: Instant::now(),
        }
    }

    pub(super) fn open(&mut self, who: Principal, document: DocumentId) {
        self.who = Some(who);
        self.look(who, document, Step::Open(who, document));
    }

    pub(super) fn tell(&mut self, who: Principal, document: DocumentId, place: Option<Place>) {
        self.look(who, document, Step::Tell(who, document, place));
    }

    pub(super) fn leave(&mut self, document: DocumentId) {
        // In its turn: what was said before is done before.
        self.looking.push_back(Box::pin(async move { (Step::Leave(document), true) }));
    }

    /// Looks at the right to read, then goes on. A store that does not answer gives no right.
    fn look(&mut self, who: Principal, document: DocumentId, step: Step) {
        let storage = Arc::clone(&self.storage);
        self.looking.push_back(Box::pin(async move {
            let may = feed::may_read(storage.as_ref(), who, document).await.unwrap_or(false);
            (step, may)
        }));
    }

    /// Something is done: perhaps an event for the session. Whoever stops waiting misses nothing.
    pub(super) async fn next(&mut self, frames: &mpsc::Sender<Vec<u8>>) -> Option<Option<RelayEvent>> {
        tokio::select! {
            Some((step, may)) = self.looking.next(), if !self.looking.is_empty() => Some(self.done(step, may)),
            () = news(&self.seat, self.next, frames) => {
                self.next = Instant::now() + PAUSE;
                self.hear();
                Some(None)
            }
        }
    }

    /// What is new of others is for this one only if its member may read the document now.
    fn hear(&mut self) {
        let Some(who) = self.who else { return };
        for others in self.seat.take() {
            self.look(who, others.document, Step::Hear(others));
        }
    }

    fn done(&mut self, step: Step, may: bool) -> Option<RelayEvent> {
        match step {
            Step::Open(who, document) if may => self.seat.open(who, document),
            Step::Tell(who, document, place) if may => self.seat.enter(who, document, place),
            Step::Hear(Others { document, present, left }) if may => {
                return Some(RelayEvent::Others { document, present, left });
            }
            Step::Open(_, document)
            | Step::Tell(_, document, _)
            | Step::Leave(document)
            | Step::Hear(Others { document, .. }) => self.seat.leave(document),
        }
        None
    }
}

/// Waits for news of others, and before that for the time and for room in the socket's queue.
async fn news(seat: &Seat, next: Instant, frames: &mpsc::Sender<Vec<u8>>) {
    let mut at = next;
    loop {
        tokio::time::sleep_until(at).await;
        if frames.capacity() >= ROOM {
            break;
        }
        at = Instant::now() + PAUSE;
    }
    seat.some().await;
}
