//! This browser: who is enrolled in it, and whose documents this tab has. It must never mix two
//! people, and never let one go before their words are on the disk.

mod alone;
mod changing;
mod counting;
mod enrolling;
mod hiding;
mod leaving;
mod passkey;
mod reports;
mod unlocking;
mod wiping;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use futures::channel::oneshot;
use futures::lock::Mutex;
use js_sys::Promise;
use leptos::prelude::*;
use shared::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use crate::local::{Enrolled, IdbError, OpenEvent, Opened, Persons};
use crate::open_documents::{self, CannotStart, Documents};
use crate::platform::elsewhere::{Elsewhere, Wanted};
use crate::platform::events::{self, Listener, PageEvent};
use crate::platform::{clock, locks, session};
use crate::store::{Boot, BootProblem, CannotSave, PersonRow, Store, Wiped};

pub use enrolling::{Conditions, EnrolError, Enrolling, Invitation};
pub use passkey::{PasskeyProblem, PasskeyState};
pub use unlocking::DoorProblem;

/// The lock of a tab that is taking a person off this browser.
const LEAVING: &str = "otozure-leaving";

/// This browser, as this tab sees it.
pub struct Browser {
    own: Weak<Self>,
    store: Store,
    persons: RefCell<Option<Rc<Persons>>>,
    documents: RefCell<Option<Rc<dyn Documents>>>,
    listeners: RefCell<Vec<Listener>>,
    elsewhere: RefCell<Option<Elsewhere>>,
    /// When somebody last touched this tab.
    touched_at: Cell<Instant>,
    /// Whether what is open is to be let go: it is hidden already.
    hidden: Cell<bool>,
    /// Wakes who speaks for the device, and says that somebody wants so.
    wish: RefCell<Option<oneshot::Sender<()>>>,
    wished: Cell<bool>,
    /// Held while one person takes over from another.
    changing: Mutex<()>,
}

impl Browser {
    /// Begins the start; the store says how it goes.
    pub fn start(store: Store) -> Rc<Self> {
        let browser = Rc::new_cyclic(|own| Self {
            own: own.clone(),
            store,
            persons: RefCell::default(),
            documents: RefCell::default(),
            listeners: RefCell::default(),
            elsewhere: RefCell::default(),
            touched_at: Cell::new(clock::now()),
            hidden: Cell::new(false),
            wish: RefCell::default(),
            wished: Cell::new(false),
            changing: Mutex::new(()),
        });
        browser.listen();
        browser.report_files();
        browser.report_storage();
        browser.follow_day();
        browser.follow_touches();
        browser.begin();
        browser.follow_relay();
        browser
    }

    /// The documents of whoever uses this tab.
    pub fn documents(&self) -> Option<Rc<dyn Documents>> {
        self.documents.borrow().clone()
    }

    /// From the beginning: who is enrolled, and whose tab this is.
    fn begin(&self) {
        // It is there by the time that the storage is open; whoever needs it waits for it, or says that it is missing.
        spawn_local(async { drop(open_documents::fetch().await) });
        if let Some(own) = self.own.upgrade() {
            spawn_local(async move {
                if let Err(error) = own.boot().await {
                    own.store.boot.set(Boot::Problem(problem(&error)));
                }
            });
        }
    }

    async fn boot(&self) -> Result<(), CannotStart> {
        self.store.boot.set(Boot::Starting);
        let persons = Rc::new(Persons::open(self.heard_of_persons()).await?);
        *self.persons.borrow_mut() = Some(Rc::clone(&persons));
        let all = self.show_persons(&persons).await?;
        self.report_sample();
        self.speak_soon();
        if all.is_empty() {
            self.store.me.set(None);
            match session::was_enrolled() {
                _ if let Some(lost) = session::wiped() => {
                    self.store.wiped.update(|wiped| *wiped = wiped.or(Some(Wiped { lost, left: None })));
                    self.store.boot.set(Boot::NobodyYet);
                }
                true => {
                    self.store.storage.update(|report| report.evicted = true);
                    self.store.boot.set(Boot::Problem(BootProblem::StorageEvicted));
                }
                false => self.store.boot.set(Boot::NobodyYet),
            }
            return Ok(());
        }
        // A page that is loaded anew goes on with whom its tab had.
        let of_tab = session::member_of_tab();
        let is_of_tab = |person: &&Enrolled| of_tab.as_deref() == Some(person.member.to_string().as_str());
        self.stand_before(all.iter().find(is_of_tab).map(|person| person.member)).await?;
        Ok(())
    }

    async fn show_persons(&self, persons: &Persons) -> Result<Vec<Enrolled>, IdbError> {
        let all = persons.all().await?;
        let rows =
            all.iter().map(|person| PersonRow { member: person.member, name: person.name.clone(), role: person.role });
        self.store.persons.set(rows.collect());
        Ok(all)
    }

