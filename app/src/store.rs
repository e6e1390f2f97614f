//! The read side: everything a page may show, as signals. Filled by the documents and the device
//! alone; pages read it and never write it. It must never run an action, and never name what
//! stores or carries bytes.
//!
//! Every signal here is made once, under the root owner, so nothing is disposed by navigation.

pub mod aside;
pub mod backup;
pub mod boot;
pub mod care;
mod clearing;
pub mod concerns;
pub mod consults;
pub mod contact;
pub mod drafts;
pub mod figures;
pub mod handbook;
pub mod lock;
pub mod open;
pub mod person;
pub mod present;
pub mod projection;
pub mod put_away;
pub mod refused;
pub mod requests;
pub mod save;
pub mod storage;
pub mod texts;
pub mod visitors;
pub mod visits;

use leptos::prelude::*;
use shared::domain::ProgrammeData;
pub use shared::protocol::{CloseCode, Person};
use shared::time::{Day, Instant};

pub use aside::{AsideRow, AsideWhy};
pub use backup::{BroughtBack, FileProblem, TakenOut};
pub use boot::{Boot, BootProblem};
pub use care::{CareRow, OpenCare};
pub use concerns::{ConcernRow, ConcernState, OpenConcern};
pub use consults::{ConsultRow, Consults, ConsultsStoreFields, OpenConsult};
pub use contact::{Contact, Owed, Wiped};
pub use figures::SourceLines;
pub use handbook::{HandbookShown, Reading};
pub use lock::{Door, DoorState, IDLE_MINUTES, IDLE_MINUTES_CHOICES};
pub use open::{OpenVisit, Opening, PastText, ReadOnlyReason};
pub use person::{Me, PersonRow};
pub use present::PresentRow;
pub use put_away::PutAway;
pub use refused::{RefusedOf, RefusedPart, RefusedWords};
pub use requests::{OpenRequest, RequestRow, Requests, RequestsStoreFields};
pub use save::{CannotSave, SaveState};
pub use storage::{OfflineReady, StorageReport};
pub use texts::{TextPlace, TextStream};
pub use visitors::VisitorRow;
pub use visits::{VisitRow, VisitState, Visits, VisitsStoreFields};

/// Everything a page may show. `Copy`: take it with [`use_store`] wherever it is needed.
#[derive(Clone, Copy)]
pub struct Store {
    /// Today in Tokyo. It goes on at midnight, also under an open page.
    pub today: RwSignal<Day>,
    /// About now: it goes on every twenty seconds or so.
    pub about_now: RwSignal<Instant>,
    /// How far the start is.
    pub boot: RwSignal<Boot>,
    /// Everybody enrolled in this browser, the last used first.
    pub persons: RwSignal<Vec<PersonRow>>,
    /// What the relay's sample is called, for pages on which nobody is signed in; none if its data is none.
    pub relay_sample: RwSignal<Option<String>>,
    /// The door that somebody stands at, while nobody's things are open in this tab; none where there are several and
    /// nobody was chosen.
    pub door: RwSignal<Option<Door>>,
    /// When the relay last heard of each person's device, and what it said.
    pub contacts: RwSignal<Vec<Contact>>,
    /// What everybody's vaults here owe the relay, as it was last counted from outside; none until it is counted.
    pub owed: RwSignal<Option<Vec<Owed>>>,
    /// What the relay had taken away of this browser, until somebody begins anew.
    pub wiped: RwSignal<Option<Wiped>>,
    /// After how many minutes without a touch everything is hidden.
    pub idle_minutes: RwSignal<u8>,
    /// Whether a passkey has opened what is open here: the secret is not known then.
    pub by_passkey: RwSignal<bool>,
    /// Who uses this tab now.
    pub me: RwSignal<Option<Me>>,
    /// The programme of the prefecture; none until it has come once.
    pub programme: RwSignal<Option<ProgrammeData>>,
    /// The handbook of the prefecture; none until it has come once.
    pub handbook: RwSignal<Option<HandbookShown>>,
    /// Everybody whose name this person may know, also offline.
    pub people: RwSignal<Vec<Person>>,
    /// A row for each visit on this device: `visits.rows()` is the keyed collection. The rows of a
    /// list come by day, then by hospital; rows without a day come last.
    pub visits: reactive_stores::Store<Visits>,
    /// A row for each request on this device: who has waited longest comes first.
    pub requests: reactive_stores::Store<Requests>,
    /// A row for each question to the prefecture on this device.
    pub consults: reactive_stores::Store<Consults>,
    /// What this device has of visitors: oneself, or all of them at an office.
    pub visitors: RwSignal<Vec<VisitorRow>>,
    /// A row for each aftercare on this device: the newest visit comes first.
    pub cares: RwSignal<Vec<CareRow>>,
    /// A row for each concern for safety on this device: what waits comes first.
    pub concerns: RwSignal<Vec<ConcernRow>>,
    /// Forms that are begun and not sent, by name.
    pub drafts: RwSignal<std::collections::BTreeMap<String, drafts::DraftFields>>,
    /// The lines that tables are counted from, by source, in the order of their names.
    pub figures: RwSignal<std::sync::Arc<Vec<SourceLines>>>,
    /// How many rows of an older version are renewed, and of how many; none while none are, or few.
    pub renewing: RwSignal<Option<(u32, u32)>>,
    /// What has left this device, as nothing of it is open.
    pub put_away: RwSignal<PutAway>,
    /// Whether the rows of this person have been read from the device once.
    pub listed: RwSignal<bool>,
    /// What became of the document that a page opened last.
    pub opening: RwSignal<Opening>,
    /// The visit on the screen.
    pub open: RwSignal<Option<OpenVisit>>,
    /// Who else has the document on the screen open now.
    pub present: RwSignal<Vec<PresentRow>>,
    /// What the relay keeps in quarantine for the visit on the screen, for who may quote it.
    pub refused: RwSignal<Option<RefusedOf>>,
    /// The request on the screen.
    pub request: RwSignal<Option<OpenRequest>>,
    /// The question to the prefecture on the screen.
    pub consult: RwSignal<Option<OpenConsult>>,
    /// The aftercare on the screen.
    pub care: RwSignal<Option<OpenCare>>,
    /// The concern for safety on the screen.
    pub concern: RwSignal<Option<OpenConcern>>,
    /// The texts of the document on the screen: see [`Store::text`].
    texts: texts::Texts,
    /// Where the words of the document on the screen are.
    pub save_open: RwSignal<SaveState>,
    /// Where all words of this person on this device are.
    pub save: RwSignal<SaveState>,
    /// Whether the line to the relay is up.
    pub online: RwSignal<bool>,
    /// Since when `online` is what it is.
    pub online_since: RwSignal<Instant>,
    /// Why no attempt to reach the relay is made any more.
    pub stopped: RwSignal<Option<CloseCode>>,
    /// Whether everything that the relay had was taken in.
    pub caught_up: RwSignal<bool>,
    /// How much this device's clock is ahead of the relay's, in ms; none before the first contact.
    pub clock_ahead_ms: RwSignal<Option<i64>>,
    /// The browser's storage as it last answered.
    pub storage: RwSignal<StorageReport>,
    /// What was set aside on this device and why.
    pub aside: RwSignal<Vec<AsideRow>>,
    /// Whether the app starts without a network.
    pub offline: RwSignal<OfflineReady>,
    /// Whether a newer version of the app is there and waits for this person.
    pub update_waiting: RwSignal<bool>,
    /// The version of this app.
    pub version: &'static str,
}

