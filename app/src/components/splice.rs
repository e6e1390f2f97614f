//! Edits of a text that several people write at once, as a text field sees them: what a key did,
//! where a caret goes when others write, and where one's own words go when others wrote first.
//! Positions count UTF-16 units, as the DOM does. It must never touch the DOM, and never cut a
//! surrogate pair.

pub use shared::documents::Splice;

mod difference;
#[cfg(test)]
mod tests;

pub use difference::{between, explain};

/// Which way a place goes when something is put in exactly there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// It stays before what was put in: a caret, the end of a selection.
    Before,
    /// It goes behind it: the start of a selection, so that others' words are never selected.
    Behind,
}

/// What one input event did. `selection` is the selection before it, `caret` the caret after it.
/// They settle what the two texts alone leave open: in `ああ` a third `あ` may stand in three places.
pub fn typed(before: &str, after: &str, selection: (usize, usize), caret: usize) -> Option<Splice> {
    if before == after {
        return None;
    }
    let old: Vec<u16> = before.encode_utf16().collect();
    let new: Vec<u16> = after.encode_utf16().collect();
    let (start, end) = selection;
    let behind_caret = new.len().saturating_sub(caret);
    if old.len().checked_sub(end) == Some(behind_caret) && start <= caret {
        let head = old.get(..start) == new.get(..start);
        if head && old.get(end..) == new.get(caret..) {
            return Some(whole_pairs(&old, &new, start, behind_caret));
        }
    }
    // Deleting and undoing: what stands behind the caret was there before, if it can have been.
    let behind = new.get(caret..).unwrap_or_default();
    let suffix = if old.ends_with(behind) { behind.len() } else { common(old.iter().rev(), new.iter().rev()) };
    let most = (old.len() - suffix).min(new.len() - suffix);
    let prefix = common(old.iter(), new.iter()).min(most);
    Some(whole_pairs(&old, &new, prefix, suffix))
}

fn common<'a>(a: impl Iterator<Item = &'a u16>, b: impl Iterator<Item = &'a u16>) -> usize {
    a.zip(b).take_while(|(x, y)| x == y).count()
}

/// The splice between a common beginning and a common end, widened so that neither end lies
/// within a surrogate pair.
fn whole_pairs(old: &[u16], new: &[u16], mut prefix: usize, mut suffix: usize) -> Splice {
    let is_high = |unit: Option<&u16>| unit.is_some_and(|u| (0xD800..0xDC00).contains(u));
    let is_low = |unit: Option<&u16>| unit.is_some_and(|u| (0xDC00..0xE000).contains(u));
    if prefix > 0 && is_high(old.get(prefix - 1)) {
        prefix -= 1;
    }
    if suffix > 0 && is_low(old.get(old.len() - suffix)) {
        suffix -= 1;
    }
    let put_in = new.get(prefix..new.len() - suffix).unwrap_or_default();
    Splice { at_utf16: prefix, deleted_utf16: old.len() - suffix - prefix, inserted: String::from_utf16_lossy(put_in) }
}

/// The text after a splice. One that reaches beyond the end does what it can within the text.
pub fn apply(text: &str, splice: &Splice) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = splice.at_utf16.min(units.len());
    let end = at.saturating_add(splice.deleted_utf16).min(units.len());
    let mut whole = units.get(..at).unwrap_or_default().to_vec();
    whole.extend(splice.inserted.encode_utf16());
    whole.extend(units.get(end..).unwrap_or_default());
    String::from_utf16_lossy(&whole)
}

/// Where a place goes when a splice is made by somebody else.
pub fn moved(place: usize, splice: &Splice, lean: Lean) -> usize {
    let at = splice.at_utf16;
    let end = at.saturating_add(splice.deleted_utf16);
    let place = if place >= end { place - splice.deleted_utf16 } else { place.min(at) };
    let behind = place > at || (place == at && lean == Lean::Behind);
    if behind { place + splice.inserted.encode_utf16().count() } else { place }
}

/// Where a selection goes when others' splices are made one after another. A caret stays a caret.
pub fn moved_selection(start: usize, end: usize, splices: &[Splice]) -> (usize, usize) {
    let lean = if start == end { Lean::Before } else { Lean::Behind };
    splices.iter().fold((start, end), |(start, end), splice| {
        let end = moved(end, splice, Lean::Before);
        (moved(start, splice, lean).min(end), end)
    })
}

/// One's own splice as it must be made now that others' splices were made before it: it takes away
/// only what the person took away, so words put inside that range by others stand whole. It is one
/// splice, or a few to make one after another where others wrote inside what was taken away.
/// Where both put in at one place, one's own words come first.
pub fn rebase(own: &Splice, others: &[Splice]) -> Vec<Splice> {
    let mut place = own.at_utf16;
    let mut taken = vec![(own.at_utf16, own.at_utf16.saturating_add(own.deleted_utf16))];
    for other in others {
        place = moved(place, other, Lean::Before);
        taken = taken.into_iter().flat_map(|range| range_after(range, other)).collect();
    }
    taken.retain(|(start, end)| start < end);
    // From the right, so that no splice moves the place of the next.
    let mut splices: Vec<Splice> = taken
        .iter()
        .rev()
        .filter(|(start, _)| *start != place)
        .map(|(start, end)| Splice { at_utf16: *start, deleted_utf16: end - start, inserted: String::new() })
        .collect();
    let deleted_here = taken.first().filter(|(start, _)| *start == place).map_or(0, |(start, end)| end - start);
    if deleted_here > 0 || !own.inserted.is_empty() {
        splices.push(Splice { at_utf16: place, deleted_utf16: deleted_here, inserted: own.inserted.clone() });
    }
    splices
}

/// What is left of a range to take away after another's splice: it may shrink, move or be split.
fn range_after((start, end): (usize, usize), other: &Splice) -> Vec<(usize, usize)> {
    let deletion = Splice { inserted: String::new(), ..other.clone() };
    let start = moved(start, &deletion, Lean::Before);
    let end = moved(end, &deletion, Lean::Before);
    let at = other.at_utf16;
    let put_in = other.inserted.encode_utf16().count();
    if at <= start {
        vec![(start + put_in, end + put_in)]
    } else if at >= end {
        vec![(start, end)]
    } else {
        vec![(start, at), (at + put_in, end + put_in)]
    }
}
