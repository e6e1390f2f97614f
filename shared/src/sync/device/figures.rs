//! Figures that came and wait for the page they belong to: they become durable together with its
//! cursor. It must never keep them without it, for the feed would not bring them again in order.

use super::Keep;
use crate::protocol::{Figures, limits};

/// Figures without their page yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    forget: bool,
    sources: Vec<Figures>,
}

impl Pending {
    /// Takes in a message; false if more waits than one page can hold.
    pub(super) fn add(&mut self, forget: bool, sources: Vec<Figures>) -> bool {
        if forget {
            self.forget = true;
            self.sources.clear();
        }
        for one in sources {
            self.sources.retain(|known| known.source != one.source);
            self.sources.push(one);
        }
        self.sources.len() <= limits::FEED_PAGE_ROWS_MAX
    }

    /// The page is here: what waited goes with it.
    pub(super) fn put_into(&mut self, keep: &mut Keep) {
        let Self { forget, sources } = core::mem::take(self);
        keep.forget_figures = forget;
        keep.figures = sources;
    }
}
