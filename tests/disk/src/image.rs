//! What the medium holds of one file, beside what programs read of it. It must never learn of a
//! write before a sync has succeeded.

use std::collections::BTreeSet;

/// How much a disk writes at once.
pub const PAGE: usize = 4096;

/// One file on the medium.
#[derive(Debug, Default)]
pub struct Image {
    /// Its bytes there; none while the file's name is not there either.
    medium: Option<Vec<u8>>,
    /// Pages written since, which the next sync takes along.
    dirty: BTreeSet<usize>,
    /// Pages that a failed sync has left behind: read as written, never taken along.
    left_behind: BTreeSet<usize>,
}

impl Image {
    /// A file that is on the medium already.
    pub fn kept(bytes: Vec<u8>) -> Self {
        Self { medium: Some(bytes), ..Self::default() }
    }

    /// Bytes were written into memory.
    pub fn written(&mut self, offset: usize, length: usize) {
        if length == 0 {
            return;
        }
        for page in offset / PAGE..=(offset + length - 1) / PAGE {
            self.dirty.insert(page);
            self.left_behind.remove(&page);
        }
    }

    /// A sync has succeeded: `now` is what programs read.
    pub fn synced(&mut self, now: &[u8]) {
        let left_behind = std::mem::take(&mut self.left_behind);
        self.take_in(now, |page| !left_behind.contains(&page));
        self.left_behind = left_behind;
        self.dirty.clear();
    }

    /// A sync has failed: its pages count as clean from now on.
    pub fn sync_failed(&mut self) {
        self.left_behind.append(&mut self.dirty);
    }

    /// What programs read once memory has let go of the pages that a failed sync left behind.
    pub fn evicted(&self, now: &[u8]) -> Vec<u8> {
        let mut read = now.to_vec();
        let medium = self.medium.as_deref().unwrap_or_default();
        for page in &self.left_behind {
            let from = page * PAGE;
            let to = read.len().min(from + PAGE);
            for (at, byte) in read.iter_mut().enumerate().take(to).skip(from) {
                *byte = medium.get(at).copied().unwrap_or(0);
            }
        }
        read
    }

    /// What stands on the medium after a power cut; `survives` says of each page that was under way
    /// whether it arrived.
    pub fn after_power_cut(&mut self, now: &[u8], mut survives: impl FnMut() -> bool) -> Option<Vec<u8>> {
        let arrived: BTreeSet<usize> =
            self.dirty.iter().chain(&self.left_behind).copied().filter(|_| survives()).collect();
        if !arrived.is_empty() {
            let mut medium = self.medium.take().unwrap_or_default();
            for page in arrived {
                copy_page(&mut medium, now, page);
            }
            self.medium = Some(medium);
        }
        self.dirty.clear();
        self.left_behind.clear();
        self.medium.clone()
    }

    fn take_in(&mut self, now: &[u8], takes: impl Fn(usize) -> bool) {
        let mut medium = self.medium.take().unwrap_or_default();
        medium.resize(now.len(), 0);
        for page in self.dirty.iter().filter(|page| takes(**page)) {
            copy_page(&mut medium, now, *page);
        }
        medium.truncate(now.len());
        self.medium = Some(medium);
    }
}

fn copy_page(medium: &mut Vec<u8>, now: &[u8], page: usize) {
    let from = page * PAGE;
    let to = now.len().min(from + PAGE);
    if from >= to {
        return;
    }
    if medium.len() < to {
        medium.resize(to, 0);
    }
    medium[from..to].copy_from_slice(&now[from..to]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_synced_survives() {
        let mut image = Image::default();
        let mut now = vec![1; PAGE * 2];
        image.written(0, now.len());
        image.synced(&now);
        now[PAGE] = 2;
        image.written(PAGE, 1);
        let medium = image.after_power_cut(&now, || false).unwrap();
        assert_eq!((medium[PAGE], medium.len()), (1, PAGE * 2));
    }

    #[test]
    fn after_a_failed_sync_the_next_one_succeeds_and_the_page_is_lost_all_the_same() {
        let mut image = Image::kept(vec![1; PAGE]);
        let now = vec![2; PAGE];
        image.written(0, PAGE);
        image.sync_failed();
        image.synced(&now);
        assert_eq!(image.evicted(&now), vec![1; PAGE]);
        assert_eq!(image.after_power_cut(&now, || false).unwrap(), vec![1; PAGE]);
    }

    #[test]
    fn a_page_written_again_after_a_failed_sync_is_taken_along() {
        let mut image = Image::kept(vec![1; PAGE]);
        image.written(0, PAGE);
        image.sync_failed();
        let now = vec![3; PAGE];
        image.written(0, PAGE);
        image.synced(&now);
        assert_eq!(image.after_power_cut(&now, || false).unwrap(), now);
    }

    #[test]
    fn a_file_that_was_never_synced_is_not_there_unless_a_page_arrived() {
        let now = vec![5; PAGE + 1];
        let mut image = Image::default();
        image.written(0, now.len());
        assert_eq!(image.after_power_cut(&now, || false), None);
        let mut image = Image::default();
        image.written(0, now.len());
        let mut turn = 0;
        let second = || {
            turn += 1;
            turn == 2
        };
        let medium = image.after_power_cut(&now, second).unwrap();
        assert_eq!((medium.len(), medium[0], medium[PAGE]), (PAGE + 1, 0, 5));
    }
}
