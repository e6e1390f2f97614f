//! What others put into a note since somebody last looked. It must never count anybody's own words as new to them.

use std::collections::BTreeMap;

use super::{Section, note_splices};
use crate::documents::document::Document;
use crate::documents::text::added;
use crate::ids::{Actor, ChangeHash};

/// The ranges of each section, in UTF-16 units as it stands now, that others put in since some heads; sections without
/// any are left out.
pub fn added_by_others(
    visit: &Document,
    since: &[ChangeHash],
    is_own: impl Fn(Actor) -> bool,
) -> BTreeMap<Section, Vec<(usize, usize)>> {
    let now = visit.heads();
    let of = |section: Section| {
        let new = added(&note_splices(visit, section, since, &now));
        let ranges = if new.is_empty() { Vec::new() } else { of_others(visit, section, &new, &is_own) };
        (section, ranges)
    };
    Section::ALL.into_iter().map(of).filter(|(_, ranges)| !ranges.is_empty()).collect()
}

fn of_others(
    visit: &Document,
    section: Section,
    new: &[(usize, usize)],
    is_own: &impl Fn(Actor) -> bool,
) -> Vec<(usize, usize)> {
    let (mut ranges, mut begin) = (Vec::new(), 0);
    for run in visit.runs(section.key()) {
        let end = begin + run.text.encode_utf16().count();
        if !is_own(run.actor) {
            let both = new.iter().map(|(start, stop)| ((*start).max(begin), (*stop).min(end)));
            ranges.extend(both.filter(|(start, stop)| start < stop));
        }
        begin = end;
    }
    ranges
}
