//! What goes ahead of a page of the feed and waits for it: figures, rights, endings. It becomes durable
//! together with the page's cursor. It must never be kept without it, for the feed would not bring it
//! again in order.

use super::Keep;
use crate::ids::DocumentId;
use crate::protocol::{Figures, limits};

/// What came without its page yet.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    forget_figures: bool,
    figures: Vec<Figures>,
    rights: Vec<(DocumentId, bool)>,
    purged: Vec<DocumentId>,
}

impl Ahead {
    /// Takes in figures; false if more waits than one page can hold.
    pub(super) fn add_figures(&mut self, forget: bool, sources: Vec<Figures>) -> bool {
        if forget {
            self.forget_figures = true;
            self.figures.clear();
        }
        for one in sources {
            self.figures.retain(|known| known.source != one.source);
            self.figures.push(one);
        }
        self.figures.len() <= limits::FEED_PAGE_ROWS_MAX
    }

    /// Takes in rights; false if more waits than there can be.
    pub(super) fn add_rights(&mut self, rights: Vec<(DocumentId, bool)>) -> bool {
        self.rights.extend(rights);
        self.rights.len() <= limits::RIGHTS_MAX
    }

    /// Takes in endings; false if more waits than one page can hold.
    pub(super) fn add_purged(&mut self, documents: Vec<DocumentId>) -> bool {
        self.purged.extend(documents);
        self.purged.len() <= limits::FEED_PAGE_ROWS_MAX
    }

    /// The page is here: what waited goes with it.
    pub(super) fn put_into(&mut self, keep: &mut Keep) {
        let Self { forget_figures, figures, rights, purged } = core::mem::take(self);
        keep.forget_figures = forget_figures;
        keep.figures = figures;
        keep.rights = rights;
        keep.purged = purged;
    }
}
