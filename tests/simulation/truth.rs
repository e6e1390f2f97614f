//! What the simulation itself knows: who made which change, which characters it typed or deleted,
//! what was durable and what was acknowledged. It must never be asked by the parts under test.

use std::collections::{BTreeMap, BTreeSet};

use server::storage::Principal;
use shared::documents::visit::Section;
use shared::ids::{Actor, ChangeHash, DocumentId};

/// A change made in the simulation.
#[derive(Debug, Clone)]
pub struct Made {
    pub document: DocumentId,
    pub device: usize,
    /// Where it typed.
    pub section: Option<Section>,
    /// Characters found nowhere else, typed by this change.
    pub typed: Vec<char>,
    /// Such characters deleted by this change.
    pub deleted: Vec<char>,
    /// Changes it builds on.
    pub deps: Vec<ChangeHash>,
    /// Whether it writes a guarded field although it should not.
    pub forbidden: bool,
}

/// Everything known.
#[derive(Debug, Default)]
pub struct Truth {
    pub actors: BTreeMap<Actor, Principal>,
    pub made: BTreeMap<ChangeHash, Made>,
    pub durable: BTreeSet<ChangeHash>,
    pub acknowledged: BTreeSet<(DocumentId, ChangeHash)>,
    /// Changes under a stolen actor id.
    pub stolen: BTreeSet<ChangeHash>,
    pub restores: u32,
    /// Documents that were ended.
    pub purged: BTreeSet<DocumentId>,
    next_character: u32,
}

/// The first of the rare ideographs (𠀀) used as characters found nowhere else.
const RARE_FIRST: u32 = 0x2_0000;
const RARE_COUNT: u32 = 0xa6d0;

impl Truth {
    /// A character that nothing else in this run will type: two UTF-16 units, as 𠮷 is.
    pub fn rare(&mut self) -> char {
        self.next_character += 1;
        char::from_u32(RARE_FIRST + self.next_character % RARE_COUNT).unwrap_or('𠮷')
    }
}

/// Whether `rare` made a character.
pub fn is_rare(character: char) -> bool {
    (RARE_FIRST..RARE_FIRST + RARE_COUNT).contains(&u32::from(character))
}

impl Made {
    /// A change that types nothing.
    pub fn nothing(document: DocumentId, device: usize) -> Self {
        Self {
            document,
            device,
            section: None,
            typed: Vec::new(),
            deleted: Vec::new(),
            deps: Vec::new(),
            forbidden: false,
        }
    }
}
