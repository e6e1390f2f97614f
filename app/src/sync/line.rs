//! The host of the device's session with the relay: gives it time, chance, tickets, a socket and
//! what the device answers, and does what it says. It must never answer for the device, and never
//! acknowledge before the device has.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

use futures::StreamExt;
use futures::channel::mpsc;
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{CloseCode, Offer, Person, Present, Quarantined, Receipt};
use shared::sync::device::Kept;
use shared::sync::{DeviceEffect, DeviceEvent, DeviceSession, Keep, OwedChange, Status};
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::socket::{Socket, SocketEvent};
use super::ticket::Entering;
use crate::platform::{clock, page, random};

/// The device, as the line sees it.
pub trait Device: 'static {
    /// Makes a keep durable. It comes back only when it is: until then it says so to the person
    /// and tries again. `false` if the device was closed meanwhile.
    fn keep(&self, keep: Keep) -> impl Future<Output = bool>;
    /// Every document of this vault with its heads.
    fn heads(&self) -> Vec<Offer>;
    /// What somebody with these heads of a document lacks, and receipts for what others wrote.
    fn missing(
        &self,
        document: DocumentId,
        since: Vec<ChangeHash>,
    ) -> impl Future<Output = (Vec<OwedChange>, Vec<Receipt>)>;
    /// The names this person may know.
    fn people(&self, people: Vec<Person>);
    /// What the relay keeps in quarantine for a document, as far as this person may read it, and whether
    /// that is all.
    fn quarantined(&self, document: DocumentId, kept: Vec<Quarantined>, all: bool);
    /// Who else has a document open that is on the screen here.
    fn present(&self, document: DocumentId, present: Vec<Present>);
    /// The relay's clock.
    fn relay_clock(&self, at: Instant);
    /// How things stand with the relay.
    fn status(&self, status: Status);
}

/// A session that ends again so soon after it was begun again is not begun once more.
const AGAIN_MS: i64 = 10_000;

/// The line of one person's vault to the relay; one tab has it.
pub struct Line<D> {
    own: Weak<Line<D>>,
    device: Weak<D>,
    entering: Entering,
    session: RefCell<DeviceSession>,
    socket: RefCell<Option<Socket>>,
    /// Which connection is meant; what an older one says counts no more.
    connection: Cell<u64>,
    /// Whether the relay gave a ticket since it last said that the session ended.
    ticketed: Cell<bool>,
    /// When a session that ended was last begun again.
    again_at: Cell<Instant>,
    wakes: RefCell<BTreeSet<Instant>>,
    keeps: mpsc::UnboundedSender<(u64, Keep)>,
    closed: Cell<bool>,
}

impl<D: Device> Line<D> {
    /// Begins to hold the line. What is kept is kept in the order in which it came.
    pub fn open(device: Weak<D>, entering: Entering, session: DeviceSession) -> Rc<Self> {
        // The session has one page of the feed and a few answers under way, never more.
        let (keeps, waiting) = mpsc::unbounded();
        let line = Rc::new_cyclic(|own| Self {
            own: own.clone(),
            device,
            entering,
            session: RefCell::new(session),
            socket: RefCell::default(),
            connection: Cell::new(0),
            ticketed: Cell::new(false),
            again_at: Cell::new(Instant::from_ms(0)),
            wakes: RefCell::default(),
            keeps,
            closed: Cell::new(false),
        });
        spawn_local(keep_in_order(Rc::downgrade(&line), waiting));
        line.event(DeviceEvent::Tick);
        line
    }

    /// Lets the line go.
    pub fn close(&self) {
        self.closed.set(true);
        self.hang_up();
    }

    /// From now on nothing counts that the socket says.
    fn hang_up(&self) -> u64 {
        let connection = self.connection.get() + 1;
        self.connection.set(connection);
        // The socket may be speaking right now: it is dropped when it has finished.
        let socket = self.socket.borrow_mut().take();
        spawn_local(async move { drop(socket) });
        connection
    }