    /// Brings the documents of an opened vault to this tab. Whoever had it was let go before.
    async fn take_up(&self, opened: Opened, mut person: Enrolled) -> Result<(), CannotStart> {
        let documents = open_documents::start(self.store, opened).await?;
        *self.documents.borrow_mut() = Some(documents);
        session::set_member_of_tab(&person.member.to_string());
        self.touched();
        self.hidden.set(false);
        self.store.door.set(None);
        self.store.boot.set(Boot::Ready);
        self.count_owed_soon();
        person.last_at = clock::now();
        let persons = self.persons.borrow().clone();
        if let Some(persons) = persons {
            // Who was here last is no reason to keep anybody out: a full disk still reads.
            let _ = persons.put(&person).await;
            self.show_persons(&persons).await?;
        }
        Ok(())
    }

    /// Lets go of the documents of whoever has this tab, once they are on the disk.
    async fn let_go(&self) -> Result<(), CannotSave> {
        let documents = self.documents();
        if let Some(documents) = documents {
            documents.flush().await?;
            documents.close();
            self.documents.borrow_mut().take();
            self.store.clear();
        }
        Ok(())
    }

    fn heard_of_persons(&self) -> Rc<dyn Fn(OpenEvent)> {
        let own = self.own.clone();
        Rc::new(move |event| {
            let Some(own) = own.upgrade() else { return };
            match event {
                OpenEvent::Blocked => own.store.boot.set(Boot::Problem(BootProblem::OtherTabBlocks)),
                OpenEvent::Newer | OpenEvent::Removed => {
                    if let Some(persons) = own.persons.borrow_mut().take() {
                        persons.close();
                    }
                    own.store.boot.set(Boot::Problem(BootProblem::NewerData));
                }
            }
        })
    }

    /// Another tab wants the vault for itself: it waits until the words of this one are stored.
    fn heard_of_vault(&self) -> Rc<dyn Fn(OpenEvent)> {
        let own = self.own.clone();
        Rc::new(move |event| {
            let Some(own) = own.upgrade() else { return };
            if event == OpenEvent::Blocked {
                own.store.boot.set(Boot::Problem(BootProblem::OtherTabBlocks));
                return;
            }
            spawn_local(async move {
                if own.let_go().await.is_err() {
                    return;
                }
                match event {
                    OpenEvent::Removed => {
                        // Whoever signs out in another tab takes the person off first: begun before
                        // that, this tab would make their vault anew.
                        drop(locks::hold(LEAVING).await);
                        own.begin();
                    }
                    _ => own.store.boot.set(Boot::Problem(BootProblem::NewerData)),
                }
            });
        })
    }

    /// An older version in another tab keeps a vault that is only looked at; it goes on when that tab is gone.
    fn heard_of_blocking(&self) -> Rc<dyn Fn(OpenEvent)> {
        let own = self.own.clone();
        Rc::new(move |event| {
            if let (OpenEvent::Blocked, Some(own)) = (event, own.upgrade()) {
                own.store.boot.set(Boot::Problem(BootProblem::OtherTabBlocks));
            }
        })
    }

    fn listen(&self) {
        let own = self.own.clone();
        let mut listeners = events::watch(move |event| {
            let Some(own) = own.upgrade() else { return };
            match event {
                PageEvent::TryNow => {
                    own.hide_if_idle();
                    own.speak_soon();
                    if let Some(documents) = own.documents() {
                        documents.retry_now();
                        documents.try_line();
                    }
                    own.report_files();
                    own.report_storage();
                    own.report_day();
                }
                // What is in memory is on its way to the disk with every key already.
                PageEvent::Hiding => {
                    if let Some(documents) = own.documents() {
                        documents.retry_now();
                    }
                }
                PageEvent::Printing => {
                    if let Some(documents) = own.documents() {
                        documents.note_print();
                    }
                }
                PageEvent::Files => own.report_files(),
            }
        });
        let own = self.own.clone();
        listeners.extend(events::answer_flush(move || flushed(own.upgrade().and_then(|own| own.documents()))));
        let own = self.own.clone();
        listeners.extend(events::watch_touches(move |touch| {
            if let Some(own) = own.upgrade() {
                own.heard_touch(touch);
            }
        }));
        *self.listeners.borrow_mut() = listeners;
        let own = self.own.clone();
        *self.elsewhere.borrow_mut() = Elsewhere::open(move |wanted| {
            let Some(own) = own.upgrade() else { return };
            match wanted {
                Wanted::Hidden => own.hide(None),
                Wanted::Spoken => own.speak_here(),
                // Whoever came in here since was not taken off.
                Wanted::Begun if own.documents().is_some() => {}
                Wanted::Begun => own.begin(),
            }
        });
    }
}

/// A promise that everything is on the disk.
fn flushed(documents: Option<Rc<dyn Documents>>) -> Promise {
    future_to_promise(async move {
        match documents {
            None => Ok(JsValue::UNDEFINED),
            Some(documents) => match documents.flush().await {
                Ok(()) => Ok(JsValue::UNDEFINED),
                Err(_) => Err(JsValue::from_str("not stored")),
            },
        }
    })
}

fn problem(error: &CannotStart) -> BootProblem {
    let error = match error {
        CannotStart::NotFetched => return BootProblem::PartMissing,
        CannotStart::Storage(error) => error,
    };
    match error {
        IdbError::Newer | IdbError::TakenOver => BootProblem::NewerData,
        IdbError::Unsupported(_) => BootProblem::Unsupported,
        IdbError::NoStorage(_) | IdbError::Full | IdbError::Failed(_) => BootProblem::NoStorage,
    }
}
