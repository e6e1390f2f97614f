//! A page of the feed for one connection. What goes ahead of it is read as the socket takes it, so that a long document
//! arrives on a slow line and holds little memory. It must never wait for a socket for ever.

use std::time::Duration;

use shared::protocol::{CloseCode, Cursor, limits};
use shared::sync::RelayEvent;
use tokio::sync::mpsc;

use super::work::{active, away, note_served, served};
use crate::relay::feed;
use crate::state::AppState;
use crate::storage::{Principal, StorageError};

/// Frames that may still wait for the socket when the next part of a long document is read.
const WAITING_MAX: usize = 4;
/// How long a socket may take for a part: a mebibyte at 140 kbit a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the answers of one connection go.
pub(super) struct Outlet {
    /// To its session.
    pub(super) events: mpsc::Sender<RelayEvent>,
    /// What waits for its socket; only looked at, and not held open.
    pub(super) frames: mpsc::WeakSender<Vec<u8>>,
}

impl Outlet {
    /// Waits until the socket has taken nearly all it was given; so long at most.
    async fn room(&self, patience: Duration) -> Result<(), CloseCode> {
        let Some(frames) = self.frames.upgrade() else { return Ok(()) };
        let taken = async {
            tokio::select! {
                // Once the connection has ended, what is said next finds nobody.
                _ = frames.reserve_many(limits::SOCKET_QUEUE_MAX - WAITING_MAX) => {}
                () = self.events.closed() => {}
            }
        };
        tokio::time::timeout(patience, taken).await.map_err(|_| CloseCode::Slow)
    }
}

/// Why nothing more is told.
enum Ended {
    /// The connection has ended.
    Gone,
    /// It is told this instead.
    Told(RelayEvent),
}

impl From<StorageError> for Ended {
    fn from(error: StorageError) -> Self {
        Self::Told(away(&error))
    }
}

/// Tells a connection what stands in the feed after a cursor, up to so many bytes.
pub(super) async fn follow(state: AppState, outlet: Outlet, who: Principal, after: Option<Cursor>, bytes: usize) {
    if let Err(Ended::Told(event)) = tell(&state, &outlet, who, after, bytes).await {
        // The connection may have ended meanwhile.
        let _gone = outlet.events.send(event).await;
    }
}

async fn tell(
    state: &AppState,
    outlet: &Outlet,
    who: Principal,
    after: Option<Cursor>,
    bytes: usize,
) -> Result<(), Ended> {
    let relay = &state.relay;
    active(relay, who).await.map_err(Ended::Told)?;
    let storage = relay.storage.as_ref();
    let Some(page) = feed::page(storage, &relay.key, who, after, bytes).await? else {
        return say(outlet, RelayEvent::UnknownCursor).await;
    };
    let people = match page.people_changed {
        true => feed::people(storage, who).await.ok(),
        false => None,
    };
    let (ahead, events) = page.events(people);
    if let Some(mut ahead) = ahead {
        note_served(state, who, ahead.document()).await;
        while let Some(parts) = ahead.next(storage, &relay.key).await? {
            for part in parts {
                outlet.room(PATIENCE).await.map_err(|code| Ended::Told(RelayEvent::Close(code)))?;
                say(outlet, part).await?;
            }
        }
    }
    for document in served(&events) {
        note_served(state, who, document).await;
    }
    for event in events {
        say(outlet, event).await?;
    }
    Ok(())
}

async fn say(outlet: &Outlet, event: RelayEvent) -> Result<(), Ended> {
    outlet.events.send(event).await.map_err(|_| Ended::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection whose socket takes only what a test takes.
    struct Line {
        outlet: Outlet,
        frames: mpsc::Sender<Vec<u8>>,
        taken: mpsc::Receiver<Vec<u8>>,
        happened: mpsc::Receiver<RelayEvent>,
    }

    /// With so many frames that wait.
    async fn line(waiting: usize) -> Line {
        let (frames, taken) = mpsc::channel(limits::SOCKET_QUEUE_MAX);
        let (events, happened) = mpsc::channel(1);
        for _ in 0..waiting {
            frames.send(Vec::new()).await.unwrap();
        }
        Line { outlet: Outlet { events, frames: frames.downgrade() }, frames, taken, happened }
    }

    #[tokio::test]
    async fn the_next_part_waits_until_the_socket_has_taken_nearly_all_before() {
        assert_eq!(line(WAITING_MAX).await.outlet.room(PATIENCE).await, Ok(()));
        let mut full = line(WAITING_MAX + 1).await;
        let mut waiting = std::pin::pin!(full.outlet.room(PATIENCE));
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        full.taken.recv().await.unwrap();
        assert_eq!(waiting.await, Ok(()));
    }

    #[tokio::test]
    async fn a_socket_that_takes_no_part_within_its_time_is_closed_as_slow() {
        assert_eq!(line(WAITING_MAX + 1).await.outlet.room(Duration::ZERO).await, Err(CloseCode::Slow));
    }

    #[tokio::test]
    async fn nobody_waits_for_a_connection_that_has_ended() {
        let Line { outlet, frames, taken: _taken, happened } = line(WAITING_MAX + 1).await;
        drop(happened);
        assert_eq!(outlet.room(PATIENCE).await, Ok(()));
        drop(frames);
        assert_eq!(outlet.room(PATIENCE).await, Ok(()));
    }
}
