//! Who wrote which stretch of a section, and what came after the acceptance. It must never drop
//! a word: the pieces together are the whole text.

use shared::documents::{Run, Splice, added};
use shared::ids::Actor;

/// A stretch by one person, all before or all after the acceptance, all seen or all unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Who, in words.
    pub author: String,
    /// Whether it came after the acceptance.
    pub after: bool,
    /// Whether somebody else put it in since this person last looked.
    pub unseen: bool,
    /// The words.
    pub text: String,
}

/// The text of a section as pieces.
pub fn pieces(
    runs: &[Run],
    since: &[Splice],
    unseen: &[(usize, usize)],
    author: impl Fn(Actor) -> String,
) -> Vec<Piece> {
    let added = added(since);
    let within = |ranges: &[(usize, usize)], at| ranges.iter().any(|(start, end)| (*start..*end).contains(&at));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at_utf16 = 0;
    for run in runs {
        let author = author(run.actor);
        for c in run.text.chars() {
            let (after, unseen) = (within(&added, at_utf16), within(unseen, at_utf16));
            at_utf16 += c.len_utf16();
            match pieces.last_mut() {
                Some(piece) if piece.author == author && piece.after == after && piece.unseen == unseen => {
                    piece.text.push(c);
                }
                _ => pieces.push(Piece { author: author.clone(), after, unseen, text: c.to_string() }),
            }
        }
    }
    pieces
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
        pieces(runs, since, &[], name).into_iter().map(|piece| (piece.text, piece.after)).collect()
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
    fn what_nobody_has_looked_at_is_a_piece_of_its_own() {
        let runs = [run(1, "猫の話と犬の話")];
        let told = pieces(&runs, &[], &[(3, 6)], |_| "田中".to_owned());
        let told: Vec<_> = told.into_iter().map(|piece| (piece.text, piece.unseen)).collect();
        assert_eq!(told, [("猫の話".to_owned(), false), ("と犬の".to_owned(), true), ("話".to_owned(), false)]);
    }
}
