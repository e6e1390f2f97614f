//! The lines that tables are counted from: those of this person's own documents, and those that the
//! feed brought. It must never count one source twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::documents::Kind;
use shared::domain::Role;
use shared::protocol::Figures;
use shared::sync::Keep;

use super::OpenDocuments;
use crate::store::SourceLines;
use crate::sync::Said;

impl OpenDocuments {
    /// The lines that the feed brought, from the disk, in pages; shown when they are whole.
    pub(super) async fn read_figures(&self) {
        loop {
            let before = self.state.borrow().figures_kept;
            let all = self.figures_on_disk().await;
            let mut state = self.state.borrow_mut();
            // What came by the feed meanwhile may be missing: then it is read again.
            if state.figures_kept == before {
                state.figures = all;
                break;
            }
        }
        self.list_soon();
    }

    async fn figures_on_disk(&self) -> BTreeMap<String, Figures> {
        let mut all = BTreeMap::new();
        let mut after: Option<String> = None;
        while !self.closed.get() {
            match self.vault.figures_after(after.as_deref()).await {
                Ok((_, None)) => break,
                Ok((page, last)) => {
                    all.extend(page.into_iter().map(|figures| (figures.source.clone(), figures)));
                    after = last;
                }
                Err(_) => self.wait_for_retry().await,
            }
        }
        all
    }

    /// The feed brought lines, and they are on the disk.
    pub(super) fn keep_figures(&self, keep: &Keep) {
        if keep.figures.is_empty() && !keep.forget_figures {
            return;
        }
        let mut state = self.state.borrow_mut();
        state.figures_kept += 1;
        if keep.forget_figures {
            state.figures.clear();
        }
        for figures in &keep.figures {
            match figures.lines.is_empty() {
                true => state.figures.remove(&figures.source),
                false => state.figures.insert(figures.source.clone(), figures.clone()),
            };
        }
        drop(state);
        self.say(&Said::Figures);
    }

    /// Shows the lines, if any changed.
    pub(super) fn show_figures(&self) {
        let mut sources: BTreeMap<String, SourceLines> = {
            let state = self.state.borrow();
            state.figures.values().map(|figures| (figures.source.clone(), of_feed(figures))).collect()
        };
        if self.me.role == Role::Coordinator {
            let state = self.state.borrow();
            let unborn = state.unborn.as_ref().map(|unborn| unborn.document);
            let here = state.rows.iter().filter(|(id, _)| Some(**id) != unborn);
            let own = here.filter(|(_, known)| !known.row.gone && !known.row.figures.is_empty());
            sources.extend(own.map(|(id, known)| {
                let line = known.row.line.as_ref();
                let lines = SourceLines {
                    source: id.to_string(),
                    document: Some(*id),
                    kind: Some(known.row.kind),
                    office: line.and_then(|line| line.office().cloned()),
                    lines: known.row.figures.clone(),
                };
                (id.to_string(), lines)
            }));
        }
        let sources: Vec<SourceLines> = sources.into_values().collect();
        if self.store.figures.with_untracked(|now| **now != sources) {
            self.store.figures.set(Arc::new(sources));
        }
    }
}

fn of_feed(figures: &Figures) -> SourceLines {
    SourceLines {
        source: figures.source.clone(),
        document: None,
        kind: None::<Kind>,
        office: figures.office.clone(),
        lines: figures.lines.clone(),
    }
}
