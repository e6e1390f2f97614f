//! Who wrote which stretch of a section, and what came after the acceptance. It must never drop
//! a word: the pieces together are the whole text.

use shared::documents::{Run, Splice};
use shared::ids::Actor;

/// A stretch by one person, all before or all after the acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Who, in words.
    pub author: String,
    /// Whether it came after the acceptance.
    pub after: bool,
    /// The words.
    pub text: String,
}

/// The text of a section as pieces.
pub fn pieces(runs: &[Run], since: &[Splice], author: impl Fn(Actor) -> String) -> Vec<Piece> {
    let added = added(since);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at_utf16 = 0;
    for run in runs {
        let author = author(run.actor);
        for c in run.text.chars() {
            let after = added.iter().any(|(start, end)| (*start..*end).contains(&at_utf16));
            at_utf16 += c.len_utf16();
            match pieces.last_mut() {
                Some(piece) if piece.author == author && piece.after == after => piece.text.push(c),
                _ => pieces.push(Piece { author: author.clone(), after, text: c.to_string() }),
            }
        }
    }
    pieces
}

/// Which ranges of the text were put in by splices made one after another, in UTF-16 units.
fn added(splices: &[Splice]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for splice in splices {
        let (at, gone) = (splice.at_utf16, splice.deleted_utf16);
        let put_in = splice.inserted.encode_utf16().count();
        let shrunk = |place: usize| {
            if place >= at + gone { place - gone } else { place.min(at) }
        };
        let mut moved: Vec<(usize, usize)> = Vec::new();
        for (start, end) in ranges {
            let (start, end) = (shrunk(start), shrunk(end));
            if end <= at {
                moved.push((start, end));
            } else if start >= at {
                moved.push((start + put_in, end + put_in));
            } else {
                moved.push((start, end + put_in));
            }
        }
        moved.push((at, at + put_in));
        moved.retain(|(start, end)| start < end);
        ranges = moved;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(n: u8, text: &str) -> Run {
        Run { actor: Actor([n; 16]), text: text.to_owned() }
    }

    fn splice(at_utf16: usize, deleted_utf16: usize, inserted: &str) -> Splice {
        Splice { at_utf16, deleted_utf16, inserted: inserted.to_owned() }
    }

    fn told(runs: &[Run], since: &[Splice]) -> Vec<(String, bool)> {
        let name = |actor: Actor| if actor.0[0] < 10 { "田中" } else { "自分" }.to_owned();
        pieces(runs, since, name).into_iter().map(|piece| (piece.text, piece.after)).collect()
    }

    #[test]
    fn runs_of_one_person_are_one_piece() {
        let runs = [run(1, "猫の"), run(2, "話。"), run(11, "また。")];
        assert_eq!(told(&runs, &[]), [("猫の話。".to_owned(), false), ("また。".to_owned(), false)]);
    }

    #[test]
    fn words_after_the_acceptance_are_marked_where_they_stand() {
        let runs = [run(1, "𠮷の猫のはなし")];
        let since = [splice(3, 1, "猫"), splice(4, 0, "の")];
        let wanted = [("𠮷の", false), ("猫の", true), ("はなし", false)];
        assert_eq!(told(&runs, &since), wanted.map(|(text, after)| (text.to_owned(), after)));
    }

    #[test]
    fn what_was_put_in_and_taken_away_again_leaves_no_mark() {
        assert!(added(&[splice(2, 0, "abc"), splice(2, 3, "")]).is_empty());
        assert_eq!(added(&[splice(2, 0, "abcd"), splice(3, 2, "")]), [(2, 4)]);
        assert_eq!(added(&[splice(5, 0, "x"), splice(0, 2, "")]), [(3, 4)]);
        assert_eq!(added(&[splice(2, 0, "ab"), splice(3, 0, "c")]), [(2, 5), (3, 4)]);
    }
}