impl Store {
    /// Makes every signal. Called once, under the root owner.
    pub fn new(now: Instant) -> Self {
        Self {
            today: RwSignal::new(now.tokyo_day()),
            about_now: RwSignal::new(now),
            boot: RwSignal::new(Boot::Starting),
            persons: RwSignal::default(),
            relay_sample: RwSignal::default(),
            door: RwSignal::default(),
            contacts: RwSignal::default(),
            owed: RwSignal::default(),
            wiped: RwSignal::default(),
            idle_minutes: RwSignal::new(IDLE_MINUTES),
            by_passkey: RwSignal::new(false),
            me: RwSignal::default(),
            programme: RwSignal::default(),
            handbook: RwSignal::default(),
            people: RwSignal::default(),
            visits: reactive_stores::Store::new(Visits::default()),
            requests: reactive_stores::Store::new(Requests::default()),
            consults: reactive_stores::Store::new(Consults::default()),
            visitors: RwSignal::default(),
            cares: RwSignal::default(),
            concerns: RwSignal::default(),
            drafts: RwSignal::default(),
            figures: RwSignal::default(),
            renewing: RwSignal::default(),
            put_away: RwSignal::default(),
            listed: RwSignal::new(false),
            opening: RwSignal::new(Opening::Nothing),
            open: RwSignal::default(),
            present: RwSignal::default(),
            refused: RwSignal::default(),
            request: RwSignal::default(),
            consult: RwSignal::default(),
            care: RwSignal::default(),
            concern: RwSignal::default(),
            texts: texts::Texts::new(),
            save_open: RwSignal::new(SaveState::AtRelay { at: now }),
            save: RwSignal::new(SaveState::AtRelay { at: now }),
            online: RwSignal::new(false),
            online_since: RwSignal::new(now),
            stopped: RwSignal::default(),
            caught_up: RwSignal::new(false),
            clock_ahead_ms: RwSignal::default(),
            storage: RwSignal::default(),
            aside: RwSignal::default(),
            offline: RwSignal::new(OfflineReady::NotYet),
            update_waiting: RwSignal::new(false),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Nothing of anybody stays in it, whatever page is shown.
    pub fn clear(&self) {
        clearing::clear(self);
    }

    /// A text of the document on the screen as a text field wants it. It includes the person's own
    /// edits as soon as `splice` has made them.
    pub fn text(&self, place: TextPlace) -> TextStream {
        self.texts.stream(place)
    }

    /// Whether everything done to the document on the screen is on the device's disk; followed.
    pub fn is_kept(&self) -> bool {
        matches!(self.save_open.get(), SaveState::OnDevice { .. } | SaveState::AtRelay { .. })
    }

    /// The writable side of [`Store::text`], for the open documents alone.
    pub(crate) fn texts(&self) -> texts::Texts {
        self.texts
    }
}

/// The store of this app.
///
/// # Panics
/// Outside the app's own views.
pub fn use_store() -> Store {
    expect_context::<Store>()
}