    /// Something happened.
    pub fn event(&self, event: DeviceEvent) {
        if self.closed.get() {
            return;
        }
        let effects = self.session.borrow_mut().handle(clock::now(), random::number(), event);
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: DeviceEffect) {
        let (Some(device), Some(line)) = (self.device.upgrade(), self.own.upgrade()) else {
            return;
        };
        match effect {
            DeviceEffect::Connect => self.connect(),
            DeviceEffect::Disconnect => {
                self.hang_up();
            }
            DeviceEffect::Send(frame) => self.send(&frame),
            DeviceEffect::FetchTicket => self.show_ticket(),
            DeviceEffect::WakeAt(at) => self.wake_at(at),
            DeviceEffect::Keep { number, keep } => {
                // Fails only when the line is being closed.
                let _ = self.keeps.unbounded_send((number, *keep));
            }
            DeviceEffect::WantHeads => {
                spawn_local(async move { line.event(DeviceEvent::Heads(device.heads())) });
            }
            DeviceEffect::WantChanges { document, since } => spawn_local(async move {
                let (changes, receipts) = device.missing(document, since).await;
                line.event(DeviceEvent::Missing { document, changes, receipts });
            }),
            DeviceEffect::Presence { document, present } => device.present(document, present),
            DeviceEffect::Refused { document, kept, all } => device.quarantined(document, kept, all),
            DeviceEffect::People(people) => device.people(people),
            DeviceEffect::RelayClock(at) => device.relay_clock(at),
            DeviceEffect::Status(status) if status.stopped == Some(CloseCode::SignedOut) && self.may_begin_again() => {
                spawn_local(async move { line.event(DeviceEvent::TryNow) });
            }
            DeviceEffect::Status(status) => device.status(status),
        }
    }

    /// A session that ended is begun again by both factors, which this tab has while the vault is open: nobody is sent
    /// away in mid-sentence. If the relay gives no ticket then, it has ended for good.
    fn may_begin_again(&self) -> bool {
        let now = clock::now();
        let may = self.ticketed.replace(false) && (now.ms() - self.again_at.get().ms()).abs() >= AGAIN_MS;
        if may {
            self.again_at.set(now);
        }
        may
    }

    fn connect(&self) {
        let connection = self.hang_up();
        let Some(line) = self.own.upgrade() else { return };
        spawn_local(async move {
            let ticket = line.entering.ticket().await;
            if line.connection.get() != connection {
                return;
            }
            match ticket {
                Ok(ticket) => {
                    line.ticketed.set(true);
                    line.dial(connection, ticket);
                }
                Err(code) => line.event(DeviceEvent::NotConnected { code }),
            }
        });
    }

    /// The relay asks who this still is.
    fn show_ticket(&self) {
        let (Some(line), connection) = (self.own.upgrade(), self.connection.get()) else { return };
        spawn_local(async move {
            let ticket = line.entering.ticket().await;
            if line.connection.get() == connection {
                line.event(match ticket {
                    Ok(ticket) => DeviceEvent::Ticket { ticket: Some(ticket) },
                    Err(code) => DeviceEvent::NoTicket { code },
                });
            }
        });
    }

    fn dial(&self, connection: u64, ticket: String) {
        let own = self.own.clone();
        let heard = move |event: SocketEvent| {
            let line = own.upgrade().filter(|line| line.connection.get() == connection);
            let Some(line) = line else { return };
            match event {
                SocketEvent::Opened => line.event(DeviceEvent::Connected { ticket: Some(ticket.clone()) }),
                SocketEvent::Frame(frame) => line.event(DeviceEvent::Frame(frame)),
                SocketEvent::Closed => line.lost(),
            }
        };
        let socket = page::socket_address().and_then(|address| Socket::open(&address, heard));
        match socket {
            Some(socket) => *self.socket.borrow_mut() = Some(socket),
            None => self.event(DeviceEvent::NotConnected { code: None }),
        }
    }

    fn lost(&self) {
        self.hang_up();
        self.event(DeviceEvent::NotConnected { code: None });
    }

    fn send(&self, frame: &[u8]) {
        let sent = self.socket.borrow().as_ref().map(|socket| socket.send(frame));
        if let Some(Err(_)) = sent
            && let Some(line) = self.own.upgrade()
        {
            let connection = self.connection.get();
            spawn_local(async move {
                if line.connection.get() == connection {
                    line.lost();
                }
            });
        }
    }

    fn wake_at(&self, at: Instant) {
        if !self.wakes.borrow_mut().insert(at) {
            return;
        }
        let own = self.own.clone();
        spawn_local(async move {
            clock::sleep_ms(at.ms() - clock::now().ms()).await;
            if let Some(line) = own.upgrade() {
                line.wakes.borrow_mut().remove(&at);
                line.event(DeviceEvent::Tick);
            }
        });
    }
}

async fn keep_in_order<D: Device>(line: Weak<Line<D>>, mut waiting: mpsc::UnboundedReceiver<(u64, Keep)>) {
    while let Some((number, keep)) = waiting.next().await {
        let device = line.upgrade().and_then(|line| line.device.upgrade());
        let Some(device) = device else { return };
        let cursor = keep.cursor;
        if !device.keep(keep).await {
            return;
        }
        let Some(line) = line.upgrade() else { return };
        line.event(DeviceEvent::Kept(Kept { number, cursor }));
    }
}
