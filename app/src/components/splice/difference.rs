//! The splices that lead from one text to another: those that are known to have happened, where
//! they are known, and else the shortest that would do. It serves carets alone, and must never
//! make an edit of a document.

use super::{Splice, apply};

/// Above this many single changes the whole differing middle is taken as one replacement.
const CHANGES_MAX: usize = 400;

/// The splices that led from `before` to `after`: the last of those that are known to have
/// happened if they fit exactly, else [`between`].
pub fn explain(before: &str, after: &str, recent: &[Splice]) -> Vec<Splice> {
    if before == after {
        return Vec::new();
    }
    for first in (0..recent.len()).rev() {
        let tail = recent.get(first..).unwrap_or_default();
        if tail.iter().fold(before.to_owned(), |text, splice| apply(&text, splice)) == after {
            return tail.to_vec();
        }
    }
    between(before, after)
}

/// A shortest list of splices from `before` to `after`, to be made one after another, from the
/// left. It compares characters, so it never cuts a surrogate pair.
pub fn between(before: &str, after: &str) -> Vec<Splice> {
    let old: Vec<char> = before.chars().collect();
    let new: Vec<char> = after.chars().collect();
    let prefix = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - prefix;
    let suffix = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let old_middle = old.get(prefix..old.len() - suffix).unwrap_or_default();
    let new_middle = new.get(prefix..new.len() - suffix).unwrap_or_default();
    let start = units(old.get(..prefix).unwrap_or_default());
    let steps = steps(old_middle, new_middle).unwrap_or_else(|| {
        let gone = old_middle.iter().map(|c| Step::Gone(*c));
        gone.chain(new_middle.iter().map(|c| Step::Come(*c))).collect()
    });
    joined(start, &steps)
}

fn units(chars: &[char]) -> usize {
    chars.iter().map(|c| c.len_utf16()).sum()
}

/// One character's fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Kept(char),
    Gone(char),
    Come(char),
}

/// Runs of changes as splices.
fn joined(start: usize, steps: &[Step]) -> Vec<Splice> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut at = start;
    let mut open: Option<Splice> = None;
    for step in steps {
        if let Step::Kept(c) = step {
            if let Some(done) = open.take() {
                at += done.inserted.encode_utf16().count();
                splices.push(done);
            }
            at += c.len_utf16();
            continue;
        }
        let splice = open.get_or_insert_with(|| Splice { at_utf16: at, deleted_utf16: 0, inserted: String::new() });
        match step {
            Step::Gone(c) => splice.deleted_utf16 += c.len_utf16(),
            Step::Come(c) => splice.inserted.push(*c),
            Step::Kept(_) => {}
        }
    }
    splices.extend(open);
    splices
}

/// Myers' shortest edit (An O(ND) Difference Algorithm, 1986); none if it takes more than
/// [`CHANGES_MAX`] changes.
fn steps(old: &[char], new: &[char]) -> Option<Vec<Step>> {
    let most = (old.len() + new.len()).min(CHANGES_MAX);
    let offset = most + 1;
    let mut reach = vec![0usize; 2 * most + 3];
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for changes in 0..=most {
        rounds.push(reach.clone());
        // Diagonal k of the paper is stored at `offset + k`.
        for diagonal in (offset - changes..=offset + changes).step_by(2) {
            let mut x = furthest(&reach, diagonal, offset, changes);
            let mut y = (x + offset).checked_sub(diagonal)?;
            while x < old.len() && y < new.len() && old.get(x) == new.get(y) {
                x += 1;
                y += 1;
            }
            *reach.get_mut(diagonal)? = x;
            if x >= old.len() && y >= new.len() {
                return walked_back(old, new, &rounds, offset);
            }
        }
    }
    None
}

/// How far along `old` a diagonal reaches after one more change, before it follows what is equal.
fn furthest(reach: &[usize], diagonal: usize, offset: usize, changes: usize) -> usize {
    let left = reach.get(diagonal - 1).copied().unwrap_or(0);
    let right = reach.get(diagonal + 1).copied().unwrap_or(0);
    if came_from_above(diagonal, offset, changes, left, right) { right } else { left + 1 }
}

fn came_from_above(diagonal: usize, offset: usize, changes: usize, left: usize, right: usize) -> bool {
    diagonal == offset - changes || (diagonal != offset + changes && left < right)
}

fn walked_back(old: &[char], new: &[char], rounds: &[Vec<usize>], offset: usize) -> Option<Vec<Step>> {
    let (mut x, mut y) = (old.len(), new.len());
    let mut steps = Vec::new();
    for (changes, reach) in rounds.iter().enumerate().rev() {
        let diagonal = (x + offset).checked_sub(y)?;
        let left = reach.get(diagonal.checked_sub(1)?).copied()?;
        let right = reach.get(diagonal + 1).copied()?;
        let above = came_from_above(diagonal, offset, changes, left, right);
        let (from_x, from_diagonal) = if above { (right, diagonal + 1) } else { (left, diagonal - 1) };
        let from_y = if changes == 0 { 0 } else { (from_x + offset).checked_sub(from_diagonal)? };
        let from_x = if changes == 0 { 0 } else { from_x };
        while x > from_x && y > from_y && old.get(x - 1) == new.get(y - 1) {
            steps.push(Step::Kept(*old.get(x - 1)?));
            x -= 1;
            y -= 1;
        }
        if changes > 0 && above {
            y -= 1;
            steps.push(Step::Come(*new.get(y)?));
        } else if changes > 0 {
            x -= 1;
            steps.push(Step::Gone(*old.get(x)?));
        }
    }
    steps.reverse();
    Some(steps)
}
