//! The documents in memory, where both sides meet: what a person writes goes from here to the disk
//! and on to the relay, what the relay brings comes here from the disk, and both reach the screen
//! by the same steps. It must never show a word as stored before it is, and never give up a word
//! that is in memory alone.

mod acts;
mod aside;
mod assemble;
mod backup;
mod beginning;
mod cares;
mod compacting;
mod concerns;
mod consults;
mod creating;
mod drafts;
mod figures;
mod following;
mod going;
mod handbook;
mod handing_on;
mod heads;
mod interface;
mod keeping;
mod listing;
mod loading;
mod names;
mod owed;
mod owning;
mod part;
mod past;
mod present;
mod putting_away;
mod quarantine;
mod refusing;
mod renewing;
mod requests;
mod showing;
mod starting;
mod state;
mod tabs;
mod texts;
mod trouble;
mod unseen;
mod visitors;
mod writing;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use futures::channel::oneshot;
use futures::future::{self, Either};
use futures::lock::Mutex;

use shared::ids::DocumentId;

use crate::local::{IdbError, Vault};
use crate::platform::{clock, locks};
use crate::store::{CannotSave, Me, Store};
use crate::sync::{Entering, Line, Tabs};

pub use aside::AsideFile;
pub use backup::Backup;
pub use consults::Asking;
pub use creating::NewVisit;
pub use interface::Documents;
pub use part::{CannotStart, fetch, start};
pub use requests::Arranging;
pub use trouble::Trouble;

use state::State;

/// What the locks of tabs that have somebody's documents are called, before the tab's own name.
pub const TAB_LOCK: &str = "otozure-tab-";

/// What the lock of the tab that has the line of a vault is called.
pub fn line_lock(vault: &str) -> String {
    format!("otozure-socket-{vault}")
}

/// How long to wait before storing is tried again.
const RETRY_MS: i64 = 3_000;
/// How often a waiting flush looks again.
const FLUSH_LOOK_MS: i64 = 10;

/// One person's documents in this tab.
pub struct OpenDocuments {
    own: Weak<Self>,
    store: Store,
    me: Me,
    vault: Vault,
    vault_name: String,
    entering: Entering,
    tab: String,
    state: RefCell<State>,
    /// Held while changes of this tab go to the disk, and while refused ones are taken out.
    appending: Mutex<()>,
    /// Held while what the relay said is being kept, and while a document is made compact.
    keeping: Mutex<()>,
    line: RefCell<Option<Rc<Line<Self>>>>,
    /// How often the disk forgot how far the feed was, for this tab to know.
    feeds_forgotten: Cell<u64>,
    /// What the line was told to be on the screen.
    told_open: Cell<Option<DocumentId>>,
    tabs: RefCell<Option<Tabs>>,
    held: RefCell<Vec<locks::Held>>,
    retry: RefCell<Vec<oneshot::Sender<()>>>,
    closed: Cell<bool>,
}

impl OpenDocuments {
    /// Whose documents these are.
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// Why it cannot be stored now; it stays in memory and is tried again.
    pub async fn flush(&self) -> Result<(), CannotSave> {
        loop {
            {
                let state = self.state.borrow();
                if state.waiting_count(None) == 0 && state.drafts.waiting().is_none() {
                    return Ok(());
                }
                if let Some((_, reason)) = state.failing.or(state.drafts.failing) {
                    return Err(reason);
                }
            }
            self.start_draining();
            clock::sleep_ms(FLUSH_LOOK_MS).await;
        }
    }

    /// Lets everything go. What was in memory alone must have been flushed before.
    pub fn close(&self) {
        self.closed.set(true);
        if let Some(line) = self.line.borrow_mut().take() {
            line.close();
        }
        self.tabs.borrow_mut().take();
        self.held.borrow_mut().clear();
        self.vault.close();
        self.retry_now();
    }

    /// Tries now what waits for another attempt to store.
    pub fn retry_now(&self) {
        for waiting in self.retry.borrow_mut().drain(..) {
            // Whoever waited may have gone on by itself.
            let _ = waiting.send(());
        }
    }

    /// Tries now to reach the relay, here or in the tab that has the line.
    pub fn try_line(&self) {
        let line = self.line.borrow().clone();
        match line {
            Some(line) => line.event(shared::sync::DeviceEvent::TryNow),
            None => self.say(&crate::sync::Said::TryNow),
        }
    }

    fn say(&self, said: &crate::sync::Said) {
        if let Some(tabs) = self.tabs.borrow().as_ref() {
            tabs.say(said);
        }
    }

    /// Waits for the next attempt to store: for its time, or for somebody's wish.
    async fn wait_for_retry(&self) {
        let (wish, heard) = oneshot::channel();
        self.retry.borrow_mut().push(wish);
        let time = Box::pin(clock::sleep_ms(RETRY_MS));
        match future::select(time, heard).await {
            Either::Left(_) | Either::Right(_) => {}
        }
    }

    /// Whether somebody else has the tab by now: what is still under way then must not reach the
    /// screen.
    fn is_closed(&self) -> bool {
        self.closed.get()
    }

    fn strong(&self) -> Option<Rc<Self>> {
        self.own.upgrade().filter(|own| !own.is_closed())
    }
}

/// What a failure of the storage means to a person.
fn cannot_save(error: &IdbError) -> CannotSave {
    match error {
        IdbError::Full => CannotSave::Full,
        IdbError::Newer | IdbError::TakenOver => CannotSave::TakenOver,
        IdbError::Unsupported(_) | IdbError::NoStorage(_) | IdbError::Failed(_) => CannotSave::Failing,
    }
}
